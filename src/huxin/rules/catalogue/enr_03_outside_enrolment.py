"""Attendance before entry or after exit.

The attendance record of a month has days before the roster's day of entry or after its day of
exit. Either the roster is kept late, or days are booked for somebody who was not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="ENR-03",
    title=N_("Attendance before entry or after exit"),
    summary=N_("The attendance record has days outside the time the roster says."),
    remedy=N_(
        "Ask the gate and the team leader who was there; correct the roster's dates or the attendance record."
    ),
    severity=Severity.YELLOW,
    scope=Scope.WORKER_MONTH,
    family="enr",
    clauses=("CN-724-28", "CN-A53-17", "NX-02-9", "YZ-3-11"),
    columns=("attendance_month.days_bits", "enrolment.entered_on", "enrolment.left_on"),
    liable="subcontractor",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month with attendance of somebody on the roster."""
    t = facts.worker_month
    early = t.first_present_on < t.entered_on
    after = t.last_present_on > t.left_on
    return Judged(
        over=t,
        applies=(t.days > 0) & t.enrolled,
        lacking={
            "enrolment.entered_on": t.entered_on.isnull(),
            "attendance_month.days_bits": t.first_present_on.isnull(),
        },
        hit=early | after.fill_null(False),
        evidence={
            "first_day": t.first_present_on,
            "last_day": t.last_present_on,
            "entered_on": t.entered_on,
            "left_on": t.left_on,
        },
        people=ibis.literal(1),
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: attended from day {first} to day {last}; by the roster entered on {entered}, left on {left}.",
        month=month_value(row["month"]),
        first=row["first_day"].day,
        last=row["last_day"].day,
        entered=row["entered_on"],
        left=row["left_on"] or message("still on site"),
    )
