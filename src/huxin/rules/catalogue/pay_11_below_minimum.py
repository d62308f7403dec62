"""Wages below the local minimum wage.

Compares the payable wage of a line with the local monthly minimum wage, taken by day: the minimum
over the paid days of a month, times the days on the sheet, never more than the whole minimum.
Needs the minimum wage of the place, which the place has to set.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, CentiDays, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

MINIMUM = "wage.minimum_monthly"
DAYS = "warning_pay.paid_days_per_month"

SPEC = Spec(
    id="PAY-11",
    title=N_("Below the local minimum wage"),
    summary=N_("A wage line pays less for the days on it than the local minimum wage."),
    remedy=N_(
        "Pay the difference to the local minimum wage; after an order that is not met half to all of it is added."
    ),
    severity=Severity.ORANGE,
    scope=Scope.WORKER_MONTH,
    family="pay",
    clauses=("CN-JC423-26",),
    published=("ST-22",),
    parameters=(MINIMUM, DAYS),
    columns=("wage_line.payable_fen", "wage_line.days_centi"),
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month with a wage line."""
    t = facts.worker_month
    minimum, days = parameter(t, MINIMUM), parameter(t, DAYS)
    by_days = minimum * t.sheet_days_centi * 10_000 // days.nullif(0)
    least = (by_days > minimum).ifelse(minimum, by_days)
    return Judged(
        over=t,
        applies=t.lines > 0,
        lacking={
            MINIMUM: minimum.isnull(),
            DAYS: days.isnull(),
            "wage_line.days_centi": t.sheet_days_centi.isnull(),
            "wage_line.payable_fen": t.payable_fen.isnull(),
        },
        hit=t.payable_fen < least,
        evidence={
            "payable_fen": t.payable_fen,
            "least_fen": least,
            "days_centi": t.sheet_days_centi,
        },
        amount_fen=least - t.payable_fen,
        people=ibis.literal(1),
        since=t.due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {payable} for {days} days; the local minimum wage for these days is {least}.",
        month=month_value(row["month"]),
        payable=fen_value(row["payable_fen"]),
        days=CentiDays(row["days_centi"]),
        least=fen_value(row["least_fen"]),
    )
