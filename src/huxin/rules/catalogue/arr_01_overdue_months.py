"""Wages overdue, in three colours by time.

Adds up all months of one worker on one site whose wages are due and not fully paid. Up to one
month after the earliest pay day it is yellow, up to two orange, beyond that red. Where the wages
of a month are not known, neither from a sheet nor from an agreed rate, nothing can be said of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, money, months_between, parameter
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

ORANGE = "warning_arr.orange_months"
RED = "warning_arr.red_months"

SPEC = Spec(
    id="ARR-01",
    title=N_("Wages overdue"),
    summary=N_("Wages of the worker are due and not fully paid; the colour tells for how long."),
    remedy=N_(
        "Draw up the list of months and sums with the worker, and pay the oldest month first."
    ),
    severity=Severity.YELLOW,
    scope=Scope.WORKER,
    family="arr",
    clauses=("CN-724-12", "YZ-2-7"),
    published=("BY-01",),
    parameters=(ORANGE, RED),
    columns=("wage_line.net_fen", "payment.amount_fen", "project.pay_day"),
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker and project with wages on record."""
    t = facts.worker
    orange, red = parameter(t, ORANGE), parameter(t, RED)
    gone = months_between(t.as_of, t.first_due_on)
    day_passed = t.as_of.day() > t.first_due_on.day()
    beyond = [(gone > limit) | ((gone == limit) & day_passed) for limit in (orange, red)]
    return Judged(
        over=t,
        applies=(t.net_fen > 0) | (t.months_present > 0) | (t.months_unpriced > 0),
        lacking={
            "project.pay_day": (t.owed_fen == 0) & (t.months_undated > 0),
            "wage_line.net_fen": (t.owed_fen == 0) & (t.months_due_unpriced > 0),
            ORANGE: orange.isnull(),
            RED: red.isnull(),
        },
        hit=money(t.owed_fen) > 0,
        evidence={
            "months_owed": t.months_owed,
            "first_owed_month": t.first_owed_month,
            "owed_fen": t.owed_fen,
        },
        amount_fen=t.owed_fen,
        people=ibis.literal(1),
        since=t.first_due_on,
        severity=ibis.cases((beyond[1], "red"), (beyond[0], "orange"), else_="yellow"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{owed} is owed for {months} months, the oldest is {first}, due by {due}.",
        owed=fen_value(row["owed_fen"]),
        months=row["months_owed"],
        first=month_value(row["first_owed_month"]),
        due=row["since"],
    )
