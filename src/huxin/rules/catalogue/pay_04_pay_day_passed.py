"""The pay day has passed and nothing was paid.

Wages of the month were earned, the day on which they were due has passed, and the bank reports
no payment at all. After the days that the practice calls overdue it turns orange. When the months of PAY-01 have passed, that rule
takes over; payments that failed or came back are left to PAY-13.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, money, parameter
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

OVERDUE = "warning_pay.overdue_days"
MONTHS = "warning_pay.unpaid_after_months"

SPEC = Spec(
    id="PAY-04",
    title=N_("Pay day passed, nothing paid"),
    summary=N_("Wages were earned, the pay day has passed, and no payment is on record."),
    remedy=N_(
        "Instruct the bank to pay the month's wages today and give every worker the reason and the day."
    ),
    severity=Severity.YELLOW,
    scope=Scope.WORKER_MONTH,
    family="pay",
    clauses=("CN-724-12", "CN-724-14"),
    published=("ST-10", "VC-10"),
    parameters=(OVERDUE, MONTHS),
    columns=("attendance_month.days", "wage_line.net_fen", "payment.amount_fen", "project.pay_day"),
    window_months=3,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month with earned wages, until PAY-01 takes over."""
    t = facts.worker_month
    overdue, months = parameter(t, OVERDUE), parameter(t, MONTHS)
    late_days = t.as_of.delta(t.due_on, unit="day")
    earned = t.on_payroll & ((t.lines > 0) | (t.days > 0).fill_null(False))
    bounced = money(t.failed_fen) + money(t.returned_fen) + money(t.unknown_fen)
    seen_by_pay_01 = (t.days > 0).fill_null(False) & (t.age >= months).fill_null(False)
    return Judged(
        over=t,
        applies=earned & (bounced == 0) & ~seen_by_pay_01 & (t.is_due | t.due_on.isnull()),
        lacking={"project.pay_day": t.due_on.isnull(), OVERDUE: overdue.isnull()},
        hit=money(t.paid_fen) == 0,
        evidence={"earned_fen": t.earned_fen, "due_on": t.due_on, "late_days": late_days},
        amount_fen=money(t.earned_fen),
        people=ibis.literal(1),
        since=t.due_on,
        severity=(late_days >= overdue).ifelse("orange", "yellow"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {earned} was due by {due}; {days} days later nothing has been paid.",
        month=month_value(row["month"]),
        earned=fen_value(row["earned_fen"]),
        due=row["due_on"],
        days=row["late_days"],
    )
