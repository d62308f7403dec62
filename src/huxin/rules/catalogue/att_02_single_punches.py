"""Many days with a single punch.

A day with one punch shows that somebody came, not that he worked. The practice counts such a day as
absent and asks of key posts that a published share of days be valid; the same share is used here
for everybody. A list that gives both times of a day counts like a clock; attendance without times
(grids, lists of hours) is not judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SHARE = "warning_att.valid_day_share"

SPEC = Spec(
    id="ATT-02",
    title=N_("Many days with a single punch"),
    summary=N_("Too many of the worker's attended days are shown by one punch only."),
    remedy=N_(
        "Have the labour-wage officer confirm the days in writing, and see that everybody punches in and out."
    ),
    severity=Severity.BLUE,
    scope=Scope.WORKER_MONTH,
    family="att",
    clauses=("CN-724-28", "CN-A53-17", "CN-RN18-3", "YZ-3-11"),
    published=("JL-02",),
    parameters=(SHARE,),
    columns=("attendance_month.days", "attendance_month.single_punch_days"),
    liable="general_contractor",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month with attendance by times."""
    t = facts.worker_month
    share = parameter(t, SHARE)
    single = t.single_punch_days
    clocked = t.minutes.notnull() | single.isnull() | (single > 0)
    valid = t.days - single
    return Judged(
        over=t,
        applies=(t.days > 0) & clocked,
        lacking={SHARE: share.isnull(), "attendance_month.single_punch_days": single.isnull()},
        hit=valid.cast("int64") * 1_000_000 < share * t.days,
        evidence={"days": t.days, "single_days": single, "limit_ppm": share},
        people=ibis.literal(1),
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {single} of {days} days have one punch only; at least {limit} of the days have to be valid.",
        month=month_value(row["month"]),
        single=row["single_days"],
        days=row["days"],
        limit=Ppm(row["limit_ppm"]),
    )
