"""Which register takes the rows of which format. A format without one waits here, and says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

from huxin.access.actor import Actor
from huxin.formats.base import Reading
from huxin.formats.project_sheet import ProjectReading
from huxin.registry.actions.figure_files import take_figures
from huxin.registry.actions.roster import take_roster
from huxin.registry.actions.sheets import take_project
from huxin.registry.models import Project
from huxin.registry.taken import Taken
from huxin.wages.actions import take_attlog, take_days

__all__ = ["LISTS", "TAKERS", "ListTaker", "Taker"]


class Taker(Protocol):
    """Takes the accepted rows of a reading into a register, all in the caller's transaction."""

    def __call__(
        self, reading: Reading, *, project: Project, actor: Actor, now: dt.datetime
    ) -> Taken: ...


class ListTaker(Protocol):
    """Takes a list about many firms and projects; `project` where it was handed in at one."""

    def __call__(
        self, reading: Reading, *, project: Project | None, actor: Actor, now: dt.datetime
    ) -> Taken: ...


def _roster(reading: Reading, *, project: Project, actor: Actor, now: dt.datetime) -> Taken:
    return take_roster(reading.rows, project=project.pk, actor=actor, now=now)


def _project_sheet(reading: Reading, *, project: Project, actor: Actor, now: dt.datetime) -> Taken:
    if not isinstance(reading, ProjectReading):
        raise TypeError("a project sheet is read by formats.project_sheet")
    return take_project(reading, project=project, actor=actor, now=now)


LISTS: Mapping[str, ListTaker] = {"figure_list": take_figures}
TAKERS: Mapping[str, Taker] = {
    "attlog": take_attlog,
    "attendance_grid": take_days,
    "attendance_list": take_days,
    "project_sheet": _project_sheet,
    "roster": _roster,
    **LISTS,
}
