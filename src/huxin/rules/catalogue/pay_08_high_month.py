"""One worker paid very much in one month.

A monthly sum that no building worker earns is often several people's wages on one card, or project
money leaving as wages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

CEILING = "warning_pay.month_ceiling"

SPEC = Spec(
    id="PAY-08",
    title=N_("Very high wages in one month"),
    summary=N_("One worker received more in a month than the published ceiling."),
    remedy=N_(
        "Show the work and the rate behind the sum; if it pays several workers, pay each of them on his own card."
    ),
    severity=Severity.RED,
    scope=Scope.WORKER_MONTH,
    family="pay",
    clauses=("CN-A53-7", "CN-724-31"),
    published=("GZ-05",),
    parameters=(CEILING,),
    columns=("payment.amount_fen",),
    liable="general_contractor",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month with payments."""
    t = facts.worker_month
    ceiling = parameter(t, CEILING)
    return Judged(
        over=t,
        applies=t.paid_fen > 0,
        lacking={CEILING: ceiling.isnull()},
        hit=t.paid_fen > ceiling,
        evidence={"paid_fen": t.paid_fen, "ceiling_fen": ceiling},
        amount_fen=t.paid_fen - ceiling,
        people=ibis.literal(1),
        since=t.last_paid_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {paid} paid to one worker; the ceiling is {ceiling}.",
        month=month_value(row["month"]),
        paid=fen_value(row["paid_fen"]),
        ceiling=fen_value(row["ceiling_fen"]),
    )
