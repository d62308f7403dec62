"""Attendance from clock dumps, month grids and day lists, united per worker and day.

For one worker, site and day the clock speaks before the list and the list before the grid; days
that only a weaker source knows are kept. Hundredths of a day come from grid or list where they
have the day (a clock proves presence, not what was agreed to count), else the day counts whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huxin.check.assemble.columns import Ints, column, fact, number_days
from huxin.facts.columns import BITS, COUNT, DAY, KEY

__all__ = ["Attendance", "unite"]

SOURCES = ("clock", "list", "grid")
WHOLE_DAY_CENTI = 100
_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Attendance:
    """The two fact tables, and on how many worker-days two sources contradict each other."""

    days: pa.Table
    months: pa.Table
    disagreements: int


def unite(parts: dict[str, pa.Table]) -> Attendance:
    """Unite tables by source; each has project_key, worker_key, on, minutes, day_centi, punches.

    A row with `day_centi` 0 says that the worker was absent; it counts only against other sources.
    """
    rows = pa.concat_tables(
        [_ranked(parts[name], rank) for rank, name in enumerate(SOURCES) if name in parts]
        or [_ranked(_NOTHING, 0)]
    )
    rows = rows.filter(pc.and_(pc.is_valid(rows["worker_key"]), pc.is_valid(rows["on"])))
    values = {name: _plain(rows[name]) for name in rows.column_names}
    order = np.lexsort((values["rank"], values["on"], values["worker_key"], values["project_key"]))
    values = {name: array[order] for name, array in values.items()}
    starts = _starts(values, ("project_key", "worker_key", "on"))
    return _reduced(values, starts)


def _reduced(values: dict[str, Ints], starts: Ints) -> Attendance:
    """One row per worker-day: the strongest source, the weaker ones filling what it leaves open."""
    if not len(starts):
        return Attendance(fact("attendance_day", {}, 0), fact("attendance_month", {}, 0), 0)
    absent = values["day_centi"] == 0
    present = ~absent
    any_present = np.maximum.reduceat(present, starts)
    any_absent = np.maximum.reduceat(absent, starts)
    centi = np.maximum.reduceat(np.where(absent, _UNKNOWN, values["day_centi"]), starts)
    centi[centi == _UNKNOWN] = WHOLE_DAY_CENTI
    first_present = _first(present, starts)
    kept = any_present.astype(bool)
    chosen = first_present[kept]
    days = {
        "project_key": values["project_key"][chosen],
        "worker_key": values["worker_key"][chosen],
        "on": values["on"][chosen],
        "minutes": values["minutes"][chosen],
        "punches": values["punches"][chosen],
        "rank": values["rank"][chosen],
        "day_centi": centi[kept],
    }
    contradicted = int((any_present.astype(bool) & any_absent.astype(bool)).sum())
    return Attendance(_day_table(days), _month_table(days), contradicted)


def _first(flags: np.ndarray[tuple[int], np.dtype[np.bool_]], starts: Ints) -> Ints:
    """The first row of each run whose flag is set (the run's first row when none is)."""
    rows = np.where(flags, np.arange(len(flags)), len(flags))
    found = np.minimum.reduceat(rows, starts)
    return np.where(found < len(flags), found, starts).astype(np.int64)


def _day_table(days: dict[str, Ints]) -> pa.Table:
    size = len(days["on"])
    sources = pa.DictionaryArray.from_arrays(days["rank"].astype(np.int32), list(SOURCES))
    return fact(
        "attendance_day",
        {
            "project_key": pa.array(days["project_key"].astype(np.int32)),
            "worker_key": pa.array(days["worker_key"].astype(np.int32)),
            "on": pa.array(days["on"].astype(np.int32)).cast(DAY),
            "minutes": _nullable(days["minutes"]),
            "punches": _nullable(days["punches"]),
            "source": sources,
        },
        size,
    )


def _month_table(days: dict[str, Ints]) -> pa.Table:
    month = days["on"].astype("datetime64[D]").astype("datetime64[M]")
    first = month.astype("datetime64[D]").astype(np.int64)
    keyed = {**days, "month": first}
    starts = _starts(keyed, ("project_key", "worker_key", "month"))
    measured = np.where(days["minutes"] == _UNKNOWN, 0, days["minutes"])
    minutes = np.add.reduceat(measured, starts)
    longest = np.maximum.reduceat(days["minutes"], starts)
    bits = np.left_shift(np.int64(1), days["on"] - first)
    return fact(
        "attendance_month",
        {
            "project_key": pa.array(days["project_key"][starts].astype(np.int32)),
            "worker_key": pa.array(days["worker_key"][starts].astype(np.int32)),
            "month": pa.array(first[starts].astype(np.int32)).cast(DAY),
            "days_bits": pa.array(np.bitwise_or.reduceat(bits, starts)).cast(BITS),
            "days": pa.array(np.diff(np.r_[starts, len(first)])).cast(COUNT),
            "days_centi": pa.array(np.add.reduceat(days["day_centi"], starts)).cast(COUNT),
            "minutes": _nullable(np.where(longest == _UNKNOWN, _UNKNOWN, minutes)),
            "longest_day_minutes": _nullable(longest),
            "single_punch_days": pa.array(np.add.reduceat(days["punches"] == 1, starts)).cast(
                COUNT
            ),
        },
        len(starts),
    )


def _starts(values: dict[str, Ints], keys: tuple[str, ...]) -> Ints:
    """Where a run of equal keys begins; the rows are sorted by them."""
    size = len(values[keys[0]])
    if not size:
        return np.zeros(0, np.int64)
    turns = np.zeros(size, bool)
    turns[0] = True
    for key in keys:
        turns[1:] |= np.diff(values[key]) != 0
    return np.flatnonzero(turns).astype(np.int64)


def _ranked(table: pa.Table, rank: int) -> pa.Table:
    return pa.table(
        {
            "project_key": column(table, "project_key", KEY),
            "worker_key": column(table, "worker_key", KEY),
            "on": column(table, "on", DAY),
            "minutes": column(table, "minutes", COUNT),
            "punches": column(table, "punches", COUNT),
            "day_centi": column(table, "day_centi", COUNT),
            "rank": pa.array(np.full(table.num_rows, rank, np.int32)),
        }
    )


def _plain(array: pa.ChunkedArray) -> Ints:
    whole = array.combine_chunks()
    if pa.types.is_date(whole.type):
        return number_days(whole)
    return np.asarray(whole.fill_null(_UNKNOWN).to_numpy(zero_copy_only=False)).astype(np.int64)


def _nullable(values: Ints) -> pa.Array:
    return pa.array(values.astype(np.int32), COUNT, mask=values == _UNKNOWN)


_NOTHING = pa.table({"project_key": pa.array([], KEY)})
