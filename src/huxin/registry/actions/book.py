"""The people of one project in memory: rows are judged one by one, and written all at once.

A row is judged whole before any of it is taken, so that a refused row leaves nothing behind.
Reads and writes are set-based: their number does not grow with the rows of a slice.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass, field

from huxin.access.fields import digest
from huxin.kernel.clock import CHINA
from huxin.kernel.identity import Card as CardNumber
from huxin.kernel.identity import Identity
from huxin.kernel.names import plain_name
from huxin.kernel.texts import message
from huxin.registry.errors.people import (
    AlreadyOnError,
    CardKeptError,
    CardOfOtherError,
    EmployerError,
    NoContractError,
    OtherNameError,
    PersonError,
    PhoneKeptError,
    WrongDateError,
)
from huxin.registry.law import Here
from huxin.registry.models import (
    Card,
    Enrolment,
    LabourContract,
    Party,
    Project,
    Team,
    Worker,
)
from huxin.registry.policy import contracts as contract_rules
from huxin.registry.policy.enrolment import (
    CONTRACT_FIRST,
    EntryLaw,
    check_entry_order,
    check_stay_dates,
    stay_meant,
)
from huxin.registry.policy.entry import Entry
from huxin.registry.policy.workers import same_name

__all__ = ["Book", "Depth", "Judged", "Person", "Site"]


class Depth(enum.IntEnum):
    """How far a row is taken: the person, his contract too, his entry too."""

    PERSON = 1
    CONTRACT = 2
    ENROLMENT = 3


@dataclass(slots=True, eq=False)
class Person:
    """A worker on record or to be, with what he has on this project.

    `names` are those of his record and of records that were put together with it.
    """

    worker: Worker
    names: list[str] = field(repr=False)
    card: Card | None = None
    contracts: list[LabourContract] = field(default_factory=list)
    stays: list[Enrolment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Site:
    """The project, its parties, and those whose people the actor may enter."""

    project: Project
    parties: Sequence[Party]
    allowed: frozenset[int]
    own_bodies: frozenset[int]
    here: Here

    def party_of(self, employer: str) -> Party:
        """The party that a row means; raises EmployerError. Unnamed: the actor's own one."""
        if employer:
            wanted = plain_name(employer)
            found = [each for each in self.parties if plain_name(each.body.name) == wanted]
        else:
            found = [each for each in self.parties if each.body_id in self.own_bodies]
        if not found:
            raise EmployerError.unknown() if employer else EmployerError.unnamed()
        permitted = [each for each in found if each.pk in self.allowed]
        if not permitted:
            raise EmployerError.foreign()
        return permitted[0]


@dataclass(frozen=True, slots=True)
class Judged:
    """What of a row is to be taken; None: nothing is said of it."""

    entry: Entry
    person: Person
    party: Party | None
    contract: LabourContract | None
    stay: Enrolment | None
    card: CardNumber | None
    remarks: tuple[PersonError, ...]


@dataclass(slots=True)
class Book:
    """People by identity digest, cards by digest, teams by party and name."""

    site: Site
    now: dt.datetime
    actor: str
    people: dict[int, Person] = field(default_factory=dict)
    cards: dict[int, Person] = field(default_factory=dict)
    teams: dict[tuple[int, str], Team] = field(default_factory=dict)
    asked: dict[dt.date, EntryLaw] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        return self.now.astimezone(CHINA).date()

    def judge(self, entry: Entry, depth: Depth) -> Judged:
        """All of a row's checks, changing nothing; raises PersonError."""
        held = entry.sound_identity(today=self.today)
        person = self.people.get(digest("identity", held.number)) or self._newcomer(entry, held)
        if not any(same_name(each, entry.name) for each in person.names):
            raise OtherNameError
        party = self.site.party_of(entry.employer) if depth > Depth.PERSON else None
        contract = self._contract(entry, person, party) if party else None
        stay = None
        if depth is Depth.ENROLMENT and party is not None:
            stay = self._stay(entry, person, party)
            if stay.entered_on is None and (entry.entered_on or stay not in person.stays):
                self._may_enter(entry, person, party, contract, born_on=held.born_on)
        card, remarks = self._card(entry, person)
        phone = entry.sound_phone()
        if phone and person.worker.phone_digest not in {None, digest("phone", phone)}:
            remarks = (*remarks, PhoneKeptError())
        return Judged(entry, person, party, contract, stay, card, remarks)

    def _contract(self, entry: Entry, person: Person, party: Party) -> LabourContract | None:
        """The contract that the row tells of: the one on record, or a new one."""
        terms = entry.terms
        if terms is None:
            return None
        contract_rules.check_contract_dates(terms, today=self.today)
        own = [each for each in person.contracts if each.employer_id == party.body_id]
        begins = terms.begins_on
        if begins is None:
            if not own:
                raise WrongDateError(
                    "contract_none", message("The first day of the labour contract is not given.")
                )
            return own[-1]
        found = next((each for each in person.contracts if each.from_on == begins), None)
        if found is not None and found.employer_id != party.body_id:
            raise NoContractError(
                message("The worker's labour contract is with another company."),
                rule=self.site.here.rule(CONTRACT_FIRST, begins),
            )
        return found or LabourContract(
            project=self.site.project, worker=person.worker, employer_id=party.body_id,
            from_on=begins, number=terms.number,
        )  # fmt: skip

    def _newcomer(self, entry: Entry, held: Identity) -> Person:
        worker = Worker(
            identity=held.number, identity_digest=digest("identity", held.number),
            name=entry.name, born_on=held.born_on.isoformat(), registered_at=self.now,
        )  # fmt: skip
        return Person(worker, [entry.name])

    def _stay(self, entry: Entry, person: Person, party: Party) -> Enrolment:
        """The stay that the row tells of: the one on record, or a new one under all conditions."""
        check_stay_dates(entry.entered_on, entry.left_on, today=self.today)
        check_stay_dates(entry.registered_on, None, today=self.today)
        found = stay_meant(person.stays, entry.entered_on)
        if found is not None:
            if found.party_id != party.pk:
                raise AlreadyOnError(
                    message("The worker is enrolled here with another company since {on}.",
                            on=found.entered_on)
                )  # fmt: skip
            entered = found.entered_on or entry.entered_on
            check_stay_dates(entered, entry.left_on or found.left_on, today=self.today)
            return found
        check_entry_order(person.stays, entry.entered_on)
        return Enrolment(
            project=self.site.project, worker=person.worker, party=party,
            registered_on=entry.registered_on or self.today,
        )  # fmt: skip

    def _may_enter(
        self,
        entry: Entry,
        person: Person,
        party: Party,
        contract: LabourContract | None,
        *,
        born_on: dt.date,
    ) -> None:
        on = entry.entered_on or self.today
        listed: list[contract_rules.Dates] = [*person.contracts]
        if contract is not None and entry.terms is not None:
            listed = [each for each in listed if each is not contract]
            listed.append(_as_told(contract, entry.terms))
        if on not in self.asked:  # thousands of rows name a handful of days
            self.asked[on] = EntryLaw.of(self.site.here, on)
        self.asked[on].check(born_on, listed, party.body_id)

    def _card(
        self, entry: Entry, person: Person
    ) -> tuple[CardNumber | None, tuple[PersonError, ...]]:
        """A first card is taken; another one than that on record is left out and said."""
        held = entry.sound_card()
        if held is None:
            return None, ()
        named = digest("card", held.number)
        holder = self.cards.get(named)
        if holder is not None and holder is not person:
            raise CardOfOtherError
        if person.card is None:
            return held, ()
        return None, () if person.card.number_digest == named else (CardKeptError(),)


def _as_told(contract: LabourContract, terms: contract_rules.Terms) -> contract_rules.Dates:
    """The contract as it will be once the row is taken."""
    return LabourContract(
        employer_id=contract.employer_id, from_on=contract.from_on,
        signed_on=contract.signed_on or terms.signed_on, to_on=terms.to_on or contract.to_on,
    )  # fmt: skip
