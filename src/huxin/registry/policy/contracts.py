"""When a labour contract is in force, what it lacks, and which of its dates cannot be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from huxin.kernel.texts import N_, Message, message
from huxin.registry.errors.people import WrongDateError

__all__ = [
    "TERMS", "UNNAMED_TERM", "Dates", "Terms", "check_contract_dates", "lacking", "why_no_contract",
]  # fmt: skip

UNNAMED_TERM = "unnamed"
"""Stands for one missing term of a roster that gives their number only."""
TERMS = {
    "working_time": N_("working time"),
    "work_content": N_("work content"),
    "wage_standard": N_("wage standard"),
    "payment_time": N_("pay date"),
    "payment_method": N_("pay method"),
    UNNAMED_TERM: N_("a term that the roster does not name"),
}


class Dates(Protocol):
    """The dates of one contract, and with whom it is."""

    employer_id: int
    signed_on: dt.date | None
    from_on: dt.date
    to_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a row or a form says of a contract. `missing` None: nobody has looked."""

    signed_on: dt.date | None = None
    from_on: dt.date | None = None
    to_on: dt.date | None = None
    filed_on: dt.date | None = None
    missing: tuple[str, ...] | None = None
    number: str = ""
    file: str = ""

    @property
    def begins_on(self) -> dt.date | None:
        """Its first day: a contract without one runs from its signature."""
        return self.from_on or self.signed_on


def lacking(required: Iterable[str], stated: Iterable[str]) -> tuple[str, ...]:
    """Mandatory terms that a contract does not state, in the law's order."""
    given = frozenset(stated)
    return tuple(each for each in required if each not in given)


def check_contract_dates(terms: Terms, *, today: dt.date) -> None:
    """Raise WrongDateError when a contract's dates contradict each other or lie ahead."""
    for on in (terms.signed_on, terms.filed_on):
        if on is not None and on > today:
            raise WrongDateError(
                "future", message("The contract cannot have been signed or filed on {on}.", on=on)
            )
    begins = terms.begins_on
    if begins and terms.to_on and terms.to_on < begins:
        raise WrongDateError(
            "contract_order",
            message("The contract ends on {end}, before it begins on {begin}.",
                    end=terms.to_on, begin=begins),
        )  # fmt: skip


def why_no_contract(contracts: Sequence[Dates], employer: int, on: dt.date) -> Message | None:
    """Why nobody may enter under these contracts on a day; None when one of them is in force."""
    own = [each for each in contracts if each.employer_id == employer]
    if any(_in_force(each, on) for each in own):
        return None
    if not contracts:
        return message("There is no labour contract with this worker.")
    if not own:
        return message("The worker's labour contract is with another company.")
    ended = [each.to_on for each in own if each.to_on is not None and each.to_on < on]
    if len(ended) == len(own):
        return message("The worker's labour contract ended on {end}.", end=max(ended))
    return message("The worker's labour contract is not yet in force on {on}.", on=on)


def _in_force(contract: Dates, on: dt.date) -> bool:
    signed = contract.signed_on is None or contract.signed_on <= on
    return signed and contract.from_on <= on and (contract.to_on is None or on <= contract.to_on)
