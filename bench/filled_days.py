"""A year of attendance for a platform filled in bulk: gates, punches, and the facts they make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import connection

from bench.rows import written
from huxin.facts.schema import TABLES
from huxin.facts.store import Store
from huxin.kernel.period import next_month
from huxin.registry.models import Project
from huxin.wages.models import ClockUser, Device, MonthState, PunchBatch

__all__ = ["attendance", "devices"]

IN_AT, SHIFT_SECONDS, SPREAD_SECONDS = 7 * 3600, 11 * 3600, 1800
CHINA_SECONDS = 8 * 3600
EPOCH = dt.date(1970, 1, 1)
OPEN_NUMBERS = 2
"""Numbers on the clocks of each project that belong to nobody."""
PUNCHES = f"""
INSERT INTO wages_punch (project_id, at_seconds, user_id, device_id, state, batch_id)
WITH RECURSIVE day(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM day WHERE n < %s)
SELECT d.project_id,
  day.n * 86400 - {CHINA_SECONDS} + {IN_AT} + (u.id * 7 + day.n * 13) %% {SPREAD_SECONDS}
    + s.n * {SHIFT_SECONDS},
  u.id, d.id, s.n, b.id
FROM day CROSS JOIN wages_device d CROSS JOIN (SELECT 0 AS n UNION ALL SELECT 1) s
CROSS JOIN wages_punchbatch b CROSS JOIN wages_clockuser u
WHERE b.device_id = d.id AND b.key = %s AND u.project_id = d.project_id
  AND (u.id + day.n) %% 7 <> 0
"""  # noqa: S608 -- figures of ours
"""Everybody comes in and goes out on six days of seven; whose day off is when says his number."""


Months = Sequence[dt.date]


def devices(
    projects: Sequence[Project], people: int, months: Months, *, now: dt.datetime, until: dt.date
) -> None:
    """A gate on each project, heard of `now`, with its users; a receipt a month; the punches."""
    begun = dt.datetime.combine(months[0], dt.time(), dt.UTC)
    gates = written(
        Device(project=each, serial=f"G-{each.pk}", kind="gate", from_at=begun, last_seen_at=now)
        for each in projects
    )
    users = range(1, people + OPEN_NUMBERS + 1)
    written(ClockUser(project=each, number=str(n)) for each in projects for n in users)
    rows = len(users) * 2 * 26
    written(
        PunchBatch(project_id=each.project_id, device=each, source="device", key=f"{month:%Y-%m}",
                   content=f"{each.pk:057d}{month:%Y-%m}", rows=rows, accepted=rows, repeated=0,
                   refused=0, received_at=now)
        for each in gates
        for month in months
    )  # fmt: skip
    written(
        MonthState(project=each, month=month, changes=1, compacted=1)
        for each in projects
        for month in months
    )
    for month in months:
        first, last = _day(month), min(_day(next_month(month)), _day(until)) - 1
        with connection.cursor() as cursor:
            cursor.execute(PUNCHES, (first, last, f"{month:%Y-%m}"))


def attendance(store: Store, months: Months, *, until: dt.date) -> None:
    """The facts that the punches make: days and months of those who are on a roster."""
    rows = np.array(_on_rosters(), np.int64).reshape(-1, 3)
    for month in months:
        first, last = _day(month), min(_day(next_month(month)), _day(until))
        days = np.arange(first, last)
        was_there = (rows[:, 2:3] + days) % 7 != 0
        who, when = np.nonzero(was_there)
        label = f"{month:%Y-%m}"
        store.write_month("attendance_day", label, _table("attendance_day", {
            "project_key": rows[who, 0], "worker_key": rows[who, 1], "on": days[when],
            "minutes": SHIFT_SECONDS // 60, "punches": 2, "source": "clock",
        }, len(who)))  # fmt: skip
        counts = was_there.sum(axis=1)
        bits = (was_there << np.arange(len(days))).sum(axis=1)
        store.write_month("attendance_month", label, _table("attendance_month", {
            "project_key": rows[:, 0], "worker_key": rows[:, 1], "month": first,
            "days_bits": bits, "days": counts, "days_centi": counts * 100,
            "minutes": counts * (SHIFT_SECONDS // 60), "longest_day_minutes": SHIFT_SECONDS // 60,
            "single_punch_days": 0,
        }, len(rows)))  # fmt: skip


def _on_rosters() -> list[tuple[int, int, int]]:
    """Project, worker and clock user of everybody on a roster."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.project_id, e.worker_id, u.id FROM registry_enrolment e"
            " JOIN wages_clockuser u ON u.project_id = e.project_id AND u.number = e.clock_user"
            " ORDER BY e.project_id, e.worker_id"
        )
        return list(cursor.fetchall())


def _table(name: str, columns: dict[str, Any], rows: int) -> pa.Table:
    """Columns as a fact table; a single value stands in every row."""
    made = {}
    for each in TABLES[name].columns:
        values = columns[each.name]
        kind = pa.string() if pa.types.is_dictionary(each.type) else each.type
        if pa.types.is_date32(kind):
            values = pa.array(np.broadcast_to(np.int32(0), rows) + np.asarray(values, np.int32))
            made[each.name] = values.cast(kind)
        elif isinstance(values, np.ndarray):
            made[each.name] = pa.array(values).cast(kind)
        else:
            made[each.name] = pa.repeat(pa.scalar(values, kind), rows)
    return pa.table(made)


def _day(on: dt.date) -> int:
    return (on - EPOCH).days
