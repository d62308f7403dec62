"""The list of hazards: projects with open warnings, by what is at stake. Never people.

points = fen at stake ÷ `fen_per_point` + people at stake × `people_points` + the points of each
open warning's severity. The figures stand in `hazards.yaml`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Min

from huxin.access.actor import Actor
from huxin.access.gate import visible
from huxin.kernel.own_data import own_data
from huxin.registry.models import Project
from huxin.warnings.models import Warning
from huxin.warnings.queries.rows import Stake, stakes

__all__ = ["VIEW", "Hazard", "Weights", "hazards", "points", "weights"]

VIEW = "warnings.hazard.view"


@dataclass(frozen=True, slots=True)
class Weights:
    """How many points money, people and severities give."""

    fen_per_point: int
    people_points: int
    severity_points: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Hazard:
    """One project on the list. Points are whole; money and people as in `Stake`."""

    project: int
    name: str
    place: str
    place_name: str
    sector: str
    points: int
    fen: int
    people: int
    severities: Mapping[str, int]
    since: dt.date


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The figures of `hazards.yaml`."""
    return Weights(**own_data("warnings", "hazards.yaml"))


def points(stake: Stake, given: Weights) -> int:
    """The points of one project."""
    money = stake.fen // given.fen_per_point
    people = stake.people * given.people_points
    return (
        money
        + people
        + sum(times * given.severity_points[name] for name, times in stake.severities.items())
    )


def hazards(*, actor: Actor, place: str = "") -> tuple[Hazard, ...]:
    """Projects with open warnings in a place (empty: all within reach), most points first.

    Five queries.
    """
    rows = visible(Warning, VIEW, actor=actor).filter(cleared_on=None, project__isnull=False)
    if place:
        rows = rows.filter(place__path__contains=f"/{place}/")
    given = weights()
    found = {each.project: each for each in stakes(rows)}
    since = dict(rows.order_by().values_list("project_id").annotate(Min("raised_on")))
    projects = Project.objects.filter(pk__in=rows.values("project")).select_related("place")
    listed = [
        Hazard(
            project=each.pk,
            name=each.name,
            place=each.place_id,
            place_name=each.place.name,
            sector=each.sector,
            points=points(found[each.pk], given),
            fen=found[each.pk].fen,
            people=found[each.pk].people,
            severities=found[each.pk].severities,
            since=since[each.pk],
        )
        for each in projects.order_by("pk")
    ]
    return tuple(sorted(listed, key=lambda each: (-each.points, each.project)))
