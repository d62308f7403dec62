"""What the platform keeps about a worker, why, how long, and who may see it (PIPL 17)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.gate import visible
from huxin.access.privacy import Kept, notice
from huxin.kernel.texts import Message
from huxin.law import Bilingual
from huxin.registry.law import lawbook
from huxin.registry.models import Enrolment

__all__ = ["KeptAlike", "OwnNotice", "own_notice"]

SEE_OWN = "registry.worker.view_own"
EVERYWHERE = "000000"


@dataclass(frozen=True, slots=True)
class KeptAlike:
    """What is kept for the same time and seen by the same roles; `basis` are clauses of all."""

    lines: tuple[Kept, ...]
    basis: tuple[str, ...]
    keeping: Message
    seen_by: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class OwnNotice:
    """The notice to one worker; `place` is that of his last site, empty before his first."""

    place: str
    parts: tuple[KeptAlike, ...]


def own_notice(*, actor: Actor, on: dt.date) -> OwnNotice:
    """The notice under the law of the place where the worker was enrolled last; one query."""
    stays = visible(Enrolment, SEE_OWN, actor=actor).select_related("project__place")
    last = stays.order_by("-entered_on", "-pk").first()
    here = last.project.place if last is not None else None
    division, pack = (here.division, here.pack or None) if here else (EVERYWHERE, None)
    kept = notice(place=division, pack=pack, on=on, book=lawbook(), only_of_workers=True)
    return OwnNotice(here.name if here else "", _alike(kept))


def _alike(kept: Iterable[Kept]) -> tuple[KeptAlike, ...]:
    """Lines that say the same of time and readers together, the most first."""
    found: dict[tuple[str, ...], list[Kept]] = {}
    for each in kept:
        said = (each.keeping.say("en"), *(role.say("en") for role in each.seen_by))
        found.setdefault(said, []).append(each)
    return tuple(
        KeptAlike(
            tuple(lines),
            tuple(dict.fromkeys(clause for each in lines for clause in each.basis)),
            lines[0].keeping,
            lines[0].seen_by,
        )
        for lines in sorted(found.values(), key=len, reverse=True)
    )
