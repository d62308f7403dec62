"""Attended, and nothing paid through the special account for two months.

A worker was on site in a month, and neither in that month nor in the next did any money for it
arrive from the project's wage special account. The practice raises this when the third month
opens. It says that wages are missing; it does not yet say why: look at the wage sheet first,
then at the bank's answers. Management that stands on no wage sheet is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, money, parameter
from huxin.kernel.texts import N_, CentiDays, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

MONTHS = "warning_pay.unpaid_after_months"

SPEC = Spec(
    id="PAY-01",
    title=N_("Attended but nothing paid for two months"),
    summary=N_(
        "A worker with attendance received no wages for the month by the end of the following month."
    ),
    remedy=N_("Pay the wages from the special account, or show the bank's receipt for the month."),
    severity=Severity.RED,
    scope=Scope.WORKER_MONTH,
    family="pay",
    clauses=("CN-724-12", "CN-724-31"),
    published=("GZ-01",),
    parameters=(MONTHS,),
    columns=("attendance_month.days", "payment.amount_fen", "wage_line.net_fen"),
    window_months=3,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month."""
    t = facts.worker_month
    months = parameter(t, MONTHS)
    earned = ibis.coalesce(
        t.net_fen, t.days_centi * ibis.coalesce(t.sheet_rate_fen, t.agreed_rate_fen) // 100
    )
    return Judged(
        over=t,
        applies=(t.days > 0) & t.on_payroll & (t.age >= ibis.coalesce(months, 0)),
        lacking={MONTHS: months.isnull()},
        hit=money(t.paid_fen) == 0,
        evidence={"days_centi": t.days_centi, "earned_fen": earned, "due_on": t.due_on},
        amount_fen=money(earned),
        people=ibis.literal(1),
        since=t.due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {days} days attended, wages of {earned} due by {due}, nothing received.",
        month=month_value(row["month"]),
        days=CentiDays(row["days_centi"]),
        earned=fen_value(row["earned_fen"]),
        due=row["due_on"],
    )
