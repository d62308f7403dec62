"""Seats of leading groups and their offices, and the liaison officers of units, by post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.errors import SeatTaken
from huxin.access.gate import Subject, reach
from huxin.access.models import Account, Body, Region, Seat
from huxin.kernel.clock import CHINA
from huxin.kernel.errors import NotSet, Silent
from huxin.law import Lawbook

__all__ = ["SeatForm", "fill_seat", "vacate_seat"]

KINDS = Seat.Kind
LIMITS = {
    KINDS.DEPUTY: "leading_group.deputies",
    KINDS.MEMBER: "leading_group.members",
    KINDS.OFFICE_DEPUTY: "leading_group.office_deputies",
    KINDS.LIAISON: "leading_group.liaison_per_unit",
}
"""How many seats the document of the place gives; the liaison officers are counted per unit."""


@dataclass(frozen=True, slots=True)
class SeatForm:
    """One seat: the unit's post is what sits there, the account only whoever holds it now."""

    place: str
    kind: str
    body: int
    title: str
    account: int | None = None


def fill_seat(form: SeatForm, *, actor: Actor, now: dt.datetime) -> Seat:
    """Fill a seat from today; raises SeatTaken when the document gives no more of the kind."""
    with change("access.seat.fill", actor=actor, now=now) as doing:
        place = reach(Region, form.place, "access.seat.fill", actor=actor, lock=True)
        doing.allow(Subject(path=place.path))
        today = now.astimezone(CHINA).date()
        clauses = _room_for(place, form, today)
        seat = doing.keep(Seat(
            place=place, kind=Seat.Kind(form.kind), body=Body.objects.get(pk=form.body),
            title=form.title.strip()[:60],
            account=Account.objects.get(pk=form.account) if form.account else None,
            clauses=list(clauses), from_on=today,
        ))  # fmt: skip
        doing.note(
            seat,
            after={"kind": seat.kind, "body": form.body, "title": seat.title,
                   "account": form.account, "place": place.pk},
        )  # fmt: skip
    return seat


def vacate_seat(key: int, *, actor: Actor, now: dt.datetime) -> Seat:
    """The seat is vacant from today; its history stays."""
    with change("access.seat.vacate", actor=actor, now=now) as doing:
        seat = doing.reach(Seat, key)
        if seat.to_on is None:
            seat.to_on = now.astimezone(CHINA).date()
            doing.keep(seat)
            doing.note(seat, before={"to_on": None}, after={"to_on": seat.to_on})
    return seat


def _room_for(place: Region, form: SeatForm, today: dt.date) -> Sequence[str]:
    """The clauses that give the seat; raises SeatTaken when there is none left of its kind."""
    name = LIMITS.get(Seat.Kind(form.kind))
    if name is None:
        return ()
    try:
        said = Lawbook.load().value(name, place=place.division, on=today, pack=place.pack or None)
    except (NotSet, Silent):
        return ()
    held = Seat.objects.filter(place=place, kind=form.kind, to_on=None)
    if form.kind == KINDS.LIAISON:
        held = held.filter(body=form.body)
    if held.count() >= int(str(said.value)):
        raise SeatTaken(int(str(said.value)), ", ".join(said.clauses))
    return said.clauses
