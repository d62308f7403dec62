"""Order to pay not met.

The authority ordered payment, the day it set has passed, and the matter is not settled. From here the
law goes on: extra payment, fine, the court's enforcement and the blacklist review.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="CMP-03",
    title=N_("Order to pay not met"),
    summary=N_("The term of an order to pay has passed and the wages are not settled."),
    remedy=N_(
        "Order the extra payment, draw on the deposit, apply to the court for enforcement and start the blacklist review."
    ),
    own_remedy=N_(
        "Pay the sum of the order and the extra payment at once and file the receipt; else the"
        " deposit is used and the court enforces."
    ),
    severity=Severity.RED,
    scope=Scope.COMPLAINT,
    family="cmp",
    clauses=("CN-JC423-26", "CN-724-42", "CN-724-29", "CN-724-30", "YZ-6-8", "YZ-6-9", "DX-3-03-9"),
    published=("ST-33", "ST-43", "ST-44"),
    columns=("complaint.order_on", "complaint.order_limit_on", "complaint.resolved_on"),
)


def judge(facts: Facts) -> Judged:
    """One verdict per matter with an order to pay."""
    t = facts.complaint
    return Judged(
        over=t,
        applies=t.order_on.notnull() | t.order_limit_on.notnull(),
        lacking={"complaint.order_limit_on": t.order_limit_on.isnull() & t.resolved_on.isnull()},
        hit=t.resolved_on.isnull() & (t.order_limit_on < t.as_of),
        evidence={
            "order_on": t.order_on,
            "order_limit_on": t.order_limit_on,
            "late_days": t.as_of.delta(t.order_limit_on, unit="day"),
        },
        amount_fen=t.amount_fen,
        people=t.people,
        since=t.order_limit_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Ordered on {ordered} to pay {amount} by {limit}; {days} days later not settled.",
        ordered=row["order_on"],
        amount=fen_value(row["amount_fen"]),
        limit=row["order_limit_on"],
        days=row["late_days"],
    )
