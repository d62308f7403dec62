"""From what was recorded to the days of a project's month; which source speaks is in docs/adr/0006.

Clocks speak before lists, lists before grids (`check.assemble.attendance.unite`). The latest paper
of a kind is what the site office means. A correction replaces papers and adds to clocks: it
cannot take away what a clock recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from django.db import connection

from huxin.check.assemble.attendance import Attendance, unite
from huxin.facts.columns import COUNT, DAY, KEY
from huxin.formats.workday import WorkDayRule, work_days
from huxin.kernel.period import add_months, next_month
from huxin.wages.models import Correction, DayMark
from huxin.wages.people import Numbers, numbers_of
from huxin.wages.policy import local_seconds, utc_seconds

__all__ = ["derive", "joined", "punches_of"]

Ints = npt.NDArray[np.int64]
PUNCHES = (
    "SELECT user_id, at_seconds FROM wages_punch"
    " WHERE project_id = %s AND at_seconds >= %s AND at_seconds < %s"
)
MARKS = (
    'SELECT source, COALESCE(merged_into_id, worker_id), "on", day_centi, minutes'
    " FROM wages_daymark JOIN registry_worker ON registry_worker.id = worker_id"
    ' WHERE project_id = %s AND "on" >= %s AND "on" <= %s ORDER BY batch_id'
)
DAY_SECONDS = 86_400
UNKNOWN = -1
RULE = WorkDayRule()
Marks = dict[tuple[int, int], tuple[int, int | None]]
"""By worker and day since 1970: hundredths of a day, and minutes if known."""


def derive(project: int, month: dt.date) -> Attendance:
    """The work days of a project in a month and the fold of them: five queries."""
    days = (month, next_month(month) - dt.timedelta(days=1))
    corrections = _corrections(project, days)
    marks = _marks(project, days)
    parts = {"clock": _clock(project, month, numbers_of(project), corrections)}
    listed, grid = marks[DayMark.Source.LIST], marks[DayMark.Source.GRID]
    for each in corrections:
        grid.pop(each, None)
    parts["list"] = _table(project, {**listed, **corrections})
    parts["grid"] = _table(project, grid)
    return unite(parts)


def punches_of(project: int, first: int, last: int) -> tuple[Ints, Ints]:
    """Clock user and UTC seconds of the punches from day `first` through `last` (since 1970)."""
    bounds = np.array([first, last + 1], "datetime64[D]")
    begun, ends = utc_seconds(bounds).tolist()
    with connection.cursor() as cursor:
        cursor.execute(PUNCHES, (project, begun, ends))
        found = np.array(cursor.fetchall(), np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _clock(
    project: int, month: dt.date, numbers: Numbers, corrections: Mapping[Any, Any]
) -> pa.Table:
    """Work days by the clock. The month before is read as well, because a night shift closes by the
    next morning's first punch, and so on back to the last day off; and the two days after.
    """
    first, last = _day(month), _day(next_month(month)) - 1
    users, at = punches_of(project, _day(add_months(month, -1)), last + 2)
    local = local_seconds(at)
    day = (local - RULE.day_cut_hour * 3600) // DAY_SECONDS
    workers = numbers.workers(users, day)
    known = workers != UNKNOWN
    days = work_days(workers[known], local[known].astype("datetime64[s]"), RULE)
    on = days.on.astype("datetime64[D]").astype(np.int64)
    inside = (on >= first) & (on <= last)
    worker, on, minutes = days.user[inside], on[inside], days.minutes[inside]
    for row, key in enumerate(zip(worker.tolist(), on.tolist(), strict=True)):
        stated = corrections.get(key)
        if stated is not None and stated[0] and (stated[1] or 0) > minutes[row]:
            minutes[row] = stated[1]
    return pa.table(
        {
            "project_key": pa.array(np.full(len(on), project), KEY),
            "worker_key": pa.array(worker, KEY),
            "on": pa.array(on.astype(np.int32)).cast(DAY),
            "minutes": pa.array(minutes, COUNT, mask=minutes == UNKNOWN),
            "punches": pa.array(days.punches[inside], COUNT),
        }
    )


def _marks(project: int, days: tuple[dt.date, dt.date]) -> dict[str, Marks]:
    """The latest mark of each worker and day, by kind of paper."""
    found: dict[str, Marks] = {source: {} for source in DayMark.Source.values}
    with connection.cursor() as cursor:
        cursor.execute(MARKS, (project, *(each.isoformat() for each in days)))
        rows = cursor.fetchall()
    number = {on: _day(dt.date.fromisoformat(str(on))) for on in {row[2] for row in rows}}
    for source, worker, on, centi, minutes in rows:
        found[source][worker, number[on]] = (centi, minutes)
    return found


def _corrections(project: int, days: tuple[dt.date, dt.date]) -> Marks:
    rows = Correction.objects.filter(project=project, on__range=days)
    return {
        (merged or worker, _day(on)): (centi, minutes)
        for worker, merged, on, centi, minutes in rows.order_by("pk").values_list(
            "worker_id", "worker__merged_into_id", "on", "day_centi", "minutes"
        )
    }


def _table(project: int, marks: Marks) -> pa.Table:
    keys, values = list(marks), list(marks.values())
    return pa.table(
        {
            "project_key": pa.array([project] * len(keys), KEY),
            "worker_key": pa.array([worker for worker, _ in keys], KEY),
            "on": pa.array([on for _, on in keys], pa.int32()).cast(DAY),
            "minutes": pa.array([minutes for _, minutes in values], COUNT),
            "day_centi": pa.array([centi for centi, _ in values], COUNT),
        }
    )


def joined(found: Iterable[pa.Table], empty: pa.Table) -> pa.Table:
    """Tables of one kind under each other; labels are told anew, so that they fit."""
    return pa.concat_tables([empty, *found]).unify_dictionaries()


def _day(on: dt.date) -> int:
    return (on - dt.date(1970, 1, 1)).days
