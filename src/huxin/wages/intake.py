"""Punches and marks go into the database here: as columns, in one statement, repeats dropped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from django.db import connection

from huxin.access.fields import digest
from huxin.kernel.period import next_month
from huxin.wages.policy import local_seconds

__all__ = [
    "Mark",
    "clock_users",
    "insert_marks",
    "insert_punches",
    "mark_changed",
    "months_touched",
    "next_batch",
]

Ints = npt.NDArray[np.int64]
Mark = tuple[int, dt.date, int, int | None]
"""Worker, day, hundredths of a day, minutes."""

COLUMNS = "project_id, at_seconds, user_id, device_id, state, batch_id"
PUNCHES_SQLITE = (
    f"INSERT INTO wages_punch ({COLUMNS}) VALUES ({{:d}}, %s, %s, {{:d}}, %s, {{:d}})"  # noqa: S608 -- whole numbers
    " ON CONFLICT (project_id, at_seconds, user_id, device_id) DO NOTHING"
)
PUNCHES_POSTGRES = (
    f"INSERT INTO wages_punch ({COLUMNS})"  # noqa: S608 -- constants
    " SELECT %s, at, u, %s, nullif(s, -1), %s"
    " FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[]) AS given(at, u, s)"
    " ON CONFLICT (project_id, at_seconds, user_id, device_id) DO NOTHING"
)
MARK_COLUMNS = 'project_id, worker_id, "on", day_centi, minutes, source, batch_id'
MARKS_SQLITE = (
    f"INSERT INTO wages_daymark ({MARK_COLUMNS})"  # noqa: S608 -- constants
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
)
MARKS_POSTGRES = (
    f"INSERT INTO wages_daymark ({MARK_COLUMNS})"  # noqa: S608 -- constants
    " SELECT %s, w, d, c, m, %s, %s"
    " FROM unnest(%s::bigint[], %s::date[], %s::smallint[], %s::smallint[]) AS given(w, d, c, m)"
)
USERS = (
    "INSERT INTO wages_clockuser (project_id, number) VALUES (%s, %s)"
    " ON CONFLICT (project_id, number) DO NOTHING"
)
MONTHS = (
    "INSERT INTO wages_monthstate (project_id, month, changes, compacted, roster)"
    " VALUES (%s, %s, 1, 0, 0)"
    " ON CONFLICT (project_id, month) DO UPDATE SET changes = wages_monthstate.changes + 1"
)
AFTER = "UPDATE wages_monthstate SET changes = changes + 1 WHERE project_id = %s AND month = %s"
BATCH = "SELECT id FROM wages_punchbatch WHERE device_id = %s AND key = %s"
AT_ONCE = 20_000
IDENTITY_LENGTH = 18
LONGEST_REACH_SECONDS = 18 * 3600
"""A punch can still close the work day that began this long before (4 h cut + 14 h shift)."""


def batch_of(device: int, key: str) -> int | None:
    """The number of the batch that a device sent under this key before."""
    with connection.cursor() as cursor:
        cursor.execute(BATCH, (device, key))
        found = cursor.fetchone()
    return None if found is None else int(found[0])


def next_batch() -> int:
    """The number of the batch to come: its punches name it, and it is written after them, whole."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence('wages_punchbatch', 'id'))")
        else:  # BEGIN IMMEDIATE holds other writers off
            cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM wages_punchbatch")
        return int(cursor.fetchone()[0])


def clock_users(project: int, numbers: Sequence[str]) -> Ints:
    """The keys of the users that `numbers` mean; new ones are entered, as open items."""
    distinct = {
        each: each if len(each) != IDENTITY_LENGTH else _kept_number(each) for each in set(numbers)
    }
    known = _known(project)
    missing = sorted({each for each in distinct.values() if each not in known})
    if missing:
        with connection.cursor() as cursor:
            cursor.executemany(USERS, [(project, each) for each in missing])
        known = _known(project)
    key = {written: known[kept] for written, kept in distinct.items()}
    return np.fromiter(map(key.__getitem__, numbers), np.int64, len(numbers))


def _known(project: int) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, id FROM wages_clockuser WHERE project_id = %s", (project,))
        return dict(cursor.fetchall())


def _kept_number(number: str) -> str:
    """A number as long as an identity number: if it is one, its keyed digest only is kept."""
    return f"#{digest('identity', number.upper())}" if number[:-1].isdigit() else number


def insert_punches(
    project: int, device: int, batch: int, *, at_seconds: Ints, users: Ints, states: Ints
) -> int:
    """Write punches, dropping those that are there; the answer is how many were new."""
    added = 0
    with connection.cursor() as cursor:
        for first in range(0, len(at_seconds), AT_ONCE):
            part = slice(first, first + AT_ONCE)
            columns = [each[part].tolist() for each in (at_seconds, users, states)]
            if connection.vendor == "postgresql":
                cursor.execute(PUNCHES_POSTGRES, (project, device, batch, *columns))
            else:
                cursor.executemany(PUNCHES_SQLITE.format(project, device, batch), _rows(columns))
            added += cursor.rowcount
    return added


def _rows(columns: list[list[int]]) -> list[tuple[int, int, int | None]]:
    at_seconds, users, states = columns
    given = [None if each < 0 else each for each in states]
    return list(zip(at_seconds, users, given, strict=True))


def insert_marks(project: int, source: str, batch: int, marks: Sequence[Mark]) -> None:
    """Write the marks of a paper; none of its worker-days may be there from this batch."""
    with connection.cursor() as cursor:
        for first in range(0, len(marks), AT_ONCE):
            part = marks[first : first + AT_ONCE]
            if connection.vendor == "postgresql":
                columns = [list(each) for each in zip(*part, strict=True)]
                cursor.execute(MARKS_POSTGRES, (project, source, batch, *columns))
            else:
                rows = [(project, *mark, source, batch) for mark in part]
                cursor.executemany(MARKS_SQLITE, rows)


def months_touched(at_seconds: Ints) -> list[dt.date]:
    """First days of the months whose work days these punches can change."""
    local = local_seconds(at_seconds)
    reach = np.concatenate([local, local - LONGEST_REACH_SECONDS])
    months = np.unique(reach.astype("datetime64[s]").astype("datetime64[M]"))
    return [each.astype("datetime64[D]").astype(dt.date) for each in months]


def mark_changed(project: int, months: Iterable[dt.date]) -> None:
    """Facts of these months are behind now, and so are those of the months after them: whether a
    night shift closes on the first of a month depends on the month before.
    """
    named = sorted(set(months))
    after = sorted({next_month(each) for each in named} - set(named))
    with connection.cursor() as cursor:
        cursor.executemany(MONTHS, [(project, each) for each in named])
        cursor.executemany(AFTER, [(project, each) for each in after])
