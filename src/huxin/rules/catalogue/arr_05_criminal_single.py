"""Arrears of one worker reach the criminal amount.

The months and the sum owed to one worker reach what the place's high court fixed for the crime of
refusing to pay. It is a reason to look, not a verdict: the crime also needs hidden assets, flight
or refusal although able, and an unmet order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

MONTHS = "crime.single_months"
AMOUNT = "crime.single_amount"

SPEC = Spec(
    id="ARR-05",
    title=N_("Criminal amount reached for one worker"),
    summary=N_(
        "Months and sum owed to one worker reach the amount fixed for the crime of refusing to pay wages."
    ),
    remedy=N_(
        "Check the other conditions, issue the order to pay, and hand the case to the police if it is not met."
    ),
    own_remedy=N_(
        "Pay all that is owed to the worker now and file the bank's receipt; if an order to pay is"
        " not met, the case goes to the police."
    ),
    severity=Severity.RED,
    scope=Scope.WORKER,
    family="arr",
    clauses=("CN-FS3-3", "CN-CRIM-276"),
    published=("ST-35",),
    parameters=(MONTHS, AMOUNT),
    columns=("wage_line.net_fen", "payment.amount_fen", "project.pay_day"),
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker and project with arrears."""
    t = facts.worker
    months, amount = parameter(t, MONTHS), parameter(t, AMOUNT)
    return Judged(
        over=t,
        applies=t.owed_fen > 0,
        lacking={MONTHS: months.isnull(), AMOUNT: amount.isnull()},
        hit=(t.months_owed >= months) & (t.owed_fen >= amount),
        evidence={"months_owed": t.months_owed, "owed_fen": t.owed_fen, "limit_fen": amount},
        amount_fen=t.owed_fen,
        people=ibis.literal(1),
        since=t.first_due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{months} months with {owed} in all; the amount fixed for one worker is {limit}.",
        months=row["months_owed"],
        owed=fen_value(row["owed_fen"]),
        limit=fen_value(row["limit_fen"]),
    )
