"""Reads month grids of attendance (考勤表): workers as lines, days of the month as columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from huxin.formats.attendance_spec import ATTENDANCE_GRID, GRID_PEOPLE
from huxin.formats.base import Left, Reading
from huxin.formats.day_columns import DayLine, day_lines
from huxin.formats.labels import labelled
from huxin.formats.layout import Layout
from huxin.formats.lines import Lines, sort_lines
from huxin.formats.marks import Mark, read_mark
from huxin.formats.months import sheet_month
from huxin.formats.people import check_people
from huxin.formats.table import SheetRead, Table, read_sheets
from huxin.formats.workbook import Book, Cell
from huxin.kernel.period import Period, month_of
from huxin.kernel.texts import Month

__all__ = ["ATTENDANCE_GRID", "read_attendance_grid"]


@dataclass(slots=True)
class _Found:
    """Marks that yield rows, as columns, and the days counted per row of the table."""

    places: list[int]
    days: list[dt.date]
    marks: list[Mark]
    counted: dict[int, int]
    hours: dict[int, int]
    unclear: set[int]


def read_attendance_grid(book: Book, *, as_of: dt.date) -> Reading:
    """All month grids of a book: one row per written mark, with the day, hundredths and minutes.

    A blank cell yields nothing; `day_centi` 0 says that absence was written down.
    """
    return read_sheets(
        book,
        ATTENDANCE_GRID,
        lambda layout: _read(layout, book.file, as_of),
        one_row_each=False,
    )


def _lines(layout: Layout, days: list[DayLine]) -> Lines:
    """Rows of workers; with two halves, the line under a worker's first one belongs to it."""
    lines = sort_lines(layout)
    if not any(each.below for each in days):
        return lines
    columns = [layout.columns[each] for each in ("name", "identity") if each in layout.columns]
    left = dict(lines.left)
    rows: list[int] = []
    for row in range(layout.last + 1, layout.grid.height):
        cells = layout.grid.rows[row]
        is_named = any(not isinstance(cells[at], str) or cells[at].strip() for at in columns)  # type: ignore[union-attr]
        if not is_named and rows and row == rows[-1] + 1 and left.get(row) in {None, Left.TITLE}:
            left[row] = Left.CONTINUATION
        elif row not in left:
            rows.append(row)
    return Lines(np.array(rows, dtype=np.int64), left)


# --- the marks ----------------------------------------------------------------------------------


def _read(layout: Layout, file: str, as_of: dt.date) -> SheetRead:
    days = [each for each in day_lines(layout.grid, layout.last + 1) if each.row >= layout.first]
    table = Table(layout, _lines(layout, days), file)
    table.parse()
    check_people(table, GRID_PEOPLE, as_of=as_of)
    month = _month(days) or sheet_month(layout, file)
    if month is None:
        table.find("AT-013", np.arange(table.size), refuses=True)
        return table.close(table.table().slice(0, 0))
    if month > as_of:
        shown = Month(month.year, month.month, 1)
        table.say("AT-014", values={"month": shown, "as_of": as_of})
    found = _marks(table, days, month)
    _check_totals(table, found)
    return table.close(_rows(table, found))


def _month(days: list[DayLine]) -> dt.date | None:
    whole = [day for each in days for day in each.days.values() if isinstance(day, dt.date)]
    return month_of(whole[0]) if whole else None


def _cells(
    table: Table, days: list[DayLine]
) -> Iterator[tuple[int, int, int, dt.date | int, Cell]]:
    """Place, grid row, column, day and cell of everything written in a day column."""
    grid, taken = table.layout.grid, set(table.layout.columns.values())
    for place, first in enumerate(table.lines.rows.tolist()):
        for each in days:
            row = first + each.below
            if row >= grid.height or (each.below and table.lines.left.get(row) is None):
                continue
            cells = grid.rows[row]
            for column, day in each.days.items():
                cell = cells[column]
                if column not in taken and not (isinstance(cell, str) and not cell.strip()):
                    yield place, row, column, day, cell


def _marks(table: Table, days: list[DayLine], month: dt.date) -> _Found:
    length = Period.month(month).days
    found = _Found([], [], [], {}, {}, set())
    known: dict[tuple[type, Cell], Mark | None] = {}
    for place, row, column, day, cell in _cells(table, days):
        key = (type(cell), cell)
        if key not in known:
            known[key] = read_mark(cell)
        mark = known[key]
        number = day if isinstance(day, int) else day.day
        if mark is None:
            table.say("AT-010", row=row, column=column, values={"day": number})
            found.unclear.add(place)
        elif number > length:
            if mark.day_centi:
                values = {"day": number, "length": length}
                table.say("AT-011", row=row, column=column, values=dict(values))
                found.unclear.add(place)
        else:
            _keep(found, place, month.replace(day=number) if isinstance(day, int) else day, mark)
    return found


def _keep(found: _Found, place: int, on: dt.date, mark: Mark) -> None:
    found.places.append(place)
    found.days.append(on)
    found.marks.append(mark)
    found.counted[place] = found.counted.get(place, 0) + mark.day_centi
    found.hours[place] = found.hours.get(place, 0) + (mark.minutes or 0)


def _check_totals(table: Table, found: _Found) -> None:
    """The total may count days or, where hours were written, hours."""
    if not table.has("total_centi"):
        return
    total = table.parsed["total_centi"]
    table.find("AT-015", total.at("unreadable"), at="total_centi")
    wrong = {}
    for place, written in enumerate(total.values.to_pylist()):
        days, hours = found.counted.get(place, 0), found.hours.get(place, 0)
        if written is None or place in found.unclear or written in {days, hours * 100 // 60}:
            continue
        wrong[place] = {"written": _days(written), "sum": _days(days)}
    table.find("AT-012", np.array(sorted(wrong), dtype=np.int64), at="total_centi",
               values=wrong.__getitem__)  # fmt: skip


def _days(centi: int) -> str:
    whole, part = divmod(abs(centi), 100)
    text = f"{whole}.{part:02d}".rstrip("0").rstrip(".")
    return f"-{text}" if centi < 0 else text


def _rows(table: Table, found: _Found) -> pa.Table:
    """One row per mark, in the order of the sheet, without refused lines."""
    places = np.array(found.places, dtype=np.int64)
    whole = _with_labels(table).take(pa.array(places))
    columns = {
        "on": pa.array(found.days, pa.date32()),
        "minutes": pa.array([each.minutes for each in found.marks], pa.int64()),
        "day_centi": pa.array([each.day_centi for each in found.marks], pa.int64()),
        "mark": pa.array([each.text for each in found.marks], pa.string()),
    }
    for name, column in columns.items():
        whole = whole.set_column(whole.column_names.index(name), name, column)
    return whole.filter(pa.array(~table.refused()[places]))


def _with_labels(table: Table) -> pa.Table:
    layout = table.layout
    above = [row for row in table.lines.left if row < layout.first]
    columns = {
        name: table.values(name).fill_null(text)
        for name, (text, _, _) in labelled(layout.grid, above, layout.spec).items()
    }
    return table.table(columns)
