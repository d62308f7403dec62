"""The papers of the demonstration's sites: simulated and written, without the platform."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from huxin.sim.county import Wish, build_county
from huxin.sim.dice import Dice
from huxin.sim.faults import plant
from huxin.sim.kinds import default_orders
from huxin.sim.model import Indicator, Site
from huxin.sim.writers import write_attendance, write_project, write_roster

__all__ = ["County", "Papers", "write_county"]

WORKERS = (50, 155)
"""Workers of a site, from the smallest to the largest."""


@dataclass(frozen=True, slots=True)
class County:
    """One county of the demonstration: where, how many sites, which chance."""

    place: str
    sites: int
    seed: int


@dataclass(frozen=True, slots=True)
class Papers:
    """What one site hands in: its project sheet, then its roster, then its attendance.

    `figures` are not told by the sheet, but by who knows them.
    """

    name: str
    code: str
    project: Path
    others: tuple[Path, ...]
    figures: tuple[Indicator, ...]


def write_county(county: County, *, months: int, as_of: dt.date, folder: Path) -> list[Papers]:
    """The papers of every site of a county, each site below `folder` in a folder of its own."""
    wish = Wish.of(
        county.place,
        sites=county.sites,
        months=months,
        seed=county.seed,
        as_of=as_of,
        workers=WORKERS,
    )
    made = build_county(wish)
    plant(made, default_orders(county.sites), is_set=lambda _: True)
    return [
        _write(site, county.seed, folder / county.place / str(site.number)) for site in made.sites
    ]


def _write(site: Site, seed: int, folder: Path) -> Papers:
    folder.mkdir(parents=True)
    figures, site.indicators = tuple(site.indicators), []
    write_project(site, folder)
    [project] = [path for path in folder.iterdir() if path.is_file()]
    write_roster(site, folder)
    write_attendance(Dice(seed, "attendance", site.number), site, folder)
    others = sorted(
        (path for path in folder.rglob("*") if path.is_file() and path != project),
        key=lambda path: (path.parent != folder, path.name),  # the roster comes before its days
    )
    return Papers(site.project.name, site.project.code, project, tuple(others), figures)
