"""Many days in a row without a rest day.

Everybody has at least one day of rest a week, so nobody can work more days in a row than the working
days of two weeks that lie back to back. Runs that cross the end of a month are seen in parts
only. Site work under an approved flexible scheme may be lawful: ask for the approval.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

DAYS = "warning_att.days_without_rest"

SPEC = Spec(
    id="ATT-04",
    title=N_("Many days in a row without a rest day"),
    summary=N_("The worker attended more days in a row than weeks with a rest day allow."),
    remedy=N_(
        "Give rest days and pay overtime, or show the approval of flexible working time; check that the days were really worked."
    ),
    severity=Severity.BLUE,
    scope=Scope.WORKER_MONTH,
    family="att",
    clauses=("CN-A53-17",),
    parameters=(DAYS,),
    columns=("attendance_month.days_bits",),
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month with attendance."""
    t = facts.worker_month
    most = parameter(t, DAYS)
    run = t.run_days
    return Judged(
        over=t,
        applies=t.days > 0,
        lacking={DAYS: most.isnull(), "attendance_month.days_bits": t.days_bits.isnull()},
        hit=run > most,
        evidence={"run_days": run, "limit_days": most},
        people=ibis.literal(1),
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {run} days in a row without a rest day; at most {limit} are possible with one rest day a week.",
        month=month_value(row["month"]),
        run=row["run_days"],
        limit=row["limit_days"],
    )
