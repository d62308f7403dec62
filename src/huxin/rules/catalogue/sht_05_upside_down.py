"""A sheet that looks worked out backwards.

Office tools exist that take the sum first and work the days back from it. Such a sheet shows two
signs together: every line with a day rate is a whole multiple of it, and most of its days do not
meet the attendance record. Each sign alone is ordinary. It is a question, not a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="SHT-05",
    title=N_("Wage sheet worked out backwards"),
    summary=N_(
        "Every line is a whole multiple of its day rate, and most days on the sheet disagree with attendance."
    ),
    remedy=N_(
        "Show the workload behind the sheet and correct the days to those of the attendance record."
    ),
    severity=Severity.ORANGE,
    scope=Scope.SHEET,
    family="sht",
    clauses=("CN-724-31", "NX-03-7"),
    columns=(
        "wage_line.day_rate_fen",
        "wage_line.payable_fen",
        "wage_line.days_centi",
        "attendance_month.days_centi",
    ),
    liable="subcontractor",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per wage sheet of several rated lines whose days can be compared."""
    t = facts.sheet
    return Judged(
        over=t,
        applies=t.lines > 1,
        lacking={
            "wage_line.day_rate_fen": t.rated_lines <= 1,
            "attendance_month.days_centi": t.compared_lines == 0,
        },
        hit=(t.whole_multiple_lines == t.rated_lines)
        & (t.days_differ_lines > t.compared_lines - t.days_differ_lines),
        evidence={
            "month": t.month,
            "rated": t.rated_lines,
            "whole": t.whole_multiple_lines,
            "differ": t.days_differ_lines,
            "compared": t.compared_lines,
        },
        people=t.days_differ_lines,
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {whole} of {rated} lines with a day rate are whole multiples of it, and on {differ} of {compared} the days disagree with attendance.",
        month=month_value(row["month"]),
        whole=row["whole"],
        rated=row["rated"],
        differ=row["differ"],
        compared=row["compared"],
    )
