"""The sites of one county: simulated, written as papers, read and taken like anybody's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from huxin.access.actor import Actor
from huxin.access.models import Region
from huxin.formats.project_sheet import ProjectReading
from huxin.formats.recognition import read_file
from huxin.intake.actions.files import receive_file
from huxin.registry.actions.sheets import take_project
from huxin.registry.models import Project
from huxin.sim.county import Wish, build_county
from huxin.sim.dice import Dice
from huxin.sim.faults import plant
from huxin.sim.kinds import default_orders
from huxin.sim.model import Site
from huxin.sim.writers import write_attendance, write_project, write_roster

__all__ = ["County", "put_in"]


class County:
    """One county of the demonstration: where, how many sites, which chance."""

    def __init__(self, place: str, sites: int, seed: int) -> None:
        self.place, self.sites, self.seed = place, sites, seed


def put_in(
    county: County,
    place: Region,
    *,
    months: int,
    actor: Actor,
    now: dt.datetime,
    done: Callable[[str], object] = lambda _: None,
) -> list[Project]:
    """Every site of a county: its project sheet, its roster, its attendance."""
    as_of = now.date()
    wish = Wish.of(county.place, sites=county.sites, months=months, seed=county.seed, as_of=as_of)
    made = build_county(wish)
    plant(made, default_orders(county.sites), is_set=lambda _: True)
    projects = []
    for site in made.sites:
        with TemporaryDirectory(prefix="huxin-demo-") as folder:
            projects.append(_one(site, county.seed, Path(folder), place, actor=actor, now=now))
        done(site.project.name)
    return projects


def _one(
    site: Site, seed: int, folder: Path, place: Region, *, actor: Actor, now: dt.datetime
) -> Project:
    write_project(site, folder)
    [sheet] = [path for path in folder.iterdir() if path.is_file()]
    [reading] = read_file(sheet, file=sheet.name, as_of=now.date()).readings
    assert isinstance(reading, ProjectReading)  # noqa: S101 -- for the type checker
    take_project(reading, actor=actor, now=now)
    project = Project.objects.get(code=site.project.code, place=place)
    sheet.unlink()
    write_roster(site, folder)
    write_attendance(Dice(seed, "attendance", site.number), site, folder)
    papers = sorted(
        (path for path in folder.rglob("*") if path.is_file()),
        key=lambda path: (path.parent != folder, path.name),  # the roster comes before its days
    )
    for paper in papers:
        receive_file(
            [paper.read_bytes()], name=paper.name, project=project.pk, actor=actor, now=now
        )
    return project
