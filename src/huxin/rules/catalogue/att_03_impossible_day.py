"""A day longer than anybody can work.

The longest day of the month has more hours than a day, which the calendar rules out, or more than the
place takes as possible. Forgotten punches and shared cards make such days. How many hours are
possible is not published: below a whole day nothing is said until the place sets it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

HOURS = "warning_att.longest_day_hours"
HOUR_MINUTES = 60
DAY_MINUTES = 24 * HOUR_MINUTES

SPEC = Spec(
    id="ATT-03",
    title=N_("A day longer than anybody can work"),
    summary=N_("The longest day of the attendance record is impossible."),
    remedy=N_(
        "Check the punches of the day, correct the record and do not count the hours for pay before that."
    ),
    severity=Severity.YELLOW,
    scope=Scope.WORKER_MONTH,
    family="att",
    clauses=("CN-724-28", "CN-A53-17", "YZ-3-11"),
    parameters=(HOURS,),
    columns=("attendance_month.longest_day_minutes",),
    liable="general_contractor",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month with measured hours."""
    t = facts.worker_month
    hours = parameter(t, HOURS)
    longest = t.longest_day_minutes
    over_a_day = longest > DAY_MINUTES
    return Judged(
        over=t,
        applies=(t.days > 0) & longest.notnull(),
        lacking={HOURS: hours.isnull() & ~over_a_day},
        hit=over_a_day | (longest > hours * HOUR_MINUTES),
        evidence={
            "longest_hours": longest // HOUR_MINUTES,
            "longest_minutes": longest % HOUR_MINUTES,
            "limit_hours": ibis.coalesce(hours, DAY_MINUTES // HOUR_MINUTES),
        },
        people=ibis.literal(1),
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: the longest day has {hours} hours {minutes} minutes; at most {limit} hours are possible.",
        month=month_value(row["month"]),
        hours=row["longest_hours"],
        minutes=row["longest_minutes"],
        limit=row["limit_hours"],
    )
