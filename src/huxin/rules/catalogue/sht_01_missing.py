"""No wage sheet in a month with attendance.

People worked, the pay day has passed, and not one wage line of the month is on file. Without a
sheet nobody has checked the workload and nobody has signed. A month in which only management
attended needs none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, CentiDays, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="SHT-01",
    title=N_("No wage sheet for a month with attendance"),
    summary=N_("The site has attendance in the month and not a single wage line."),
    remedy=N_(
        "Draw up the wage sheet of the month with workload and signatures and hand it to the general contractor."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT_MONTH,
    family="sht",
    clauses=("CN-724-31", "NX-03-7"),
    published=("ST-11",),
    columns=("attendance_month.days", "wage_line.net_fen", "project.pay_day"),
    liable="subcontractor",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project and month with attendance, after its pay day."""
    t = facts.project_month
    return Judged(
        over=t,
        applies=(t.present_waged > 0) & ((t.due_on < t.as_of) | t.due_on.isnull()),
        lacking={"project.pay_day": t.due_on.isnull()},
        hit=t.listed == 0,
        evidence={"present": t.present_waged, "days_centi": t.days_centi},
        amount_fen=t.earned_fen,
        people=t.present_waged,
        since=t.due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {present} workers attended {days} days, no wage line is on file.",
        month=month_value(row["month"]),
        present=row["present"],
        days=CentiDays(row["days_centi"]),
    )
