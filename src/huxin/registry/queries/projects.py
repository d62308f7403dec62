"""The list of projects: filtered, searched, counted, and read page by page from a key on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huxin.access.actor import Actor
from huxin.access.gate import visible
from huxin.registry.models import Enrolment, Party, Project
from huxin.registry.queries.lacks import lacking

__all__ = ["Filters", "ProjectLine", "ProjectList", "projects"]

SEE = "registry.project.view"
PAGE, SEARCH_MAX = 50, 60


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty: not narrowed.

    `place` is a region's path, `lacks` one of `LACKS`.
    """

    place: str = ""
    sector: str = ""
    state: str = ""
    funding: str = ""
    text: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One project in the list."""

    key: int
    code: str
    name: str
    place: str
    sector: str
    funding: str
    state: str
    developer: str
    contractor: str
    contract_price_fen: int | None
    registered_on: dt.date
    workers: int


@dataclass(frozen=True, slots=True)
class ProjectList:
    """One page; `after` is the key from which the next page goes on, empty on the last one.

    `by_state` counts all that the filters leave, whatever state is chosen.
    """

    lines: tuple[ProjectLine, ...]
    after: str
    by_state: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_state.values())


def projects(filters: Filters, *, after: str = "", on: dt.date, actor: Actor) -> ProjectList:
    """A page of the projects within reach, newest first. Two queries."""
    found = _narrowed(visible(Project, SEE, actor=actor), filters, on)
    counted = found.order_by().values_list("state").annotate(n=Count("pk", distinct=True))
    by_state = dict(counted)
    if filters.state:
        found = found.filter(state=filters.state)
    rows = list(_from(found, after)[: PAGE + 1])
    lines = tuple(_line(each) for each in rows[:PAGE])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return ProjectList(
        lines, f"{last.registered_on.isoformat()}.{last.pk}" if last else "", by_state
    )


def _narrowed(found: QuerySet[Project], filters: Filters, on: dt.date) -> QuerySet[Project]:
    if filters.place:
        found = found.filter(place__path__startswith=filters.place)
    for name in ("sector", "funding"):
        if getattr(filters, name):
            found = found.filter(**{name: getattr(filters, name)})
    if filters.lacks:
        found = found.filter(lacking(filters.lacks, on))
    text = "".join(filters.text.replace("\x00", "").split())[:SEARCH_MAX]
    if text:
        plain = text.lower()
        found = found.filter(
            Q(name__contains=text) | Q(code__startswith=text) | Q(pinyin__contains=plain)
            | Q(initials__startswith=plain)
        )  # fmt: skip
    return found


def _from(found: QuerySet[Project], after: str) -> QuerySet[Project]:
    """The rows from a key on, with the names of the two first parties and the people on site."""
    day, _, key = after.partition(".")
    if day and key.isdigit():
        try:
            on = dt.date.fromisoformat(day)
        except ValueError:
            on = dt.date.max
        found = found.filter(Q(registered_on__lt=on) | Q(registered_on=on, pk__lt=int(key)))
    people = Enrolment.objects.filter(project=OuterRef("pk"), left_on=None).order_by()
    counted = people.values("project").annotate(n=Count("pk")).values("n")
    return (
        found.select_related("place")
        .annotate(
            developer=_named(Party.Role.DEVELOPER),
            contractor=_named(Party.Role.GENERAL_CONTRACTOR),
            people=Coalesce(Subquery(counted), 0),
        )
        .order_by("-registered_on", "-pk")
    )


def _named(role: str) -> Subquery:
    held = Party.objects.filter(project=OuterRef("pk"), role=role, left_on=None).order_by("-pk")
    return Subquery(held.values("body__name")[:1])


def _line(row: Project) -> ProjectLine:
    found = row.__dict__
    return ProjectLine(
        row.pk, row.code, row.name, row.place.name, row.sector, row.funding, row.state,
        found["developer"] or "", found["contractor"] or "", row.contract_price_fen,
        row.registered_on, found["people"],
    )  # fmt: skip
