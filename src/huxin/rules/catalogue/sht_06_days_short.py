"""Fewer days on the sheet than attended.

The wage line counts fewer days than the attendance record of the month. The worker may lose the
difference; it is valued at the line's day rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, CentiDays, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="SHT-06",
    title=N_("Fewer days on the sheet than attended"),
    summary=N_("The wage line counts fewer days than the attendance record."),
    remedy=N_(
        "Correct the days of the line to those of the attendance record and pay the difference."
    ),
    severity=Severity.YELLOW,
    scope=Scope.WORKER_MONTH,
    family="sht",
    clauses=("CN-724-31", "CN-A53-17"),
    published=("ST-11",),
    columns=("wage_line.days_centi", "attendance_month.days_centi"),
    liable="subcontractor",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month with a wage line and attendance."""
    t = facts.worker_month
    missing = t.days_centi - t.sheet_days_centi
    rate = ibis.coalesce(t.sheet_rate_fen, t.agreed_rate_fen)
    return Judged(
        over=t,
        applies=(t.lines > 0) & (t.days > 0),
        lacking={
            "wage_line.days_centi": t.sheet_days_centi.isnull(),
            "attendance_month.days_centi": t.days_centi.isnull(),
        },
        hit=missing > 0,
        evidence={
            "sheet_centi": t.sheet_days_centi,
            "attended_centi": t.days_centi,
            "rate_fen": rate,
        },
        amount_fen=missing.cast("int64") * rate // 100,
        people=ibis.literal(1),
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {sheet} days on the sheet, {attended} attended, day rate {rate}.",
        month=month_value(row["month"]),
        sheet=CentiDays(row["sheet_centi"]),
        attended=CentiDays(row["attended_centi"]),
        rate=fen_value(row["rate_fen"]),
    )
