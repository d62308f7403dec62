"""The month sheet of a project, and a worker's own month beside his diary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Model, QuerySet
from django.db.models.functions import Coalesce

from huxin.access.actor import Actor
from huxin.access.gate import reach, visible
from huxin.facts.columns import KEY
from huxin.facts.store import Store
from huxin.kernel.period import next_month
from huxin.registry.models import Enrolment, Project, Worker
from huxin.wages.derive import derive
from huxin.wages.models import Correction, DayMark, DiaryDay, MonthState

__all__ = [
    "Cell", "CorrectionSaid", "MonthSheet", "OwnDay", "OwnMonth", "SheetLine", "month_sheet",
    "own_month",
]  # fmt: skip

M = TypeVar("M", bound=Model)
RECORD = ("worker_key", "on", "source", "minutes", "punches")
SHEET, OWN, DIARY = "wages.attendance.view", "wages.days.view", "wages.diary.view"


@dataclass(frozen=True, slots=True)
class CorrectionSaid:
    """A correction as it stands beside the day; the latest is the one that counts."""

    on: dt.date
    day_centi: int
    minutes: int | None
    reason: str
    by: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Cell:
    """One worker's day by the record: `source` says which one speaks (clock, list or grid).

    `marked_centi` is what the site office's latest paper says, whichever source speaks; minutes
    are not known for a single punch.
    """

    on: dt.date
    source: str = ""
    minutes: int | None = None
    punches: int | None = None
    marked_centi: int | None = None
    corrections: tuple[CorrectionSaid, ...] = ()

    @property
    def is_present(self) -> bool:
        return bool(self.source)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One worker's month on the sheet; `cells` holds the days of which anything is known."""

    worker: int
    name: str
    team: str
    cells: Mapping[dt.date, Cell]
    days: int


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """A project's month: workers by days. `is_behind` says that it was made from records that the
    fact store does not hold yet; what it shows is up to date all the same.
    """

    project: int
    month: dt.date
    days: tuple[dt.date, ...]
    lines: tuple[SheetLine, ...]
    is_behind: bool


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day of the worker's own: what he wrote (latest version) beside what the record says."""

    on: dt.date
    record: Cell | None
    diary_centi: int | None
    diary_minutes: int | None
    note: str
    versions: int

    @property
    def differs(self) -> bool:
        """He says that he was there and the record does not, or the other way round."""
        said = None if self.diary_centi is None else self.diary_centi > 0
        return said is not None and said != bool(self.record and self.record.is_present)


@dataclass(frozen=True, slots=True)
class OwnMonth:
    """A worker's month on one project: every day of it, with or without a record."""

    project: int
    project_name: str
    month: dt.date
    days: tuple[OwnDay, ...]

    @property
    def recorded(self) -> int:
        return sum(bool(each.record and each.record.is_present) for each in self.days)

    @property
    def written(self) -> int:
        return sum(bool(each.diary_centi) for each in self.days)

    @property
    def differences(self) -> tuple[OwnDay, ...]:
        return tuple(each for each in self.days if each.differs)


def month_sheet(project: int, month: dt.date, *, actor: Actor, store: Store) -> MonthSheet:
    """The sheet of a project's month; raises NotFound. Five queries, nine when facts are behind."""
    owner = reach(Project, project, SHEET, actor=actor)
    table, behind = _days(owner.pk, month, store)
    cells = _cells(owner.pk, month, table)
    enrolled = Enrolment.objects.filter(project=owner).select_related("worker", "team")
    lines, seen = [], set()
    for each in enrolled:
        worker = each.worker.merged_into_id or each.worker_id
        found = cells.get(worker, {})
        if worker in seen or not (found or _on_site(each, month)):
            continue
        seen.add(worker)
        team = each.team.name if each.team else ""
        days = sum(cell.is_present for cell in found.values())
        lines.append(SheetLine(worker, each.worker.name, team, found, days))
    return MonthSheet(owner.pk, month, _month_days(month), tuple(lines), behind)


def own_month(
    month: dt.date, *, actor: Actor, store: Store, worker: int | None = None
) -> tuple[OwnMonth, ...]:
    """A worker's month, one entry per project, with what differs.

    A worker asks for himself; somebody who may see diaries names the `worker`. Raises NotFound.
    """
    person = _person(actor, worker)
    span = (month, next_month(month) - dt.timedelta(days=1))
    diary = list(
        visible(DiaryDay, DIARY, actor=actor)
        .filter(worker=person, on__range=span)
        .select_related("project")
    )
    projects = {each.project_id: each.project for each in diary}
    for each in Enrolment.objects.filter(worker=person).select_related("project"):
        projects[each.project_id] = each.project
    return tuple(
        _own(person.pk, project, month, [d for d in diary if d.project_id == key], store)
        for key, project in sorted(projects.items())
    )


def _person(actor: Actor, worker: int | None) -> Worker:
    if worker is not None:
        return reach(Worker, worker, DIARY, actor=actor)
    own = visible(Worker, OWN, actor=actor).first()
    return own if own is not None else reach(Worker, None, OWN, actor=actor)


def _own(
    worker: int, project: Project, month: dt.date, diary: list[DiaryDay], store: Store
) -> OwnMonth:
    table, _ = _days(project.pk, month, store)
    mine = table.filter(pc.equal(table["worker_key"], pa.scalar(worker, KEY)))
    record = _cells(project.pk, month, mine, worker=worker).get(worker, {})
    latest = {each.on: each for each in diary}
    days = []
    for on in _month_days(month):
        said = latest.get(on)
        centi = None if said is None else said.day_centi
        minutes = None if said is None else said.minutes
        note, version = ("", 0) if said is None else (said.note, said.version)
        days.append(OwnDay(on, record.get(on), centi, minutes, note, version))
    return OwnMonth(project.pk, project.name, month, tuple(days))


def _days(project: int, month: dt.date, store: Store) -> tuple[pa.Table, bool]:
    """The project's work days: from the store when it is up to date, else from the records."""
    state = MonthState.objects.filter(project=project, month=month).first()
    if state is None or state.compacted < state.changes:
        return derive(project, month).days, state is not None
    return store.read_month("attendance_day", f"{month:%Y-%m}", project=project), False


def _cells(
    project: int, month: dt.date, table: pa.Table, worker: int | None = None
) -> dict[int, dict[dt.date, Cell]]:
    """Everything known of each worker's days: the record, the papers, the corrections."""
    marks: dict[tuple[int, dt.date], int] = {}
    said: dict[tuple[int, dt.date], list[CorrectionSaid]] = {}
    for mark in _inside(DayMark.objects.all(), project, month, worker).order_by("batch_id"):
        marks[mark.person, mark.on] = mark.day_centi  # type: ignore[attr-defined] # annotated
    for each in _inside(Correction.objects.all(), project, month, worker).order_by("pk"):
        said.setdefault((each.person, each.on), []).append(  # type: ignore[attr-defined] # annotated
            CorrectionSaid(each.on, each.day_centi, each.minutes, each.reason, each.by_id, each.at)
        )
    worker_key, on, *record_of = (table[name].to_pylist() for name in RECORD)
    record = dict(zip(zip(worker_key, on, strict=True), zip(*record_of, strict=True), strict=True))
    cells: dict[int, dict[dt.date, Cell]] = {}
    for key in {*marks, *said, *record}:
        source, minutes, punches = record.get(key, ("", None, None))
        cells.setdefault(key[0], {})[key[1]] = Cell(
            key[1], source, minutes, punches, marks.get(key), tuple(said.get(key, ()))
        )
    return cells


def _inside(
    rows: QuerySet[M, M], project: int, month: dt.date, worker: int | None
) -> QuerySet[M, M]:
    """Rows of a project's month, perhaps of one worker; `person` is who he is after any merging."""
    span = (month, next_month(month) - dt.timedelta(days=1))
    person = Coalesce("worker__merged_into_id", "worker_id")
    found = rows.filter(project=project, on__range=span).annotate(person=person)
    return found if worker is None else found.filter(person=worker)  # type: ignore[return-value]


def _month_days(month: dt.date) -> tuple[dt.date, ...]:
    days = (next_month(month) - month).days
    return tuple(month + dt.timedelta(days=number) for number in range(days))


def _on_site(enrolment: Enrolment, month: dt.date) -> bool:
    """Whether the enrolment touches the month."""
    entered, left = enrolment.entered_on, enrolment.left_on
    return (entered is None or entered < next_month(month)) and (left is None or left >= month)
