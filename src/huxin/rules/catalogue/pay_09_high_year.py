"""One worker paid very much in one calendar year.

Adds up what one worker received on one project for months of the current calendar year.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

CEILING = "warning_pay.year_ceiling"

SPEC = Spec(
    id="PAY-09",
    title=N_("Very high wages in one year"),
    summary=N_("One worker received more in the calendar year than the published ceiling."),
    remedy=N_(
        "Show the work and the rates behind the sum; if it pays several workers, pay each of them on his own card."
    ),
    severity=Severity.RED,
    scope=Scope.WORKER,
    family="pay",
    clauses=("CN-A53-7", "CN-724-31"),
    published=("GZ-06",),
    parameters=(CEILING,),
    columns=("payment.amount_fen",),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker and project with payments in the year."""
    t = facts.worker
    ceiling = parameter(t, CEILING)
    return Judged(
        over=t,
        applies=t.paid_this_year_fen > 0,
        lacking={CEILING: ceiling.isnull()},
        hit=t.paid_this_year_fen > ceiling,
        evidence={"paid_fen": t.paid_this_year_fen, "ceiling_fen": ceiling},
        amount_fen=t.paid_this_year_fen - ceiling,
        people=ibis.literal(1),
        since=ibis.date(t.as_of.year(), 1, 1),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{paid} paid to one worker this calendar year; the ceiling is {ceiling}.",
        paid=fen_value(row["paid_fen"]),
        ceiling=fen_value(row["ceiling_fen"]),
    )
