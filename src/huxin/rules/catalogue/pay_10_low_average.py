"""The average of a whole wage sheet is below the minimum wage.

The published rule compares the average payable wage of a list with the local monthly minimum. As
most workers join or leave within a month, the minimum is taken by day: the month's minimum over
the paid days of a month, times the days on the sheet, never more than a whole minimum for each line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, CentiDays, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

MINIMUM = "wage.minimum_monthly"
DAYS = "warning_pay.paid_days_per_month"

SPEC = Spec(
    id="PAY-10",
    title=N_("Average of the sheet below the minimum wage"),
    summary=N_("Over all its lines a wage sheet pays less per day than the local minimum wage."),
    remedy=N_(
        "Check days and rates of the sheet and pay at least the local minimum wage for the days worked."
    ),
    severity=Severity.RED,
    scope=Scope.SHEET,
    family="pay",
    clauses=("CN-JC423-26",),
    published=("GZ-02",),
    parameters=(MINIMUM, DAYS),
    columns=("wage_line.payable_fen", "wage_line.days_centi"),
)


def judge(facts: Facts) -> Judged:
    """One verdict per wage sheet that counts days."""
    t = facts.sheet
    minimum, days = parameter(t, MINIMUM), parameter(t, DAYS)
    by_days = minimum * t.days_centi * 10_000 // days.nullif(0)
    least = (by_days > minimum * t.lines).ifelse(minimum * t.lines, by_days)
    return Judged(
        over=t,
        applies=(t.days_known < t.lines) | (t.days_centi > 0),
        lacking={
            MINIMUM: minimum.isnull(),
            DAYS: days.isnull(),
            "wage_line.days_centi": t.days_known < t.lines,
            "wage_line.payable_fen": t.payable_known < t.lines,
        },
        hit=t.payable_fen < least,
        evidence={
            "month": t.month,
            "lines": t.lines,
            "payable_fen": t.payable_fen,
            "least_fen": least,
            "days_centi": t.days_centi,
        },
        amount_fen=least - t.payable_fen,
        people=t.lines,
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {lines} lines with {days} days pay {payable}; the minimum wage for these days is {least}.",
        month=month_value(row["month"]),
        lines=row["lines"],
        days=CentiDays(row["days_centi"]),
        payable=fen_value(row["payable_fen"]),
        least=fen_value(row["least_fen"]),
    )
