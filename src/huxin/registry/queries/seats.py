"""The leading group of a place by post: who sits where, what the document gives, what is vacant."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.access.actions.seats import LIMITS
from huxin.access.actor import Actor
from huxin.access.gate import reach, visible
from huxin.access.models import Region, Seat
from huxin.registry.law import Here

__all__ = ["GroupPage", "KindLine", "SeatLine", "leading_group"]

SEE = "access.seat.view"


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One seat: the post is what sits there. Its holder is known by account only."""

    key: int
    kind: str
    body: str
    title: str
    account: int | None
    from_on: dt.date
    to_on: dt.date | None


@dataclass(frozen=True, slots=True)
class KindLine:
    """Seats of a kind: how many the document gives (None: it says nothing), how many are filled."""

    kind: str
    given: int | None
    filled: int
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupPage:
    """The group of a place with its history; `without_liaison` names units that have none."""

    place: str
    seats: tuple[SeatLine, ...]
    past: tuple[SeatLine, ...]
    kinds: tuple[KindLine, ...]
    without_liaison: tuple[str, ...]


def leading_group(place: str, *, on: dt.date, actor: Actor) -> GroupPage:
    """The seats of a place; raises NotFound. Two queries."""
    region = reach(Region, place, SEE, actor=actor)
    rows = visible(Seat, SEE, actor=actor).filter(place=region).select_related("body")
    held = [each for each in rows.order_by("kind", "pk") if each.from_on <= on]
    now = [each for each in held if each.to_on is None or each.to_on > on]
    here = Here.of(region)
    kinds = tuple(
        KindLine(
            kind, here.term(LIMITS[kind], on) if kind in LIMITS else None,
            sum(1 for each in now if each.kind == kind),
            here.clauses(LIMITS[kind], on) if kind in LIMITS else (),
        )
        for kind in Seat.Kind
    )  # fmt: skip
    members = {each.body.name for each in now if each.kind == Seat.Kind.MEMBER}
    spoken = {each.body.name for each in now if each.kind == Seat.Kind.LIAISON}
    return GroupPage(
        region.name,
        tuple(_line(each) for each in now),
        tuple(_line(each) for each in held if each not in now),
        kinds,
        tuple(sorted(members - spoken)),
    )


def _line(row: Seat) -> SeatLine:
    return SeatLine(
        row.pk, row.kind, row.body.name, row.title, row.account_id, row.from_on, row.to_on
    )
