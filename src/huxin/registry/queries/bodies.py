"""The register of employers and departments: found by name, code, pinyin; how each operates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from huxin.access.actor import Actor
from huxin.access.gate import reach, visible
from huxin.access.models import Body
from huxin.registry.models import Enrolment, Party, Project

__all__ = ["BodyLine", "BodyList", "BodyPage", "PartLine", "bodies", "body_named", "body_page"]

SEE, PROJECTS = "access.body.view", "registry.project.view"
PAGE, SEARCH_MAX, NAME_MAX, KEY_DIGITS = 50, 60, 120, 19


@dataclass(frozen=True, slots=True)
class BodyLine:
    """One body in the list."""

    key: int
    kind: str
    role: str
    name: str
    credit_code: str
    place: str
    phone: str


@dataclass(frozen=True, slots=True)
class BodyList:
    """One page; `after` is where the next one goes on, empty on the last."""

    lines: tuple[BodyLine, ...]
    after: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of a body in a project that the reader may see."""

    project: int
    project_name: str
    role: str
    state: str
    joined_on: dt.date | None
    left_on: dt.date | None
    listed_on: dt.date | None
    workers: int


@dataclass(frozen=True, slots=True)
class BodyPage:
    """How a body operates as far as the registers know it; money owed is not among it yet."""

    line: BodyLine
    address: str
    registered_capital_fen: int | None
    registered_on: dt.date
    merged_into: int | None
    parts: tuple[PartLine, ...]
    by_state: Mapping[str, int]
    workers: int
    listed_on: dt.date | None


def bodies(
    *, text: str = "", kind: str = "", place: str = "", after: str = "", actor: Actor
) -> BodyList:
    """Bodies within reach by name; `text` is a part of the name, of the code or of the pinyin.

    `place` is a region's path. One query.
    """
    found = visible(Body, SEE, actor=actor).filter(merged_into=None)
    if kind:
        found = found.filter(kind=kind)
    if place:
        found = found.filter(place__path__startswith=place)
    said = "".join(text.replace("\x00", "").split())[:SEARCH_MAX]
    if said:
        plain = said.lower()
        found = found.filter(
            Q(name__contains=said) | Q(credit_code__startswith=said.upper())
            | Q(pinyin__contains=plain) | Q(initials__startswith=plain)
        )  # fmt: skip
    name, _, key = after.replace("\x00", "").rpartition(".")
    if name and key.isdecimal() and key.isascii() and len(key) < KEY_DIGITS:
        found = found.filter(Q(name__gt=name) | Q(name=name, pk__gt=int(key)))
    rows = list(found.select_related("place").order_by("name", "pk")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    lines = tuple(_line(each) for each in rows[:PAGE])
    return BodyList(lines, f"{last.name}.{last.pk}" if last else "")


def body_named(text: str) -> BodyLine | None:
    """The body of exactly this full name or credit code; None: there is none, or more than one.

    For whoever may register a project: its parties are named before they are anybody's to see.
    Both are public; nothing else is told.
    """
    said = " ".join(text.replace("\x00", "").split())[:NAME_MAX]
    named = Q(name=said) | Q(credit_code=said.upper()) if said else Q(pk=None)
    found = Body.objects.filter(named, merged_into=None).select_related("place")[:2]
    return _line(found[0]) if len(found) == 1 else None


def body_page(body: int, *, actor: Actor) -> BodyPage:
    """One body with its projects as far as the reader may see them; raises NotFound.

    Three queries.
    """
    row = reach(Body, body, SEE, actor=actor)
    seen = visible(Project, PROJECTS, actor=actor).values("pk")
    parts = list(
        Party.objects.filter(body=row, project__in=seen).select_related("project").order_by("-pk")
    )
    held = Enrolment.objects.filter(party__in=[each.pk for each in parts], left_on=None)
    people = dict(held.order_by().values_list("party").annotate(n=Count("pk")))
    lines = tuple(
        PartLine(
            each.project_id, each.project.name, each.role, each.project.state, each.joined_on,
            each.left_on, each.listed_on, people.get(each.pk, 0),
        )
        for each in parts
    )  # fmt: skip
    states: dict[str, int] = {}
    for state in {each.project: each.state for each in lines}.values():
        states[state] = states.get(state, 0) + 1
    listed = [each.listed_on for each in lines if each.listed_on is not None]
    return BodyPage(
        _line(row), row.address, row.registered_capital_fen, row.registered_on,
        row.merged_into_id, lines, states, sum(people.values()), min(listed, default=None),
    )  # fmt: skip


def _line(row: Body) -> BodyLine:
    return BodyLine(
        row.pk, row.kind, row.role, row.name, row.credit_code, row.place.name, row.phone
    )
