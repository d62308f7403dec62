"""One line far above the average of its sheet.

The highest payable wage of a sheet is several times the average of the sheet; the higher of
two published multiples turns it red. Often it is a foreman who takes his team's wages on one line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

TIMES = "warning_pay.average_times"
TIMES_RED = "warning_pay.average_times_red"

SPEC = Spec(
    id="PAY-12",
    title=N_("One line far above the sheet's average"),
    summary=N_("The highest line of a wage sheet is several times the average line."),
    remedy=N_(
        "Show the work behind the highest line; if it pays a team, draw up a line for each worker."
    ),
    severity=Severity.YELLOW,
    scope=Scope.SHEET,
    family="pay",
    clauses=("CN-724-31",),
    published=("VC-06",),
    parameters=(TIMES, TIMES_RED),
    columns=("wage_line.payable_fen",),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per wage sheet of two lines and more."""
    t = facts.sheet
    times, times_red = parameter(t, TIMES), parameter(t, TIMES_RED)
    return Judged(
        over=t,
        applies=t.lines > 1,
        lacking={
            TIMES: times.isnull(),
            TIMES_RED: times_red.isnull(),
            "wage_line.payable_fen": t.payable_known < t.lines,
        },
        hit=t.highest_fen * t.lines > times * t.payable_fen,
        evidence={
            "month": t.month,
            "highest_fen": t.highest_fen,
            "average_fen": t.payable_fen // t.lines.nullif(0),
            "times": times,
        },
        amount_fen=t.highest_fen - t.payable_fen // t.lines.nullif(0),
        people=ibis.literal(1),
        since=t.month,
        severity=(t.highest_fen * t.lines > times_red * t.payable_fen).ifelse("red", "yellow"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: the highest line is {highest}, the average {average}; more than {times} times.",
        month=month_value(row["month"]),
        highest=fen_value(row["highest_fen"]),
        average=fen_value(row["average_fen"]),
        times=row["times"],
    )
