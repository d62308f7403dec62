"""A worker's whole numbers, opened with a reason that he can read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from huxin.access.actions.reveals import record_reveal
from huxin.access.actor import Actor
from huxin.access.change import change, name_of
from huxin.registry.models import Worker

__all__ = ["Revealed", "reveal_worker"]


@dataclass(frozen=True, slots=True)
class Revealed:
    """Whole numbers, for one look; never kept, never shown in a representation."""

    identity: str = field(repr=False)
    phone: str = field(repr=False)


def reveal_worker(worker: int, *, reason: str, actor: Actor, now: dt.datetime) -> Revealed:
    """Identity and phone of a worker within reach; raises NotFound, NoReason, NoAllowance."""
    with change("registry.worker.reveal", actor=actor, now=now) as doing:
        found = doing.reach(Worker, worker)
        record_reveal(doing, name_of(found), ["identity", "phone"], reason=reason)
        return Revealed(found.identity, found.phone)
