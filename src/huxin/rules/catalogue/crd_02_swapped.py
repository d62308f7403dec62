"""Wages on another worker's card.

The card that was credited is on the roster, but for another worker. Swapped lines and a team leader
who collects look the same here; both leave the worker without his own money in hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, money
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="CRD-02",
    title=N_("Wages on another worker's card"),
    summary=N_("The month's wages went to a card that the roster names for another worker."),
    remedy=N_(
        "Show that the worker has the money, correct the payroll file and pay to the worker's own card."
    ),
    severity=Severity.ORANGE,
    scope=Scope.WORKER_MONTH,
    family="crd",
    clauses=("CN-724-31", "CN-A53-18", "NX-03-9"),
    columns=("payment.card_digest", "enrolment.card_digest"),
    liable="general_contractor",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month paid by bank."""
    t = facts.worker_month
    own = (t.paid_card == t.card_digest).fill_null(False)
    return Judged(
        over=t,
        applies=money(t.paid_fen) > money(t.cash_fen),
        lacking={"payment.card_digest": t.paid_card.isnull()},
        hit=~own & (t.paid_card_owner != t.worker_key).fill_null(False),
        evidence={"paid_fen": t.paid_fen, "last_paid_on": t.last_paid_on},
        amount_fen=t.paid_fen,
        people=ibis.literal(1),
        since=t.first_paid_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {paid} paid by {paid_on} went to a card that the roster names for another worker.",
        month=month_value(row["month"]),
        paid=fen_value(row["paid_fen"]),
        paid_on=row["last_paid_on"],
    )
