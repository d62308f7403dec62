"""Works behind plan.

When works fall behind, payments follow, and wages after them. One of the documents asks for a warning
on abnormal progress and names no figure: set for your place how far behind the plan is too far.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

BEHIND = "warning_prg.behind_plan"

SPEC = Spec(
    id="PRG-09",
    title=N_("Works behind plan"),
    summary=N_(
        "The works completed by the month are further behind the plan than the place allows."
    ),
    remedy=N_(
        "Ask developer and contractor for the cause, and check the money of the coming pay days."
    ),
    own_remedy=N_(
        "Say in writing why the works are behind, and settle the money of the coming pay days with"
        " the developer."
    ),
    severity=Severity.BLUE,
    scope=Scope.PROJECT_MONTH,
    family="prg",
    clauses=("YZ-3-8",),
    parameters=(BEHIND,),
    columns=("indicator.value",),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project: on the last month of which plan and works are known."""
    t = facts.project_month
    behind = parameter(t, BEHIND)
    told = t.progress_planned_ppm.notnull() | t.progress_actual_ppm.notnull()
    known = t.progress_planned_ppm.notnull() & t.progress_actual_ppm.notnull()
    gap = t.progress_planned_ppm - t.progress_actual_ppm
    return Judged(
        over=t,
        applies=(t.month == t.last_month_progress) | (told & ~known),
        lacking={
            BEHIND: behind.isnull(),
            "indicator.progress_planned_ppm": t.progress_planned_ppm.isnull(),
            "indicator.progress_actual_ppm": t.progress_actual_ppm.isnull(),
        },
        hit=gap > behind,
        evidence={
            "planned_ppm": t.progress_planned_ppm,
            "actual_ppm": t.progress_actual_ppm,
            "limit_ppm": behind,
        },
        people=t.present,
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {planned} was planned, {actual} is done; {limit} behind is the limit.",
        month=month_value(row["month"]),
        planned=Ppm(row["planned_ppm"]),
        actual=Ppm(row["actual_ppm"]),
        limit=Ppm(row["limit_ppm"]),
    )
