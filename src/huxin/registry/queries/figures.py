"""Operating figures and progress as pages show them: line by line, and by month beside limits."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huxin.access.actor import Actor
from huxin.access.gate import reach, visible
from huxin.access.models import Body
from huxin.kernel.texts import Message, Value
from huxin.law.units import told as told_limit
from huxin.registry.law import Here
from huxin.registry.models import Figure, Party, Project
from huxin.registry.policy.figures import ANSWERING, GROUPS, KINDS, Group, by_month, told

__all__ = [
    "FigureLine", "FigureList", "FigureMonths", "Limit", "figures", "months_of_body",
    "months_of_project",
]  # fmt: skip

SEE, CORRECT = "registry.figure.view", "registry.figure.correct"
SITE, UNIT = "registry.project.view", "access.body.view"
PAGE, MONTHS = 50, 6


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure. `ended_because`: it was corrected, and why; the line stays."""

    key: int
    about: str
    body: int | None
    project: int | None
    kind: Message
    month: dt.date
    value: Value
    source: str
    supplied_at: dt.datetime
    ended_because: str
    may_correct: bool


@dataclass(frozen=True, slots=True)
class FigureList:
    """One page, the newest first; `after` is the key from which the next goes on, 0 on the last."""

    lines: tuple[FigureLine, ...]
    after: int


@dataclass(frozen=True, slots=True)
class Limit:
    """What the place set for a group; None: it has not, and nothing is warned of."""

    says: Message | None
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureMonths:
    """One group of figures: a row for each kind that was told, a cell for each month."""

    title: Message
    limit: Limit | None
    months: tuple[dt.date, ...]
    rows: tuple[tuple[Message, tuple[Value | None, ...]], ...]


def figures(
    *,
    body: int | None = None,
    project: int | None = None,
    kind: str = "",
    after: int = 0,
    actor: Actor,
) -> FigureList:
    """A page of the figures within reach, of one firm, project or kind if named. Two queries."""
    rows = visible(Figure, SEE, actor=actor).distinct()
    if body is not None:
        rows = rows.filter(body=body)
    if project is not None:
        rows = rows.filter(_about_project(project))
    if kind:
        rows = rows.filter(kind=kind)
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows.select_related("body", "project", "source").order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    own = visible(Figure, CORRECT, actor=actor).filter(pk__in=[each.pk for each in shown])
    mine = {*own.filter(ended_at=None).values_list("pk", flat=True)}
    lines = tuple(_line(each, mine) for each in shown)
    return FigureList(lines, shown[-1].pk if len(found) > PAGE else 0)


def months_of_project(project: int, *, on: dt.date, actor: Actor) -> tuple[FigureMonths, ...]:
    """The figures of a project and of the firms that answer for it; raises NotFound.

    As far as the reader may see them. Two queries.
    """
    row = reach(Project, project, SITE, actor=actor)
    seen = visible(Figure, SEE, actor=actor).filter(_about_project(project))
    return _groups(seen, Here.of(row.place), on)


def months_of_body(body: int, *, on: dt.date, actor: Actor) -> tuple[FigureMonths, ...]:
    """The figures of a firm itself; raises NotFound. Two queries."""
    row = reach(Body, body, UNIT, actor=actor)
    seen = visible(Figure, SEE, actor=actor).filter(Q(body=row) | Q(body__merged_into=row))
    return _groups(seen, Here.of(row.place), on)


def _about_project(project: int) -> Q:
    firms = Party.objects.filter(project=project, role__in=sorted(ANSWERING), left_on=None)
    own = firms.values("body")
    return Q(project=project) | Q(body__in=own) | Q(body__merged_into__in=own)


def _groups(seen: QuerySet[Figure], here: Here, on: dt.date) -> tuple[FigureMonths, ...]:
    kinds: dict[str, list[Figure]] = defaultdict(list)
    for each in seen.filter(ended_at=None).distinct():
        kinds[each.kind].append(each)
    found = {kind: by_month(rows) for kind, rows in kinds.items()}
    return tuple(
        _group(group, told_kinds, found, here, on)
        for group in GROUPS
        if (told_kinds := [kind for kind in group.kinds if kind in found])
    )


def _group(
    group: Group,
    kinds: Sequence[str],
    found: Mapping[str, Mapping[dt.date, int]],
    here: Here,
    on: dt.date,
) -> FigureMonths:
    months = sorted({month for kind in kinds for month in found[kind]})[-MONTHS:]
    rows = tuple(
        (
            KINDS[kind].title,
            tuple(
                told(kind, found[kind][month]) if month in found[kind] else None for month in months
            ),
        )
        for kind in kinds
    )
    return FigureMonths(group.title, _limit(group, here, on), tuple(months), rows)


def _limit(group: Group, here: Here, on: dt.date) -> Limit | None:
    if not group.limit:
        return None
    answer = here.answer(group.limit, on)
    says = None if answer is None else told_limit(answer.value, answer.unit)
    return Limit(says, here.clauses(group.limit, on))


def _line(row: Figure, mine: set[int]) -> FigureLine:
    about = row.project.name if row.project else row.body.name if row.body else ""
    return FigureLine(
        row.pk, about, row.body_id, row.project_id, KINDS[row.kind].title, row.month,
        told(row.kind, row.value), row.source.name, row.supplied_at, row.ended_because,
        row.pk in mine,
    )  # fmt: skip
