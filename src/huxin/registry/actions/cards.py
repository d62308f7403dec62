"""Wage cards: the first one, a change with its wait and its notice, and the second person's yes.

A change is the worker's own, or an officer's at the counter with the worker before him. The new
card waits as long as the place says; where the place has said nothing it is held until somebody
else than who entered it confirms it, since a wait is not ours to invent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction

from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.access.fields import digest
from huxin.kernel.clock import CHINA
from huxin.kernel.identity import Card as CardNumber
from huxin.kernel.identity import Fault, check_card
from huxin.kernel.texts import message
from huxin.registry.actions.book_write import add_tokens
from huxin.registry.actions.notices import tell_old_phone
from huxin.registry.errors.people import (
    CardOfOtherError,
    NoCardError,
    NumberError,
    SecondPersonError,
    WrongStateError,
)
from huxin.registry.law import Here
from huxin.registry.models import Card, Worker
from huxin.registry.policy.cards import is_usable, usable_at
from huxin.registry.policy.workers import tokens

__all__ = ["change_card", "confirm_card", "refuse_card", "register_card"]

T = TypeVar("T")
COOLING = "enrolment.card_cooling_days"


def register_card(
    worker: int, *, number: str, bank: str = "", actor: Actor, now: dt.datetime
) -> Card:
    """A worker's first card, usable at once; raises CardOfOtherError, WrongStateError."""
    with change("registry.card.register", actor=actor, now=now) as doing:
        found = doing.reach(Worker, worker)
        if _current(found) is not None:
            raise WrongStateError(message("The worker has a wage card on record already."))
        card = _add(doing, found, _sound(number), bank=bank, usable=now)
        doing.note(card, after={"number": card.number, "bank": bank, "usable_at": now})
        return card


def change_card(
    worker: int, *, number: str, bank: str = "", actor: Actor, now: dt.datetime
) -> Card:
    """Another card for the worker; the old one ends, the old phone is told, the new one waits."""
    with change("registry.card.change", actor=actor, now=now) as doing:
        found = doing.reach(Worker, worker)
        old, held = _current(found), _sound(number)
        if old is None:
            raise NoCardError
        if old.number_digest == digest("card", held.number):
            raise WrongStateError(message("This is the card on record."))
        old.ended_at = now
        old.save(update_fields=["ended_at"])
        card = _add(doing, found, held, bank=bank, usable=usable_at(now, _waits(found, now)))
        doing.note(old, before={"ended_at": None}, after={"ended_at": now})
        doing.note(card, after={"number": card.number, "bank": bank, "usable_at": card.usable_at})
        tell_old_phone(doing, found, f"card:{card.pk}")
        return card


def confirm_card(card: int, *, actor: Actor, now: dt.datetime) -> Card:
    """A held card may be paid to: the second person's yes; raises SecondPersonError."""
    with change("registry.card.confirm", actor=actor, now=now) as doing:
        found = doing.reach(Card, card)
        if found.ended_at is not None or found.usable_at is not None:
            raise WrongStateError(message("This card is not waiting for anybody's confirmation."))
        if found.entered_by == actor.name:
            raise SecondPersonError
        found.usable_at = now
        found.save(update_fields=["usable_at"])
        doing.note(found, before={"usable_at": None}, after={"usable_at": now})
        return found


def refuse_card(card: int, *, actor: Actor, now: dt.datetime) -> Card:
    """A changed card is not the worker's: it ends before anything was paid to it, and the card
    before it is his again. Raises WrongStateError for one that wages go to already."""
    with change("registry.card.refuse", actor=actor, now=now) as doing:
        found = doing.reach(Card, card)
        if found.ended_at is not None or is_usable(found.usable_at, now):
            raise WrongStateError(message("Wages go to this card already, or it has ended."))
        found.ended_at = now
        found.save(update_fields=["ended_at"])
        doing.note(found, before={"ended_at": None}, after={"ended_at": now})
        old = Card.objects.filter(worker=found.worker_id, ended_at=found.from_at).first()
        if old is not None:
            old.ended_at = None
            _claim(lambda: old.save(update_fields=["ended_at"]))
            doing.note(old, before={"ended_at": found.from_at}, after={"ended_at": None})
        return found


def _sound(number: str) -> CardNumber:
    """A weak Luhn digit is a note for the page, never a refusal: accounts need none."""
    held = check_card(number)
    if isinstance(held, Fault):
        raise NumberError(held)
    return held


def _current(worker: Worker) -> Card | None:
    return Card.objects.filter(worker=worker, ended_at=None).first()


def _add(
    doing: Change, worker: Worker, held: CardNumber, *, bank: str, usable: dt.datetime | None
) -> Card:
    named = digest("card", held.number)
    if Card.objects.filter(number_digest=named, ended_at=None).exists():
        raise CardOfOtherError
    card = _claim(
        lambda: Card.objects.create(
            worker=worker, number=held.number, number_digest=named, bank=bank[:80],
            from_at=doing.now, usable_at=usable, entered_by=doing.actor.name,
        )
    )  # fmt: skip
    add_tokens([(worker.pk, tokens(card=held.number))])
    return card


def _claim(create: Callable[[], T]) -> T:
    """The database decides between two who claim one card at the same moment."""
    try:
        with transaction.atomic():
            return create()
    except IntegrityError:
        raise CardOfOtherError from None


def _waits(worker: Worker, now: dt.datetime) -> int | None:
    """The longest wait of the places where the worker is on a site; None: one has not said."""
    today = now.astimezone(CHINA).date()
    stays = worker.enrolments.filter(left_on=None).select_related("project__place")
    heres = {Here.of(each.project.place) for each in stays}
    days = [each.value(COOLING, today) for each in heres]
    known = [each for each in days if isinstance(each, int)]
    return max(known) if known and len(known) == len(days) else None
