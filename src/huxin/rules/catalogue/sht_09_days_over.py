"""More days on the sheet than attended.

The wage line counts more days than the attendance record of the month shows. Money may be leaving
the special account for days that nobody worked, or punches are missing. Without attendance the
days of the calendar month are the limit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, CentiDays, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="SHT-09",
    title=N_("More days on the sheet than attended"),
    summary=N_("The wage line counts more days than were attended, or than the month has."),
    remedy=N_("Show the attendance of the additional days, or correct the line."),
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
    """One verdict per worker, project and month with a wage line that counts days."""
    t = facts.worker_month
    limit = ibis.coalesce(t.days_centi, t.month_days * 100)
    surplus = t.sheet_days_centi - limit
    rate = ibis.coalesce(t.sheet_rate_fen, t.agreed_rate_fen)
    return Judged(
        over=t,
        applies=t.lines > 0,
        lacking={
            "wage_line.days_centi": t.sheet_days_centi.isnull(),
            "attendance_month.days_centi": t.days_centi.isnull() & (surplus <= 0),
        },
        hit=surplus > 0,
        evidence={
            "sheet_centi": t.sheet_days_centi,
            "limit_centi": limit,
            "rate_fen": rate,
        },
        amount_fen=surplus.cast("int64") * rate // 100,
        people=ibis.literal(1),
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {sheet} days on the sheet, at most {limit} by attendance or calendar, day rate {rate}.",
        month=month_value(row["month"]),
        sheet=CentiDays(row["sheet_centi"]),
        limit=CentiDays(row["limit_centi"]),
        rate=fen_value(row["rate_fen"]),
    )
