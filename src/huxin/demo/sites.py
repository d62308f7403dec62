"""The sites of one county: simulated, written as papers, read and taken like anybody's.

Papers are made in a process of their own, ahead of the one that takes them in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from huxin.access.actor import Actor
from huxin.access.models import Body, Region
from huxin.demo.figures import tell
from huxin.demo.papers import County, Papers, write_county
from huxin.formats.project_sheet import ProjectReading
from huxin.formats.recognition import read_file
from huxin.intake.actions.files import receive_file
from huxin.registry.actions.sheets import take_project
from huxin.registry.models import Project

__all__ = ["Written", "put_in", "written"]


@dataclass(frozen=True, slots=True)
class Written:
    """Papers of counties that are being written: ask for a county's, in the order of writing."""

    counties: dict[str, Future[list[Papers]]]

    def of(self, county: County) -> list[Papers]:
        """The papers of each site of the county; waits until they are written."""
        return self.counties[county.place].result()


@contextmanager
def written(counties: Sequence[County], *, months: int, as_of: dt.date) -> Iterator[Written]:
    """Start writing the papers of all counties; they are gone when this ends."""
    with (
        TemporaryDirectory(prefix="huxin-demo-") as folder,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside,
    ):
        yield Written(
            {
                each.place: beside.submit(
                    write_county, each, months=months, as_of=as_of, folder=Path(folder)
                )
                for each in counties
            }
        )


def put_in(
    papers: Sequence[Papers],
    place: Region,
    sources: Mapping[str, Body],
    *,
    actor: Actor,
    now: dt.datetime,
    done: Callable[[str], object] = lambda _: None,
) -> list[Project]:
    """Every site of a county: its project sheet, its roster, its attendance.

    `sources` tell its figures, by kind.
    """
    projects = []
    for site in papers:
        projects.append(_one(site, place, sources, actor=actor, now=now))
        done(site.name)
    return projects


def _one(
    site: Papers, place: Region, sources: Mapping[str, Body], *, actor: Actor, now: dt.datetime
) -> Project:
    sheet = site.project
    [reading] = read_file(sheet, file=sheet.name, as_of=now.date()).readings
    assert isinstance(reading, ProjectReading)  # noqa: S101 -- for the type checker
    told = {name: rows for name, rows in reading.tables.items() if name != "indicator"}
    take_project(replace(reading, tables=told), actor=actor, now=now)
    project = Project.objects.get(code=site.code, place=place)
    tell(project, reading, sources, actor=actor, now=now)
    for paper in site.others:
        receive_file(
            [paper.read_bytes()], name=paper.name, project=project.pk, actor=actor, now=now
        )
    return project
