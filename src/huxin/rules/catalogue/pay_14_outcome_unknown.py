"""The bank's answer is still unknown after the pay day.

A payment was instructed, and neither success nor failure is on record when the pay day has
passed. Unknown is not paid: ask the bank about the same instruction, never send a second one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, money
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="PAY-14",
    title=N_("Outcome of a payment unknown"),
    summary=N_("The pay day has passed and the bank has not said whether a wage payment arrived."),
    remedy=N_(
        "Ask the bank about the same instruction number; do not send the payment again before it answers."
    ),
    own_remedy=N_(
        "The bank says, by the instruction number, whether the wages arrived; nobody sends the"
        " payment again before it does."
    ),
    severity=Severity.YELLOW,
    scope=Scope.WORKER_MONTH,
    family="pay",
    clauses=("CN-724-31", "CN-A53-18"),
    published=("GZ-09",),
    columns=("payment.state", "payment.amount_fen", "wage_line.net_fen", "project.pay_day"),
    liable="bank",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month with a payment of unknown outcome."""
    t = facts.worker_month
    settled = (money(t.paid_fen) >= t.net_fen).fill_null(False)
    return Judged(
        over=t,
        applies=t.unknown_fen > 0,
        lacking={"project.pay_day": t.due_on.isnull()},
        hit=t.is_due & ~settled,
        evidence={"unknown_fen": t.unknown_fen, "due_on": t.due_on},
        amount_fen=t.unknown_fen,
        people=ibis.literal(1),
        since=t.due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {unknown} instructed without an answer of the bank, due by {due}.",
        month=month_value(row["month"]),
        unknown=fen_value(row["unknown_fen"]),
        due=row["due_on"],
    )
