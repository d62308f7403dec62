"""On two sites on the same day.

The attendance of two sites has the same worker on the same day. Two half days at two sites are
possible; whole days are not. Only sites whose data are held together can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.expressions import count_days
from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="ATT-05",
    title=N_("On two sites on the same day"),
    summary=N_("The worker has attendance on another site on the same days."),
    remedy=N_(
        "Find out on which site the worker was, and pay the days once, by the site that had the work."
    ),
    severity=Severity.YELLOW,
    scope=Scope.WORKER_MONTH,
    family="att",
    clauses=("CN-724-28", "CN-A53-17", "NX-02-9", "YZ-3-11"),
    columns=("attendance_month.days_bits",),
    liable="general_contractor",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month with attendance."""
    t = facts.worker_month
    return Judged(
        over=t,
        applies=t.days > 0,
        lacking={"attendance_month.days_bits": t.other_site_bits.isnull()},
        hit=t.other_site_bits != 0,
        evidence={"days": t.days, "both_days": count_days(t.other_site_bits)},
        people=ibis.literal(1),
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: on {both} of {days} days attended also shown as present on another site.",
        month=month_value(row["month"]),
        both=row["both_days"],
        days=row["days"],
    )
