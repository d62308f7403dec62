"""Takes judged rows into the book, and writes all that is new or changed in it at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from huxin.access.change import name_of
from huxin.access.fields import digest
from huxin.kernel.identity import Fault, check_card, check_identity
from huxin.registry.actions.book import Book, Judged, Person
from huxin.registry.actions.worker_accounts import open_accounts
from huxin.registry.models import Card, Enrolment, LabourContract, Team, Worker, WorkerToken
from huxin.registry.policy.entry import Entry
from huxin.registry.policy.workers import Token, likeness_tokens, tokens

__all__ = ["Pen", "add_tokens"]

WORKER_FIELDS = ("phone", "phone_digest", "account")
CONTRACT_FIELDS = ("signed_on", "to_on", "filed_on", "terms_missing", "file")
STAY_FIELDS = (
    "team_id", "post", "trade", "clock_user", "day_rate_fen", "entered_on", "left_on", "settled_on",
    "confirmed_on",
)  # fmt: skip
SLICE_ROWS = 2_000
TEAM_NAME_MAX = 60


@dataclass(slots=True)
class Pen:
    """What is to be written. `before` holds the old values of each changed row, by its name."""

    book: Book
    workers: list[Person] = field(default_factory=list)
    phones: list[Worker] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    contracts: list[LabourContract] = field(default_factory=list)
    stays: list[Enrolment] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    claims: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    changed: dict[Model, dict[str, Any]] = field(default_factory=dict)
    accounts: int = 0
    joining: dict[int, tuple[Enrolment, Team]] = field(default_factory=dict)
    found_by: list[tuple[Person, frozenset[Token]]] = field(default_factory=list)

    def claim(self, entry: Entry) -> None:
        """Two on record who claim one card may be one person: somebody should look at them."""
        identity, card = check_identity(entry.identity), check_card(entry.card)
        if isinstance(identity, Fault) or isinstance(card, Fault):
            return
        asking = self.book.people.get(digest("identity", identity.number))
        holder = self.book.cards.get(digest("card", card.number))
        keys = [each.worker.pk for each in (asking, holder) if each is not None]
        if len(keys) == 2 and None not in keys:
            self.claims[(min(keys), max(keys))] = ["card"]

    def take(self, judged: Judged) -> bool:
        """Take one row into the book; whether anything of it was new."""
        whole = (
            self._person(judged),
            self._card(judged),
            self._contract(judged),
            self._stay(judged),
        )
        return any(whole)

    def _person(self, judged: Judged) -> bool:
        person, entry = judged.person, judged.entry
        worker, phone = person.worker, entry.sound_phone()
        new = worker.pk is None and worker.identity_digest not in self.book.people
        if new:
            self.book.people[worker.identity_digest] = person
            self.workers.append(person)
            found = tokens(entry.name) | likeness_tokens(entry.name, worker.identity)
            self.found_by.append((person, found))
        if not phone or worker.phone_digest is not None:
            return new
        worker.phone, worker.phone_digest = phone, digest("phone", phone)
        self.found_by.append((person, tokens(phone=phone)))
        if worker.pk is not None:
            self.phones.append(worker)
        return True

    def _card(self, judged: Judged) -> bool:
        if judged.card is None:
            return False
        number = judged.card.number
        card = Card(
            worker=judged.person.worker, number=number, number_digest=digest("card", number),
            bank=judged.entry.bank[:80], from_at=self.book.now, usable_at=self.book.now,
            entered_by=self.book.actor,
        )  # fmt: skip
        judged.person.card = card
        self.book.cards[card.number_digest] = judged.person
        self.cards.append(card)
        self.found_by.append((judged.person, tokens(card=number)))
        return True

    def _contract(self, judged: Judged) -> bool:
        contract, terms = judged.contract, judged.entry.terms
        if contract is None or terms is None:
            return False
        new = contract not in judged.person.contracts
        if new:
            judged.person.contracts.append(contract)
            self.contracts.append(contract)
        told = {
            "signed_on": contract.signed_on or terms.signed_on,
            "to_on": terms.to_on,
            "filed_on": terms.filed_on,
            "terms_missing": None if terms.missing is None else list(terms.missing),
            "file": terms.file,
        }
        return self._set(contract, told) or new

    def _stay(self, judged: Judged) -> bool:
        stay, entry = judged.stay, judged.entry
        if stay is None:
            return False
        new = not any(each is stay for each in judged.person.stays)
        if new:
            judged.person.stays.append(stay)
            self.stays.append(stay)
        told = {
            "trade": entry.trade,
            "clock_user": entry.clock_user[:24],
            "post": entry.post if entry.post != Enrolment.Post.WORKER else None,
            "entered_on": stay.entered_on or entry.entered_on,
            "left_on": entry.left_on,
            "day_rate_fen": entry.day_rate_fen,
            "settled_on": entry.settled_on,
            "confirmed_on": entry.confirmed_on,
        }
        joined = self._join(stay, entry.team)
        return self._set(stay, told) or joined or new

    def _join(self, stay: Enrolment, name: str) -> bool:
        """Put a stay into a team; a team that is not there yet gets its key when it is written."""
        if not name:
            return False
        key = (stay.party_id, name[:TEAM_NAME_MAX])
        team = self.book.teams.get(key)
        if team is None:
            team = self.book.teams[key] = Team(party_id=key[0], name=key[1])
            self.teams.append(team)
        if team.pk is not None:
            return self._set(stay, {"team_id": team.pk})
        if self.joining.get(id(stay), (stay, None))[1] is team:
            return False
        self.joining[id(stay)] = (stay, team)
        if stay.pk is not None:
            self.changed.setdefault(stay, {}).setdefault("team_id", stay.team_id)
        return True

    def _set(self, row: LabourContract | Enrolment, told: Mapping[str, Any]) -> bool:
        """Set what is said and differs; silence changes nothing."""
        old = {name: getattr(row, name) for name in told}
        new = {
            name: value
            for name, value in told.items()
            if value is not None and value != "" and value != old[name]
        }
        for name, value in new.items():
            setattr(row, name, value)
        if new and row.pk is not None:
            before = self.changed.setdefault(row, {})
            for name in new:
                before.setdefault(name, old[name])
        return bool(new)

    @property
    def is_blank(self) -> bool:
        """Nothing is to be written."""
        return not (self.workers or self.phones or self.cards or self.contracts or self.stays
                    or self.changed)  # fmt: skip

    @property
    def before(self) -> dict[str, Any]:
        """The old values of each changed row, by the name that the trail gives it."""
        return {name_of(row): old for row, old in self.changed.items()}

    @property
    def counts(self) -> dict[str, int]:
        """What is new, for the trail."""
        return {
            "workers": len(self.workers),
            "phones": len(self.phones),
            "accounts": self.accounts,
            "cards": len(self.cards),
            "contracts": len(self.contracts),
            "enrolments": len(self.stays),
            "changed": len(self.changed),
        }

    def write(self) -> None:
        """Everything at once, in the order of the keys that lead from one row to the next."""
        signing_in = [*(each.worker for each in self.workers), *self.phones]
        self.accounts = open_accounts(signing_in, now=self.book.now)
        Worker.objects.bulk_create([each.worker for each in self.workers], SLICE_ROWS)
        Worker.objects.bulk_update(self.phones, WORKER_FIELDS, SLICE_ROWS)
        add_tokens((person.worker.pk, found) for person, found in self.found_by)
        Team.objects.bulk_create(self.teams, SLICE_ROWS)
        rows: tuple[Card | LabourContract | Enrolment, ...] = (
            *self.cards, *self.contracts, *self.stays,
        )  # fmt: skip
        for row in rows:
            row.worker_id = row.worker.pk
        Card.objects.bulk_create(self.cards, SLICE_ROWS)
        LabourContract.objects.bulk_create(self.contracts, SLICE_ROWS)
        for stay, team in self.joining.values():
            stay.team_id = team.pk
        Enrolment.objects.bulk_create(self.stays, SLICE_ROWS)
        self._update(LabourContract, CONTRACT_FIELDS)
        self._update(Enrolment, STAY_FIELDS)

    def _update(self, model: type[Model], names: Iterable[str]) -> None:
        rows = [each for each in self.changed if isinstance(each, model)]
        used = [_field(name) for name in names if any(name in self.changed[row] for row in rows)]
        if used:
            model._default_manager.bulk_update(rows, used, SLICE_ROWS)


def add_tokens(found_by: Iterable[tuple[int, Iterable[Token]]]) -> None:
    """What people are found by, from now on; what they are found by already stays."""
    WorkerToken.objects.bulk_create(
        (
            WorkerToken(worker_id=worker, digest=digest(kind, text))
            for worker, found in found_by
            for kind, text in sorted(found)
        ),
        SLICE_ROWS,
        ignore_conflicts=True,
    )


def _field(attribute: str) -> str:
    """The field behind an attribute: team_id is team."""
    return attribute.removesuffix("_id")
