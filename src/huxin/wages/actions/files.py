"""Clock dumps, month grids and day lists that the site office hands in.

Both are takers of intake: `reading` is what `formats` read, and all is part of the caller's change.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import pyarrow as pa

from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.formats.attlog import ClockReading
from huxin.formats.base import Reading
from huxin.kernel.clock import CHINA
from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import Message
from huxin.registry.models import Project
from huxin.registry.taken import RefusedRow, Taken
from huxin.wages.actions.punches import Delivery, store_batch
from huxin.wages.errors import ReadingRefused, WrongDay
from huxin.wages.intake import Mark, insert_marks, mark_changed, next_batch
from huxin.wages.models import DayMark, Device, PunchBatch
from huxin.wages.people import Roster, roster_of
from huxin.wages.policy import judge, utc_seconds

__all__ = ["NOBODY", "take_attlog", "take_days"]

UPLOAD = "wages.attendance.upload"
RESET_BEFORE = dt.datetime(2010, 1, 1, tzinfo=CHINA)
"""Clocks that lost their time go back to 2000 or 2005: no dump of a living site is older."""
Place = tuple[str, int]
NOBODY, SEVERAL, FUTURE = "DM-001", "DM-002", "DM-003"


def take_attlog(reading: Reading, *, project: Project, actor: Actor, now: dt.datetime) -> Taken:
    """Take a clock dump; each device number in it is a clock of the project.

    The same dump again changes nothing. Counts are of lines of the dump.
    """
    if not isinstance(reading, ClockReading):
        raise TypeError("a clock dump is read by formats.attlog")
    with change(UPLOAD, actor=actor, now=now) as doing:
        owner = doing.reach(Project, project.pk)
        taken = Taken()
        numbers = reading.punches["device"].fill_null(0).to_numpy()
        for number in np.unique(numbers).tolist():
            rows = reading.punches.filter(pa.array(numbers == number))
            device = _clock(doing, owner, str(number))
            taken = _sum(taken, _take_dump(doing, device, rows))
    return taken


def _clock(doing: Change, project: Project, number: str) -> Device:
    """The project's clock of that number; a dump from a new one makes it known."""
    found = Device.objects.filter(project=project, serial=number).first()
    if found is None:
        found = Device.objects.create(
            project=project, serial=number, kind=Device.Kind.CLOCK, from_at=RESET_BEFORE
        )
        doing.note(found, after={"serial": number, "kind": found.kind})
    return found


def _take_dump(doing: Change, device: Device, rows: pa.Table) -> Taken:
    users = rows["user_no"].to_pylist()
    at = utc_seconds(rows["at"].to_numpy())
    states = rows["state"].fill_null(-1).to_numpy().astype(np.int64)
    content = sha256(repr((users, at.tolist(), states.tolist())).encode()).hexdigest()
    if PunchBatch.objects.filter(device=device, key=content).exists():
        return Taken(unchanged=rows.num_rows)
    checked = judge(
        users, at, exists=np.ones(len(at), np.bool_), states=np.where(states > 255, -1, states),
        span=(device.from_at, device.to_at), now=doing.now,
    )  # fmt: skip
    delivery = Delivery(content, content, PunchBatch.Source.UPLOAD)
    batch = store_batch(doing, device, delivery, checked, rows=rows.num_rows)
    Device.objects.filter(pk=device.pk).update(last_seen_at=doing.now)
    lines = rows["line"].to_pylist()
    refused = tuple(
        RefusedRow(
            lines[row], code.id, HuxinError(Message(code.message), remedy=Message(code.remedy))
        )
        for row, code in checked.faults.items()
    )
    return Taken(batch.accepted, batch.repeated, refused)


def _sum(one: Taken, other: Taken) -> Taken:
    return Taken(
        one.accepted + other.accepted,
        one.unchanged + other.unchanged,
        one.refused + other.refused,
    )


@dataclass(frozen=True, slots=True)
class _Marks:
    """Rows of a paper, one for each worker and day; `faults` is by sheet and line."""

    rows: list[Mark]
    accepted: set[Place]
    faults: dict[Place, RefusedRow]


def take_days(reading: Reading, *, project: Project, actor: Actor, now: dt.datetime) -> Taken:
    """Take a month grid or a day list. What it says again is unchanged; what it says anew stands
    beside what was said before, and is what the site office means now. Counts are of lines.
    """
    source = DayMark.Source.LIST if reading.format == "attendance_list" else DayMark.Source.GRID
    with change(UPLOAD, actor=actor, now=now) as doing:
        owner = doing.reach(Project, project.pk)
        marks = _marks(reading.rows, roster_of(owner.pk), doing.now)
        lines = len({*marks.accepted, *marks.faults})
        content = sha256(repr((source, sorted(marks.rows))).encode()).hexdigest()
        if not marks.rows or PunchBatch.objects.filter(project=owner, key=content).exists():
            refused = tuple(marks.faults.values())
            return Taken(unchanged=lines - len(refused), refused=refused)
        fresh = _fresh(owner, source, marks.rows)
        batch = _store_marks(doing, owner, content, reading.rows.num_rows, marks, fresh)
        insert_marks(owner.pk, source.value, batch.pk, fresh)
        mark_changed(owner.pk, {on.replace(day=1) for _, on, _, _ in fresh})
    return Taken(accepted=lines - len(marks.faults), refused=tuple(marks.faults.values()))


def _marks(rows: pa.Table, roster: Roster, now: dt.datetime) -> _Marks:
    today = now.astimezone(CHINA).date()
    columns = ("sheet", "line", "identity", "name", "on", "day_centi", "minutes")
    kept: dict[tuple[int, dt.date], tuple[int, int | None]] = {}
    accepted: set[Place] = set()
    faults: dict[Place, RefusedRow] = {}
    listed = {each: rows[each].to_pylist() for each in columns}
    people = set(zip(listed["identity"], listed["name"], strict=True))
    named = {each: roster.meant(*each) for each in people}
    for sheet, line, identity, name, on, centi, minutes in zip(*listed.values(), strict=True):
        meant = named[identity, name]
        if len(meant) != 1:
            several = len(meant) > 1
            code = SEVERAL if several else NOBODY
            error = ReadingRefused(several=several)
            faults.setdefault((sheet, line), RefusedRow(line, code, error, sheet))
        elif on > today:
            late = WrongDay(on, future=True)
            faults.setdefault((sheet, line), RefusedRow(line, FUTURE, late, sheet))
        else:
            kept[meant[0], on] = (centi, minutes)
            accepted.add((sheet, line))
    return _Marks([(*key, *value) for key, value in kept.items()], accepted - set(faults), faults)


def _fresh(project: Project, source: str, rows: list[Mark]) -> list[Mark]:
    """Rows that say something else than the latest paper of the kind did."""
    days = [on for _, on, _, _ in rows]
    said = {
        (worker, on): (centi, minutes)
        for worker, on, centi, minutes in DayMark.objects.filter(
            project=project, source=source, on__range=(min(days), max(days))
        )
        .order_by("batch_id")
        .values_list("worker_id", "on", "day_centi", "minutes")
    }
    return [each for each in rows if said.get(each[:2]) != each[2:]]


def _store_marks(
    doing: Change,
    project: Project,
    content: str,
    rows: int,
    marks: _Marks,
    fresh: list[Mark],
) -> PunchBatch:
    refused = rows - len(marks.rows)
    batch = PunchBatch(
        pk=next_batch(), project=project, source=PunchBatch.Source.UPLOAD, key=content,
        content=content, rows=rows, accepted=len(fresh), repeated=len(marks.rows) - len(fresh),
        refused=refused, received_at=doing.now, received_by_id=doing.actor.account,
        faults=[[line, fault.code] for (_, line), fault in sorted(marks.faults.items())],
    )  # fmt: skip
    batch.save(force_insert=True)
    doing.note(
        batch,
        after={"content": content, "rows": rows, "accepted": len(fresh), "refused": refused},
    )
    return batch
