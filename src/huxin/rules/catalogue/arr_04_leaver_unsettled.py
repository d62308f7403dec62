"""Left the site without settlement.

A worker has left, wages are unpaid, and there is neither a settlement sheet nor his confirmation.
Somebody who has left cannot be reached at the gate any more; that is why it is red at once. A
leaver who was paid everything counts as settled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, money
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="ARR-04",
    title=N_("Leaver without settlement"),
    summary=N_(
        "The worker left with wages unpaid, without a settlement sheet or his own confirmation."
    ),
    remedy=N_("Settle with the worker, let him confirm sum and day, and pay on his own card."),
    severity=Severity.RED,
    scope=Scope.WORKER,
    family="arr",
    clauses=("CN-724-12", "CN-724-31"),
    published=("GZ-07",),
    columns=(
        "enrolment.left_on",
        "enrolment.settled_on",
        "enrolment.confirmed_on",
        "wage_line.net_fen",
        "payment.amount_fen",
    ),
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker and project who has left."""
    t = facts.worker
    unsettled = t.settled_on.isnull() & t.confirmed_on.isnull()
    return Judged(
        over=t,
        applies=(t.left_on < t.as_of).fill_null(False),
        lacking={
            "wage_line.net_fen": unsettled
            & (money(t.unpaid_fen) == 0)
            & (t.months_unpriced > 0).fill_null(False)
        },
        hit=unsettled & (money(t.unpaid_fen) > 0),
        evidence={"left_on": t.left_on, "unpaid_fen": t.unpaid_fen},
        amount_fen=t.unpaid_fen,
        people=ibis.literal(1),
        since=t.left_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Left on {left}, {unpaid} unpaid, no settlement and no confirmation on record.",
        left=row["left_on"],
        unpaid=fen_value(row["unpaid_fen"]),
    )
