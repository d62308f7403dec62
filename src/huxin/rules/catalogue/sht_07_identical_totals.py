"""All totals of a sheet alike although the days differ.

Every line of a sheet of day wages pays the same sum, while the attendance of the workers differs.
Then the sum was there first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, CentiDays, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="SHT-07",
    title=N_("Identical totals on a wage sheet"),
    summary=N_("All lines pay the same sum although the workers' attendance differs."),
    remedy=N_("Draw up the sheet from the workload of each worker."),
    severity=Severity.YELLOW,
    scope=Scope.SHEET,
    family="sht",
    clauses=("CN-724-31", "NX-03-7"),
    columns=("wage_line.payable_fen", "attendance_month.days_centi"),
    liable="subcontractor",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per wage sheet of several lines."""
    t = facts.sheet
    alike = (t.lowest_fen == t.highest_fen).fill_null(True)
    differ = (t.fewest_centi < t.most_centi).fill_null(False)
    return Judged(
        over=t,
        applies=t.lines > 1,
        lacking={
            "wage_line.payable_fen": alike & (t.payable_known < t.lines),
            "attendance_month.days_centi": alike & ~differ & (t.attended_known < t.lines),
        },
        hit=alike & differ,
        evidence={
            "month": t.month,
            "lines": t.lines,
            "payable_fen": t.highest_fen,
            "fewest_centi": t.fewest_centi,
            "most_centi": t.most_centi,
        },
        people=t.lines,
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: all {lines} lines pay {payable}, although attendance runs from {fewest} to {most} days.",
        month=month_value(row["month"]),
        lines=row["lines"],
        payable=fen_value(row["payable_fen"]),
        fewest=CentiDays(row["fewest_centi"]),
        most=CentiDays(row["most_centi"]),
    )
