"""Wages missing for months in a row.

Looks for the longest run of months whose wages are due and not fully paid. Two are orange; from
as many as the law names for one worker in the crime of refusing to pay it is red, whatever the sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

MONTHS = "warning_arr.consecutive_months"
RED = "crime.single_months"

SPEC = Spec(
    id="ARR-02",
    title=N_("Wages missing for months in a row"),
    summary=N_("Wages of several consecutive months are due and not fully paid."),
    remedy=N_(
        "Order the employer to pay all months at once and check whether the case has to be handed to the police."
    ),
    own_remedy=N_(
        "Pay the wages of all months in one sum, to each worker's own card, and file the bank's"
        " receipt."
    ),
    severity=Severity.ORANGE,
    scope=Scope.WORKER,
    family="arr",
    clauses=("CN-724-12", "CN-FS3-3"),
    published=("BY-01", "ST-35"),
    parameters=(MONTHS, RED),
    columns=("wage_line.net_fen", "payment.amount_fen", "project.pay_day"),
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker and project with wages on record."""
    t = facts.worker
    months, red = parameter(t, MONTHS), parameter(t, RED)
    return Judged(
        over=t,
        applies=(t.net_fen > 0) | (t.months_present > 0) | (t.months_unpriced > 0),
        lacking={
            "project.pay_day": (t.owed_streak < months) & (t.months_undated > 0),
            "wage_line.net_fen": (t.owed_streak < months) & (t.months_due_unpriced > 0),
            MONTHS: months.isnull(),
            RED: red.isnull(),
        },
        hit=t.owed_streak >= months,
        evidence={
            "streak": t.owed_streak,
            "first_owed_month": t.first_owed_month,
            "owed_fen": t.owed_fen,
        },
        amount_fen=t.owed_fen,
        people=ibis.literal(1),
        since=t.first_due_on,
        severity=(t.owed_streak >= red).ifelse("red", "orange"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{streak} months in a row are not fully paid, {owed} in all, the oldest month owed is {first}.",
        streak=row["streak"],
        owed=fen_value(row["owed_fen"]),
        first=month_value(row["first_owed_month"]),
    )
