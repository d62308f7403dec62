"""Reads day lists of attendance (考勤明细): one line per worker and day."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from huxin.formats.attendance_spec import ATTENDANCE_LIST, LIST_PEOPLE
from huxin.formats.base import Reading
from huxin.formats.cells import Parsed
from huxin.formats.columns import BLANK, Cells, Flags, nulls, plain_text, write
from huxin.formats.headers import Layout
from huxin.formats.labels import labelled
from huxin.formats.lines import sort_lines
from huxin.formats.marks import Mark, centi_of, read_mark
from huxin.formats.people import check_people
from huxin.formats.table import SheetRead, Table, read_sheets
from huxin.formats.workbook import Book, Cell

__all__ = ["ATTENDANCE_LIST", "read_attendance_list"]

Whole = npt.NDArray[np.int64]

_TIME = re.compile(
    r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?T?)?([01]?\d|2[0-4])[:：时]([0-5]\d)?分?(?::[0-5]\d)?"
)
_DAY_MINUTES = 24 * 60
_NONE = -1


def read_attendance_list(book: Book, *, as_of: dt.date) -> Reading:
    """All day lists of a book: one row per line, with the day, hundredths and minutes.

    `in_at` and `out_at` are local moments; `minutes` is null where only one of them is known.
    """
    return read_sheets(book, ATTENDANCE_LIST, lambda layout: _read(layout, book.file, as_of))


def _read(layout: Layout, file: str, as_of: dt.date) -> SheetRead:
    table = Table(layout, sort_lines(layout), file)
    table.parse(parsers={"in_at": _times, "out_at": _times, "mark": _marks_as_text})
    check_people(table, LIST_PEOPLE, as_of=as_of, once=False)
    on = table.values("on")
    table.find("AL-009", np.flatnonzero(nulls(on)), refuses=True)
    for name in ("in_at", "out_at", "hours_centi"):
        if table.has(name):
            table.find("AL-010", table.parsed[name].at("unreadable"), at=name)
    days = on.cast(pa.int32()).fill_null(0).to_numpy().astype(np.int64)
    late = ~nulls(on) & (days > (as_of - dt.date(1970, 1, 1)).days)
    table.find("AL-013", np.flatnonzero(late), at="on", values=lambda _: {"as_of": as_of})
    alone = _check_twice(table, on)
    return table.finish({**_worked(table, days), "punches": _punches(table, alone)})


# --- times --------------------------------------------------------------------------------------


def _minute_of(cell: Cell) -> int | None:
    """Minutes after midnight of a time of day, however it is written; none if it is no time."""
    if isinstance(cell, (dt.datetime, dt.time)):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, dt.timedelta):
        return int(cell.total_seconds()) // 60 % _DAY_MINUTES
    if isinstance(cell, float) and cell % 1 >= 0 and (cell < 1 or cell > 10_000):
        return round(cell % 1 * _DAY_MINUTES) % _DAY_MINUTES
    found = _TIME.fullmatch(plain_text(write(cell)).replace("T", ""))
    return int(found[1]) * 60 + int(found[2] or 0) if found else None


def _times(cells: Cells) -> Parsed:
    """Minutes after midnight. Fault: `unreadable`."""
    answers: list[int | None] = []
    bad = []
    blank = cells.kind == BLANK
    for place, cell in enumerate(cells.cells):
        minute = None if blank[place] or cell in {"-", "/", "—", "无"} else _minute_of(cell)
        if minute is None and not blank[place] and cell not in {"-", "/", "—", "无"}:
            bad.append(place)
        answers.append(minute)
    faults = {"unreadable": np.array(bad, dtype=np.int64)} if bad else {}
    return Parsed(pa.array(answers, pa.int64()), faults)


def _marks_as_text(cells: Cells) -> Parsed:
    return Parsed(cells.written)


# --- what was worked ----------------------------------------------------------------------------


def _whole(table: Table, name: str) -> Whole:
    """A column of whole numbers, `_NONE` where nothing is given."""
    if not table.has(name):
        return np.full(table.size, _NONE, dtype=np.int64)
    found: Whole = table.parsed[name].values.fill_null(_NONE).to_numpy(zero_copy_only=False)
    return found


def _worked(table: Table, days: Whole) -> dict[str, pa.Array]:
    """Minutes from hours or from both times, hundredths from mark, minutes or presence."""
    begin, end, hours = (_whole(table, name) for name in ("in_at", "out_at", "hours_centi"))
    over_midnight = (begin >= 0) & (end >= 0) & (end < begin)
    span = np.where((begin >= 0) & (end >= 0), end - begin, _NONE)
    span = np.where(over_midnight, span + _DAY_MINUTES, span)
    minutes = np.where(hours >= 0, (hours * 60 + 50) // 100, span)
    impossible = minutes > _DAY_MINUTES
    table.find("AL-011", np.flatnonzero(impossible), at="hours_centi",
               values=lambda place: {"hours": f"{int(minutes[place]) // 60}"})  # fmt: skip
    minutes = np.where(impossible, _NONE, minutes)
    present = (begin >= 0) | (end >= 0) | impossible
    lengths, back = np.unique(minutes, return_inverse=True)
    by_minutes = np.array([centi_of(int(each)) for each in lengths], dtype=np.int64)[back]
    centi = np.where(minutes >= 0, by_minutes, np.where(present, 100, 0))
    centi = _by_mark(table, centi)
    return {
        "minutes": pa.array(minutes, mask=minutes < 0),
        "day_centi": pa.array(centi),
        "in_at": _moments(days, begin),
        "out_at": _moments(days, np.where(over_midnight, end + _DAY_MINUTES, end)),
        **_labels(table),
    }


def _punches(table: Table, alone: Flags) -> pa.Array:
    """How many of the day's two times are given: one proves presence and no hours.

    Null where the sheet has no two columns of times, where hours stand beside one time, and where
    the person has a second line on that day, which may hold the other time.
    """
    begin, end, hours = (_whole(table, name) for name in ("in_at", "out_at", "hours_centi"))
    found = (begin >= 0).astype(np.int64) + (end >= 0)
    timed = table.has("in_at") and table.has("out_at")
    return pa.array(found, mask=~(alone & (found > 0) & ((hours < 0) | (found > 1)) & timed))


def _moments(days: Whole, minutes: Whole) -> pa.Array:
    seconds = days * 86_400 + minutes * 60
    return pa.array(seconds, mask=minutes < 0).cast(pa.timestamp("s"))


def _by_mark(table: Table, centi: Whole) -> Whole:
    """A mark that can be read goes before the times."""
    if not table.has("mark"):
        return centi
    cells = table.cells["mark"]
    known: dict[tuple[type, Cell], Mark | None] = {}
    unclear = []
    for place in np.flatnonzero(~cells.blank).tolist():
        key = (type(cells[place]), cells[place])
        if key not in known:
            known[key] = read_mark(cells[place])
        mark = known[key]
        if mark is None:
            unclear.append(place)
        else:
            centi[place] = mark.day_centi
    table.find("AL-010", np.array(unclear, dtype=np.int64), at="mark")
    return centi


def _check_twice(table: Table, on: pa.Array) -> Flags:
    """Which lines are their person's only one on the day; identity number first, then name."""
    person = pc.coalesce(table.values("identity"), table.values("name"))
    keys = pc.binary_join_element_wise(person, on.cast(pa.string()), "|")
    places = np.flatnonzero(~nulls(keys))
    alone: Flags = np.ones(table.size, dtype=bool)
    if len(places) < 2:
        return alone
    codes = keys.take(pa.array(places)).dictionary_encode().indices.to_numpy()
    firsts = places[np.unique(codes, return_index=True)[1]]
    again = np.isin(places, firsts, invert=True)
    first = dict(zip(places[again].tolist(), firsts[codes[again]].tolist(), strict=True))
    table.find("AL-012", places[again], values=lambda place: {"first": table.line(first[place])})
    alone[places] = np.bincount(codes)[codes] == 1
    return alone


def _labels(table: Table) -> dict[str, pa.Array]:
    layout = table.layout
    above = [row for row in table.lines.left if row < layout.first]
    return {
        name: table.values(name).fill_null(text)
        for name, (text, _, _) in labelled(layout.grid, above, layout.spec).items()
    }
