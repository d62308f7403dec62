"""The sites of the counties: simulated, written as papers, read and taken like anybody's.

Two processes write and take in, as two of a server do: none waits long for the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from huxin.access.actor import Actor
from huxin.access.models import Body, Region
from huxin.demo.begin import begin
from huxin.demo.figures import tell
from huxin.demo.papers import County, Papers, write_county
from huxin.intake.actions.files import receive_file, receive_sheet
from huxin.registry.models import Project

__all__ = ["Counties", "written"]

AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Counties:
    """Counties whose papers are being written, and the processes that take them in."""

    papers: dict[str, Future[list[Papers]]]
    pool: ProcessPoolExecutor

    def put_in(
        self,
        place: Region,
        sources: Mapping[str, Body],
        *,
        actor: Actor,
        now: dt.datetime,
        done: Callable[[str], object] = lambda _: None,
    ) -> list[Project]:
        """Every site of a county: its project sheet, its roster, its attendance.

        `sources` tell its figures, by kind. Waits until the papers are written.
        """
        papers = self.papers[place.code].result()
        take = partial(_one, sources=sources, actor=actor, now=now)
        projects = []
        for site, project in zip(papers, self.pool.map(take, papers), strict=True):
            projects.append(project)
            done(site.name)
        return projects


@contextmanager
def written(counties: Sequence[County], *, months: int, as_of: dt.date) -> Iterator[Counties]:
    """Start writing the papers of all counties; they are gone when this ends."""
    with (
        TemporaryDirectory(prefix="huxin-demo-") as folder,
        ProcessPoolExecutor(AT_ONCE, mp_context=get_context("spawn"), initializer=begin) as pool,
    ):
        write = partial(write_county, months=months, as_of=as_of, folder=Path(folder))
        try:
            yield Counties({each.place: pool.submit(write, each) for each in counties}, pool)
        finally:
            pool.shutdown(cancel_futures=True)


def _one(site: Papers, *, sources: Mapping[str, Body], actor: Actor, now: dt.datetime) -> Project:
    sheet = site.project
    receive_sheet([sheet.read_bytes()], name=sheet.name, actor=actor, now=now)
    project = Project.objects.get(code=site.code)
    tell(project, site.figures, sources, actor=actor, now=now)
    for paper in site.others:
        receive_file(
            [paper.read_bytes()], name=paper.name, project=project.pk, actor=actor, now=now
        )
    return project
