"""Finds the columns of a month grid that stand for days, in one line or in two halves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from huxin.formats.base import HeaderMatch
from huxin.formats.columns import plain_text
from huxin.formats.layout import Layout
from huxin.formats.marks import days_in
from huxin.formats.workbook import Cell, Grid

__all__ = ["DayLine", "day_lines", "with_days"]

_RUN_MIN = 7
"""So many days one after another in a line make it a line of days."""
_LINES_LOOKED_AT = 60
_LINES_APART_MAX = 3
_WEEKDAYS = frozenset("一二三四五六日天")


@dataclass(frozen=True, slots=True)
class DayLine:
    """Day columns of one header line; `below` is how far under a worker's first line they count."""

    row: int
    days: Mapping[int, dt.date | int]
    below: int = 0


def with_days(layout: Layout) -> Layout | None:
    """The header widened by its one or two lines of days; none if there are no days near it."""
    grid = layout.grid
    near = range(layout.first - _LINES_APART_MAX, layout.first + _LINES_APART_MAX + 1)
    lines = [each for each in day_lines(grid, near.stop) if each.row in near]
    if not lines:
        return None
    first = min(layout.first, lines[0].row)
    last = max(layout.last, lines[-1].row)
    while last + 1 < grid.height and _is_weekdays(grid.rows[last + 1]):
        last += 1
    taken = set(layout.columns.values())
    days = tuple(
        HeaderMatch(column, grid.address(each.row, column), str(day), "day", f"day {day}")
        for each in lines
        for column, day in each.days.items()
        if column not in taken
    )
    reading = replace(
        layout.reading,
        lines=tuple(grid.line(row) for row in range(first, last + 1)),
        matches=tuple(each for each in layout.reading.matches if each.field) + days,
    )
    return replace(layout, first=first, last=last, reading=reading)


def day_lines(grid: Grid, end: int) -> list[DayLine]:
    """Lines with a run of days above line `end`; a second line over the same columns is the
    month's other half."""
    found: list[DayLine] = []
    for row, cells in enumerate(grid.rows[: min(end, _LINES_LOOKED_AT)]):
        days = _run(cells)
        if len(days) < _RUN_MIN:
            continue
        if found and row - found[-1].row > 2:
            break
        shared = found and set(days) & set(found[-1].days)
        found.append(DayLine(row, days, 1 if shared else 0))
    return found


def _run(cells: list[Cell]) -> dict[int, dt.date | int]:
    """The longest run of days that grow by one from column to column (a few may lie apart)."""
    best: dict[int, dt.date | int] = {}
    run: dict[int, dt.date | int] = {}
    before = 0
    for column, day in enumerate(days_in(cells)):
        if day is None:
            continue
        number = day if isinstance(day, int) else day.day
        if number != before + 1 and run:
            run = {}
        run[column], before = day, number
        if len(run) > len(best):
            best = dict(run)
    return best


def _is_weekdays(cells: list[Cell]) -> bool:
    texts = [plain_text(each) for each in cells if isinstance(each, str) and each.strip()]
    days = [each.removeprefix("周").removeprefix("星期") for each in texts]
    return len(days) >= _RUN_MIN and all(each in _WEEKDAYS for each in days)
