"""Whether somebody may enter or leave a site on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from huxin.kernel.texts import message
from huxin.registry.errors.people import (
    AlreadyOnError,
    NoContractError,
    UnderAgeError,
    WrongDateError,
)
from huxin.registry.law import Here
from huxin.registry.policy.contracts import Dates, why_no_contract
from huxin.registry.policy.workers import age

__all__ = [
    "CONTRACT_FIRST",
    "EntryLaw",
    "Stay",
    "check_entry_order",
    "check_stay_dates",
    "parties_for",
    "stay_meant",
]


MINIMUM_AGE, CONTRACT_FIRST = "enrolment.minimum_age", "enrolment.contract_before_entry"


@dataclass(frozen=True, slots=True)
class EntryLaw:
    """What the law of a place asks of who enters on one day (CN-LAB-15, CN-724-28)."""

    on: dt.date
    least_age: int | None
    age_rule: str
    contract_first: bool
    contract_rule: str

    @staticmethod
    def of(here: Here, on: dt.date) -> EntryLaw:
        least = here.value(MINIMUM_AGE, on)
        return EntryLaw(
            on=on,
            least_age=least if isinstance(least, int) else None,
            age_rule=here.rule(MINIMUM_AGE, on),
            contract_first=here.value(CONTRACT_FIRST, on) is True,
            contract_rule=here.rule(CONTRACT_FIRST, on),
        )

    def check(self, born_on: dt.date, contracts: Sequence[Dates], employer: int) -> None:
        """Raise UnderAgeError, or NoContractError unless one with the employer is in force."""
        if self.least_age is not None and age(born_on, self.on) < self.least_age:
            raise UnderAgeError(self.on, least=self.least_age, rule=self.age_rule)
        why = why_no_contract(contracts, employer, self.on) if self.contract_first else None
        if why is not None:
            raise NoContractError(why, rule=self.contract_rule)


class Stay(Protocol):
    """One time of a worker on one site."""

    party_id: int
    entered_on: dt.date | None
    left_on: dt.date | None


S = TypeVar("S", bound=Stay)


class Link(Protocol):
    """One party in the chain of a project."""

    pk: int
    body_id: int
    parent_id: int | None
    role: str


def check_stay_dates(
    entered_on: dt.date | None, left_on: dt.date | None, *, today: dt.date
) -> None:
    """Raise WrongDateError for an entry or exit in the future, or an exit before the entry."""
    for on in (entered_on, left_on):
        if on is not None and on > today:
            raise WrongDateError("future", message("{on} lies in the future.", on=on))
    if entered_on and left_on and left_on < entered_on:
        raise WrongDateError(
            "exit_order",
            message("The exit {exit} lies before the entry {entry}.",
                    exit=left_on, entry=entered_on),
        )  # fmt: skip


def stay_meant(stays: Sequence[S], entered_on: dt.date | None) -> S | None:
    """The stay on record that a row speaks of: that of its day, or the one still open."""
    for each in stays:
        if entered_on is not None and each.entered_on == entered_on:
            return each
    still = next((each for each in stays if each.left_on is None), None)
    if still is not None and (entered_on is None or still.entered_on is None):
        return still
    return stays[-1] if stays and entered_on is None else None


def check_entry_order(stays: Iterable[Stay], entered_on: dt.date | None) -> None:
    """Raise when a new entry would fall into, or before the end of, another stay."""
    for each in stays:
        if each.left_on is None:
            raise AlreadyOnError(
                message("The worker has been on this site since {on}.", on=each.entered_on)
            )
        if entered_on is not None and entered_on < each.left_on:
            raise WrongDateError(
                "before_last_exit",
                message("The entry {entry} lies before the last exit {exit}.",
                        entry=entered_on, exit=each.left_on),
            )  # fmt: skip


def parties_for(chain: Sequence[Link], bodies: frozenset[int]) -> frozenset[int]:
    """The parties whose people somebody may enter: his own bodies' and all below them.

    Who has no part in the project acts for a department and may enter all.
    """
    own = {each.pk for each in chain if each.body_id in bodies}
    if not own:
        return frozenset(each.pk for each in chain)
    below = {each.pk: each.parent_id for each in chain}
    grown = len(own) + 1
    while len(own) != grown:
        grown = len(own)
        own |= {pk for pk, parent in below.items() if parent in own}
    return frozenset(own)
