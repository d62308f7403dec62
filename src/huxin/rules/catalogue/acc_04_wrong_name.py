"""Special account under a wrong name.

The account's name is the contractor, the project and the fixed ending, so that banks and courts see
at once that it holds wages. A general settlement account used for wages shows up here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="ACC-04",
    title=N_("Special account under a wrong name"),
    summary=N_(
        "The account's name is not made of contractor, project and the words for a wage special account."
    ),
    remedy=N_(
        "Let the bank change the account's name, or open an account under the right name and move the balance."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT,
    family="acc",
    clauses=("CN-A53-6",),
    published=("ST-04",),
    columns=("project.account_name_matches",),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with an account."""
    t = facts.project
    runs = t.account_opened_on.notnull() | (t.entries > 0).fill_null(False)
    return Judged(
        over=t,
        applies=(runs | t.account_name_matches.notnull()) & t.account_closed_on.isnull(),
        lacking={"project.account_name_matches": t.account_name_matches.isnull()},
        hit=~t.account_name_matches,
        evidence={"account_opened_on": t.account_opened_on},
        people=t.workers,
        since=t.account_opened_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "The name of the account opened on {opened} lacks contractor, project or the fixed ending.",
        opened=row["account_opened_on"],
    )
