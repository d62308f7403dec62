"""Economic disputes or petitions about the site.

Developer or contractor are in an economic dispute, or petitions about wages on the site were received,
as last reported. Only the numbers are known here, never who came. A figure that was not reported is
not taken as none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, money
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._figures import is_last

SPEC = Spec(
    id="IND-04",
    title=N_("Economic disputes or petitions about the site"),
    summary=N_(
        "Economic disputes of developer or contractor, or petitions about wages, are reported for the month."
    ),
    remedy=N_(
        "Find out whether the dispute holds up labour cost, which it must not, and settle what is owed to workers first."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT_MONTH,
    family="ind",
    clauses=("YZ-3-7", "CN-724-35", "NX-14-15"),
    fulfils=("YZ-3-7",),
    published=("HS-02",),
    columns=("indicator.value",),
    liable="developer",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project: on the last month with a figure about disputes or petitions."""
    t = facts.project_month
    disputes, petitions = money(t.last_disputes), money(t.last_petitions)
    return Judged(
        over=t,
        applies=is_last(t, "disputes", "petitions"),
        lacking={
            "indicator.disputes": t.last_disputes.isnull() & (petitions == 0),
            "indicator.petitions": t.last_petitions.isnull() & (disputes == 0),
        },
        hit=disputes + petitions > 0,
        evidence={"disputes": t.last_disputes, "petitions": t.last_petitions},
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: economic disputes {disputes}, petitions about wages {petitions}.",
        month=month_value(row["month"]),
        disputes=row["disputes"],
        petitions=row["petitions"],
    )
