"""Paid in full, but after the pay day.

The pay day is the one agreed, at the latest the end of the period the law allows, and moves to
the working day before a rest day. Late by as many days as the practice calls overdue it
turns orange. The money has arrived: nothing is owed, but the term was broken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

OVERDUE = "warning_pay.overdue_days"
TOLERANCE = "warning_pay.tolerance"

SPEC = Spec(
    id="PAY-03",
    title=N_("Paid after the pay day"),
    summary=N_("The month's wages arrived in full, but later than the day on which they were due."),
    remedy=N_(
        "Move the payroll run forward so that it ends before the pay day, and tell the workers the reason for the delay."
    ),
    severity=Severity.YELLOW,
    scope=Scope.WORKER_MONTH,
    family="pay",
    clauses=("CN-724-12", "CN-724-14"),
    published=("ST-10",),
    parameters=(OVERDUE, TOLERANCE),
    columns=("wage_line.net_fen", "payment.paid_on", "project.pay_day"),
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month paid in full."""
    t = facts.worker_month
    overdue, tolerance = parameter(t, OVERDUE), parameter(t, TOLERANCE)
    late_days = t.last_paid_on.delta(t.due_on, unit="day")
    return Judged(
        over=t,
        applies=(t.lines > 0)
        & (t.paid_fen > 0)
        & (t.net_fen - t.paid_fen <= tolerance.fill_null(0)),
        lacking={
            "payment.paid_on": t.last_paid_on.isnull(),
            "project.pay_day": t.due_on.isnull(),
            OVERDUE: overdue.isnull(),
        },
        hit=t.last_paid_on > t.due_on,
        evidence={"last_paid_on": t.last_paid_on, "due_on": t.due_on, "late_days": late_days},
        amount_fen=t.paid_fen,
        people=ibis.literal(1),
        since=t.due_on,
        severity=(late_days >= overdue).ifelse("orange", "yellow"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: due by {due}, paid on {paid_on}, {days} days late.",
        month=month_value(row["month"]),
        due=row["due_on"],
        paid_on=row["last_paid_on"],
        days=row["late_days"],
    )
