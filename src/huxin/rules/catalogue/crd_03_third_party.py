"""Wages on a stranger's card.

The card that was credited is neither the worker's on the roster nor the one on the wage sheet nor
anybody's on a roster, or the bank names another payee. Cards of other workers are left to CRD-02.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, money
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="CRD-03",
    title=N_("Wages on a stranger's card"),
    summary=N_("The month's wages went to a card or payee that is not the worker's."),
    remedy=N_(
        "Show that the worker has the money, take the card off the payroll file and pay to the worker's own card."
    ),
    severity=Severity.ORANGE,
    scope=Scope.WORKER_MONTH,
    family="crd",
    clauses=("CN-724-31", "CN-A53-18", "CN-A53-19", "NX-03-9"),
    columns=(
        "payment.card_digest",
        "payment.payee_matches",
        "enrolment.card_digest",
        "wage_line.card_digest",
    ),
    liable="general_contractor",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month paid by bank to nobody else's card."""
    t = facts.worker_month
    known = ibis.coalesce(t.card_digest, t.sheet_card)
    own = ((t.paid_card == t.card_digest) | (t.paid_card == t.sheet_card)).fill_null(False)
    own = (
        own
        | (t.paid_card == known).fill_null(False)
        | (t.paid_card_owner == t.worker_key).fill_null(False)
    )
    misnamed = t.strangers.fill_null(0) > 0
    return Judged(
        over=t,
        applies=(money(t.paid_fen) > money(t.cash_fen)) & (own | t.paid_card_owner.isnull()),
        lacking={
            "payment.card_digest": t.paid_card.isnull() & ~misnamed,
            "enrolment.card_digest": known.isnull() & ~misnamed,
        },
        hit=~own | misnamed,
        evidence={"paid_fen": t.paid_fen, "last_paid_on": t.last_paid_on, "misnamed": t.strangers},
        amount_fen=t.paid_fen,
        people=ibis.literal(1),
        since=t.first_paid_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    if row["misnamed"]:
        return message(
            "{month}: {paid} paid by {paid_on}; in {payments} payments the bank names a payee who is not the worker.",
            month=month_value(row["month"]),
            paid=fen_value(row["paid_fen"]),
            paid_on=row["last_paid_on"],
            payments=row["misnamed"],
        )
    return message(
        "{month}: {paid} paid by {paid_on} went to a card that stands on no roster and on no sheet for the worker.",
        month=month_value(row["month"]),
        paid=fen_value(row["paid_fen"]),
        paid_on=row["last_paid_on"],
    )
