"""No bank payroll in a month with work.

Where nothing was paid through the special account for a month in which people worked, the
practice takes the wages as not paid in full, whatever cash receipts say. A month in which only
management attended does not count.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="PAY-20",
    title=N_("No bank payroll in a month with work"),
    summary=N_(
        "People attended, the pay day has passed, and no wages left the special account for the month."
    ),
    remedy=N_(
        "Pay the month's wages through the special account; without bank data the wages count as not paid in full."
    ),
    severity=Severity.RED,
    scope=Scope.PROJECT_MONTH,
    family="pay",
    clauses=("CN-724-31", "CN-A53-18"),
    published=("YN-01",),
    columns=("attendance_month.days", "payment.channel", "project.pay_day"),
    liable="general_contractor",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project and month with attendance, after its pay day."""
    t = facts.project_month
    return Judged(
        over=t,
        applies=(t.present_waged > 0) & ((t.due_on < t.as_of) | t.due_on.isnull()),
        lacking={
            "project.pay_day": t.due_on.isnull(),
            "payment.channel": (t.special_fen == 0) & (t.unrouted_fen > 0),
        },
        hit=t.special_fen == 0,
        evidence={
            "present": t.present_waged,
            "due_on": t.due_on,
            "outside_fen": t.cash_fen + t.other_fen,
        },
        amount_fen=t.owed_fen,
        people=t.present_waged,
        since=t.due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {present} attended, wages were due by {due}; nothing from the special account, {outside} otherwise.",
        month=month_value(row["month"]),
        present=row["present"],
        due=row["due_on"],
        outside=fen_value(row["outside_fen"]),
    )
