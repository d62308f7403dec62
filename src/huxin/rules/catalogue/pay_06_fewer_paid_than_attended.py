"""Fewer workers paid than attended.

Counts heads of one month on one site: who attended, and who of them received anything. It is the
site's first alarm; the workers behind it are named by the rules about single months. Management
on no wage sheet is not counted; a month in which nobody at all was paid is told by PAY-20.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="PAY-06",
    title=N_("Fewer workers paid than attended"),
    summary=N_(
        "After the pay day, fewer workers were paid than the attendance record of the month shows."
    ),
    remedy=N_(
        "Go through the list of workers without pay and pay them, or correct the attendance record with its reason."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT_MONTH,
    family="pay",
    clauses=("CN-724-12", "CN-724-31"),
    published=("GZ-03",),
    columns=("attendance_month.days", "payment.amount_fen", "project.pay_day"),
    liable="general_contractor",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project and month after its pay day."""
    t = facts.project_month
    return Judged(
        over=t,
        applies=(t.present_waged > 0)
        & (t.paid_fen > 0)
        & ((t.due_on < t.as_of) | t.due_on.isnull()),
        lacking={"project.pay_day": t.due_on.isnull()},
        hit=t.present_unpaid > 0,
        evidence={
            "present": t.present_waged,
            "present_unpaid": t.present_unpaid,
            "due_on": t.due_on,
        },
        amount_fen=t.present_unpaid_fen,
        people=t.present_unpaid,
        since=t.due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {present} attended, wages were due by {due}, {unpaid} of them have received nothing.",
        month=month_value(row["month"]),
        present=row["present"],
        unpaid=row["present_unpaid"],
        due=row["due_on"],
    )
