"""Employers by trade: whose trade the documents put first, and who is watched first.

Watched are firms of whom an authority stated arrears or abnormal operation (NX-04-3, DX-3-05-2).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huxin.access.actor import Actor
from huxin.access.gate import reach, visible
from huxin.access.models import Body
from huxin.kernel.texts import Message
from huxin.registry.law import Here
from huxin.registry.models import Statement
from huxin.registry.policy.statements import ends, in_force, said_of

__all__ = ["Employer", "EmployerList", "StatementLine", "employers", "statements_of"]

SEE, STATED = "access.body.view", "registry.statement.view"
PRIORITY = "employer.priority_sectors"
WATCHED = (Statement.Kind.ARREARS, Statement.Kind.ABNORMAL)
PAGE = 50


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement; `until` None: until it is taken back, as the place gives it no term."""

    key: int
    kind: str
    holds: bool
    on: dt.date
    says: Message
    grounds: str
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class Employer:
    """One firm: clauses that put its trade first (none: they do not), what it is watched for."""

    key: int
    name: str
    credit_code: str
    place: str
    sector: str
    priority: tuple[str, ...]
    watched: tuple[StatementLine, ...]


@dataclass(frozen=True, slots=True)
class EmployerList:
    """One page; `after` is where the next one goes on, empty on the last."""

    lines: tuple[Employer, ...]
    after: str


def employers(
    *, place: str = "", sector: str = "", watched: bool = False, after: str = "",
    on: dt.date, actor: Actor,
) -> EmployerList:  # fmt: skip
    """Companies within reach by name, a page at a time; `place` is a region's path. Two queries."""
    found = visible(Body, SEE, actor=actor).filter(kind=Body.Kind.COMPANY, merged_into=None)
    if place:
        found = found.filter(place__path__startswith=place)
    if sector:
        found = found.filter(sector=sector)
    if watched:
        stated = Statement.objects.filter(kind__in=WATCHED, holds=True, stated_on__lte=on)
        found = found.filter(pk__in=stated.values("body"))
    name, _, key = after.rpartition(".")
    if name and key.isdigit():
        found = found.filter(Q(name__gt=name) | Q(name=name, pk__gt=int(key)))
    rows = list(found.select_related("place").distinct().order_by("name", "pk")[: PAGE + 1])
    told = _told(visible(Statement, STATED, actor=actor), [each.pk for each in rows])
    lines = [_line(each, told[each.pk], on) for each in rows[:PAGE]]
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return EmployerList(
        tuple(each for each in lines if each.watched or not watched),
        f"{last.name}.{last.pk}" if last else "",
    )


def statements_of(body: int, *, actor: Actor) -> tuple[StatementLine, ...]:
    """All that was stated of one firm, the newest first; raises NotFound. Two queries."""
    row = reach(Body, body, SEE, actor=actor)
    here = Here.of(row.place)
    told = _told(visible(Statement, STATED, actor=actor), [row.pk])
    return tuple(_statement(each, here) for each in told[row.pk])


def _told(rows: QuerySet[Statement], bodies: list[int]) -> dict[int, list[Statement]]:
    found: dict[int, list[Statement]] = defaultdict(list)
    asked = rows.filter(body__in=bodies).select_related("stated_by").distinct()
    for each in asked.order_by("-stated_on", "-pk"):
        found[each.body_id].append(each)
    return found


def _line(row: Body, stated: list[Statement], on: dt.date) -> Employer:
    here = Here.of(row.place)
    first = bool(row.sector) and row.sector in here.words(PRIORITY, on)
    newest = [in_force(stated, kind, here=here, on=on) for kind in WATCHED]
    return Employer(
        row.pk, row.name, row.credit_code, row.place.name, row.sector,
        here.clauses(PRIORITY, on) if first else (),
        tuple(_statement(each, here) for each in newest if each is not None and each.holds),
    )  # fmt: skip


def _statement(row: Statement, here: Here) -> StatementLine:
    return StatementLine(
        row.pk, row.kind, row.holds, row.stated_on, said_of(row), row.grounds, ends(row, here=here)
    )
