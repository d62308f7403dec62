"""Open warnings by place and sector, one level of places at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.errors import NotFound
from huxin.access.gate import visible
from huxin.access.models import Region
from huxin.registry.models import Project
from huxin.warnings.models import Warning
from huxin.warnings.policy import RANKS
from huxin.warnings.queries.board import VIEW
from huxin.warnings.queries.rows import Stake, stakes

__all__ = ["Line", "PlaceTable", "place_table"]


@dataclass(frozen=True, slots=True)
class Line:
    """Counts of one place and one sector (all sectors: empty); money and people as in `Stake`."""

    code: str
    name: str
    sector: str
    projects: int
    warnings: int
    severities: Mapping[str, int]
    fen: int
    people: int


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """A place with the places right below it: the way up, a line per sector, a line per place."""

    code: str
    name: str
    above: tuple[tuple[str, str], ...]
    sectors: tuple[Line, ...]
    places: tuple[Line, ...]
    whole: Line


def place_table(code: str, *, actor: Actor) -> PlaceTable:
    """The table of a place; raises NotFound where it does not exist. Five queries."""
    at = Region.objects.filter(code=code).first()
    if at is None:
        raise NotFound
    codes = [each for each in at.path.split("/") if each]
    family = Region.objects.filter(parent=at) | Region.objects.filter(code__in=codes)
    regions = list(family.order_by("path"))
    warnings = visible(Warning, VIEW, actor=actor).filter(cleared_on=None)
    found = list(stakes(warnings.filter(place__path__startswith=at.path)))
    below = [each for each in regions if each.parent_id == at.pk]
    return PlaceTable(
        code=at.code,
        name=at.name,
        above=tuple((each.code, each.name) for each in regions if each.code in codes[:-1]),
        sectors=tuple(
            _line(at, mine, sector)
            for sector in Project.Sector.values
            if (mine := [each for each in found if each.sector == sector])
        ),
        places=tuple(
            _line(each, [one for one in found if one.path.startswith(each.path)]) for each in below
        ),
        whole=_line(at, found),
    )


def _line(region: Region, found: Iterable[Stake], sector: str = "") -> Line:
    mine = list(found)
    return Line(
        code=region.code,
        name=region.name,
        sector=sector,
        projects=sum(each.project is not None for each in mine),
        warnings=sum(each.warnings for each in mine),
        severities={name: sum(each.severities[name] for each in mine) for name in RANKS},
        fen=sum(each.fen for each in mine),
        people=sum(each.people for each in mine),
    )
