"""Whole numbers of a person, opened one by one: with a reason that he can read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from huxin.access.actions.reveals import reveal
from huxin.access.actor import Actor
from huxin.access.gate import reach
from huxin.registry.models import Card, Worker

__all__ = ["Revealed", "reveal_card", "reveal_worker"]

OPEN_WORKER, OPEN_CARD = "registry.worker.reveal", "registry.card.reveal"


@dataclass(frozen=True, slots=True)
class Revealed:
    """Whole numbers, for one look; never kept, never shown in a representation."""

    identity: str = field(repr=False)
    phone: str = field(repr=False)


def reveal_worker(worker: int, *, reason: str, actor: Actor, now: dt.datetime) -> Revealed:
    """A worker's whole numbers; raises NotFound, StepUp, NoReason or NoAllowance."""
    found = reach(Worker, worker, OPEN_WORKER, actor=actor)
    opened = reveal(
        found, ("identity", "phone"), operation=OPEN_WORKER, reason=reason, actor=actor, now=now
    )
    return Revealed(opened["identity"], opened["phone"])


def reveal_card(card: int, *, reason: str, actor: Actor, now: dt.datetime) -> str:
    """The whole number of a wage card; raises as `reveal_worker` does."""
    found = reach(Card, card, OPEN_CARD, actor=actor)
    opened = reveal(
        found, ("number",), operation=OPEN_CARD, reason=reason, person=found.worker, actor=actor,
        now=now,
    )  # fmt: skip
    return opened["number"]
