"""No tri-party agreement on the special account.

Developer, general contractor and bank agree on what comes into the account when, and that it only
pays wages. Without it the bank has no ground to warn of missing money. Where a statement proves an
account but the papers say nothing about it, the rule cannot tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="ACC-03",
    title=N_("No tri-party agreement on the special account"),
    summary=N_(
        "A special account is kept without an agreement of developer, general contractor and bank."
    ),
    remedy=N_(
        "Sign the tri-party agreement with amount, day and cycle of the labour cost, and file it."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT,
    family="acc",
    clauses=("CN-A53-6",),
    published=("ST-03",),
    columns=("project.account_opened_on", "project.account_agreement_on", "account_entry.on"),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with an account."""
    t = facts.project
    runs = t.account_opened_on.notnull() | (t.entries > 0).fill_null(False)
    return Judged(
        over=t,
        applies=runs & t.account_closed_on.isnull(),
        lacking={
            "project.account_agreement_on": t.account_agreement_on.isnull()
            & t.account_opened_on.isnull(),
        },
        hit=t.account_agreement_on.isnull(),
        evidence={"account_opened_on": t.account_opened_on},
        people=t.workers,
        since=t.account_opened_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "The account was opened on {opened}; no tri-party agreement is on record.",
        opened=row["account_opened_on"],
    )
