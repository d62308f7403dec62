"""Opens the book of one project for a slice of rows: a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from huxin.access.actor import Actor
from huxin.access.fields import digest
from huxin.kernel.identity import Card as CardNumber
from huxin.kernel.identity import Identity, check_card, check_identity
from huxin.registry.actions.book import Book, Person, Site
from huxin.registry.law import Here
from huxin.registry.models import Card, Enrolment, LabourContract, Party, Project, Team, Worker
from huxin.registry.policy.enrolment import parties_for
from huxin.registry.policy.entry import Entry

__all__ = ["open_book", "site_of"]

PLAIN = ("name", "phone_digest", "identity_digest", "merged_into", "account")
"""What of a worker is read: protected fields that nobody needs stay closed."""


def site_of(project: Project, actor: Actor) -> Site:
    """The project with its parties, and whose people the actor may enter."""
    parties = tuple(
        Party.objects.filter(project=project, left_on=None).select_related("body").order_by("pk")
    )
    here = Here.of(project.place)
    own = frozenset(each.body_id for each in parties) & actor.bodies
    return Site(project, parties, parties_for(parties, own), own, here)


def open_book(site: Site, entries: Sequence[Entry], *, actor: Actor, now: dt.datetime) -> Book:
    """The people whom the rows name, with their cards, contracts and stays on this project."""
    book = Book(site, now, actor.name)
    identities = {
        digest("identity", held.number)
        for each in entries
        if isinstance(held := check_identity(each.identity), Identity)
    }
    people = _people(book, identities)
    _cards(book, people, entries)
    for contract in LabourContract.objects.filter(project=site.project, worker__in=people).order_by(
        "from_on", "pk"
    ):
        people[contract.worker_id].contracts.append(contract)
    for stay in Enrolment.objects.filter(project=site.project, worker__in=people).order_by("pk"):
        people[stay.worker_id].stays.append(stay)
    parties = [each.pk for each in site.parties]
    book.teams = {
        (each.party_id, each.name): each for each in Team.objects.filter(party__in=parties)
    }
    return book


def _people(book: Book, identities: set[int]) -> dict[int, Person]:
    """By key; a record that was put together with another one leads to that one."""
    found = list(Worker.objects.filter(identity_digest__in=identities).only(*PLAIN))
    kept = [each.merged_into_id for each in found if each.merged_into_id is not None]
    people = {
        each.pk: Person(each, [each.name])
        for each in (*found, *Worker.objects.filter(pk__in=kept).only(*PLAIN))
        if each.merged_into_id is None
    }
    for each in found:
        person = people[each.merged_into_id or each.pk]
        person.names.append(each.name)
        book.people[each.identity_digest] = person
    return people


def _cards(book: Book, people: dict[int, Person], entries: Sequence[Entry]) -> None:
    """The current cards of these people, and who holds the cards that the rows name."""
    named = {
        digest("card", held.number)
        for each in entries
        if each.card and isinstance(held := check_card(each.card), CardNumber)
    }
    current = Card.objects.filter(Q(worker__in=people) | Q(number_digest__in=named), ended_at=None)
    for card in current.defer("number").select_related(None):
        person = people.get(card.worker_id)
        if person is None:
            person = Person(Worker(pk=card.worker_id), [])
        person.card = card
        book.cards[card.number_digest] = person
