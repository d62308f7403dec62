"""Paid without attendance.

Wages of a month went to somebody whom the site's attendance record of that month does not know,
although the record knows others. It may be a missed punch card, or money leaving the special
account under a name. Management posts are left out: they are paid without a day count.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="PAY-05",
    title=N_("Paid without attendance"),
    summary=N_(
        "Wages were paid for a month in which the site's attendance record does not show the worker."
    ),
    remedy=N_(
        "Show the attendance of the month, or explain what the payment was for and pay it back into the special account."
    ),
    severity=Severity.ORANGE,
    scope=Scope.WORKER_MONTH,
    family="pay",
    clauses=("CN-724-28", "CN-A53-7"),
    published=("ST-05",),
    columns=("attendance_month.days", "payment.amount_fen", "enrolment.post"),
    liable="general_contractor",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month paid, on sites that keep attendance that month."""
    t = facts.worker_month
    ordinary = t.post.isnull() | t.post.isin(["worker", "team_leader"])
    return Judged(
        over=t,
        applies=(t.paid_fen > 0) & ordinary & t.keeps_attendance,
        hit=t.days.fill_null(0) == 0,
        lacking={"enrolment.post": ~t.enrolled & t.days.isnull() & (t.lines == 0)},
        evidence={"paid_fen": t.paid_fen, "last_paid_on": t.last_paid_on},
        amount_fen=t.paid_fen,
        people=ibis.literal(1),
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {paid} paid on {paid_on}, no day of attendance that month.",
        month=month_value(row["month"]),
        paid=fen_value(row["paid_fen"]),
        paid_on=row["last_paid_on"],
    )
