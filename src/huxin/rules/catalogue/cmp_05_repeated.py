"""Complaints again and again about one site.

Counts complaints, clues and demands about the site that came in during one month, whoever made them.
Several in a month say that the fault is the site's and not a single worker's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

COUNT = "warning_cmp.month_count"

SPEC = Spec(
    id="CMP-05",
    title=N_("Repeated complaints about one site"),
    summary=N_("As many complaints as count as repeated came in about the site in one month."),
    remedy=N_(
        "Inspect the whole site instead of single matters: attendance, sheets and account of the last months."
    ),
    own_remedy=N_(
        "Go through the attendance, sheets and account of the last months yourselves, put right"
        " what is wrong, and answer each complaint."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT_MONTH,
    family="cmp",
    clauses=("CN-724-39", "NX-04-5", "BD-14-1"),
    published=("VC-12", "VC-15"),
    parameters=(COUNT,),
    columns=("complaint.received_on",),
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project and month with a complaint."""
    t = facts.project_month
    count = parameter(t, COUNT)
    return Judged(
        over=t,
        applies=t.complaints > 0,
        lacking={COUNT: count.isnull()},
        hit=t.complaints >= count,
        evidence={
            "complaints": t.complaints,
            "complaint_people": t.complaint_people,
            "claimed_fen": t.claimed_fen,
            "limit": count,
        },
        amount_fen=t.claimed_fen,
        people=t.complaint_people,
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {complaints} complaints about {people} people and {claimed}; from {limit} on they count as repeated.",
        month=month_value(row["month"]),
        complaints=row["complaints"],
        people=row["complaint_people"],
        claimed=fen_value(row["claimed_fen"]),
        limit=row["limit"],
    )
