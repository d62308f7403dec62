"""Measures of courts on money kept for wages: in words, and whether the law here allows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.registry.law import Here
from huxin.registry.models import CourtMeasure

__all__ = ["HELD", "KINDS", "forbidden_by", "held_of", "said_of"]

KINDS: Mapping[str, str] = {
    "seal": N_("sealed by the court"),
    "freeze": N_("frozen by the court"),
    "deduct": N_("taken by the court"),
}
HELD: Mapping[str, str] = {
    "special_account": N_("wage special account"),
    "wage_deposit": N_("wage deposit"),
}
ALLOWED: Mapping[str, str] = {
    "special_account": "account.seizure_allowed",
    "wage_deposit": "deposit.seizure_allowed",
}


def held_of(row: CourtMeasure) -> str:
    """Which money it hit, as the facts call it."""
    return "special_account" if row.account_id is not None else "wage_deposit"


def said_of(row: CourtMeasure) -> Message:
    """The measure in words."""
    return message(
        "On {on} {court} ({number}): {amount} of the {held} {kind}",
        on=row.on, court=row.court, number=row.number, amount=fen_value(row.amount_fen),
        held=Message(HELD[held_of(row)]), kind=Message(KINDS[row.kind]),
    )  # fmt: skip


def forbidden_by(row: CourtMeasure, *, here: Here, on: dt.date) -> tuple[str, ...]:
    """The clauses against a measure that stands; none: lifted, for these wages, or allowed here."""
    name = ALLOWED[held_of(row)]
    stands = row.lifted_on is None or row.lifted_on > on
    if not stands or row.serves_wages is True or here.value(name, on) is not False:
        return ()
    return here.clauses(name, on)
