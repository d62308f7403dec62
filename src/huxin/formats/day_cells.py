"""Columns of dates and months, however they are written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import numpy as np
import pyarrow as pa

from huxin.formats.columns import (
    BLANK,
    NONE_GIVEN,
    TEXT,
    UNREADABLE,
    Cells,
    Parsed,
    by_distinct,
    plain_text,
    settle,
)
from huxin.formats.workbook import Cell
from huxin.kernel.errors import InputError
from huxin.kernel.period import month_of, parse_month

__all__ = ["dates_in", "parse_dates", "parse_months", "read_date"]

_SERIAL_FROM, _SERIAL_TO = 14_611, 73_050
"""Spreadsheet day numbers of 1940-01-01 and 2099-12-31."""
_SERIAL_ZERO = dt.date(1899, 12, 30)
_DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]?\d{1,2}:\d{2}.*)?|(\d{4})(\d{2})(\d{2})"
)
_DATE_WITHIN = re.compile(r"(?:(\d{4})[-/.年])?(?<!\d)(\d{1,2})[-/.月](\d{1,2})(?!\d)日?")
_CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")


def read_date(text: str) -> dt.date | None:
    """2025-03-01, 2025/3/1, 2025.3.1, 2025年3月1日, 20250301, 二〇二五年三月一日; else none."""
    plain = plain_text(text)
    if "年" in plain and any(each in plain for each in "〇零一二三四五六七八九十"):
        plain = _arabic(plain)
    found = _DATE.fullmatch(plain)
    if found is None:
        return None
    year, month, day = (each for each in found.groups() if each is not None)
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def dates_in(text: str) -> list[dt.date]:
    """All dates in a text such as 2025年3月1日至2025年3月7日, in order; 3月7日 borrows the year."""
    plain = plain_text(text)
    found: list[dt.date] = []
    for year, month, day in _DATE_WITHIN.findall(plain):
        if not year and not found:
            continue
        try:
            found.append(dt.date(int(year or found[-1].year), int(month), int(day)))
        except ValueError:
            continue
    return found


def _arabic(text: str) -> str:
    text = re.sub(r"(?<=[二三])十(?=[一二三四五六七八九])", "", text)
    text = re.sub(r"(?<=[二三])十", "0", text)
    text = re.sub(r"十(?=[一二三四五六七八九])", "1", text).replace("十", "10")
    return text.translate(_CHINESE)


def _day_of(cell: Cell) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if not isinstance(cell, (int, float)) or isinstance(cell, bool) or cell != int(cell):
        return None
    if _SERIAL_FROM <= cell <= _SERIAL_TO:
        return _SERIAL_ZERO + dt.timedelta(days=int(cell))
    return read_date(str(int(cell)))


def parse_dates(column: Cells) -> Parsed:
    """Dates as date32. Fault: `unreadable`."""
    return _by_cell(column, read_date, _day_of, pa.date32())


def _by_cell(
    column: Cells,
    of_text: Callable[[str], dt.date | None],
    of_cell: Callable[[Cell], dt.date | None],
    kind: pa.DataType,
) -> Parsed:
    """Texts by distinct text, other cells by distinct cell."""

    def text_or_fault(text: str) -> object:
        return None if text in NONE_GIVEN else of_text(text) or UNREADABLE

    answers = by_distinct(column.texts, text_or_fault)
    seen: dict[Cell, object] = {}
    for place in np.flatnonzero((column.kind != TEXT) & (column.kind != BLANK)).tolist():
        cell = column.cells[place]
        if cell not in seen:
            seen[cell] = of_cell(cell) or UNREADABLE
        answers[place] = seen[cell]
    return settle(answers, kind)


def _month_text(text: str) -> dt.date | None:
    day = read_date(text)
    if day is not None:
        return month_of(day)
    try:
        return parse_month(plain_text(text).removesuffix("份"))
    except InputError:
        return None


def _month_cell(cell: Cell) -> dt.date | None:
    day = _day_of(cell)
    if day is not None:
        return month_of(day)
    if isinstance(cell, float) and not cell.is_integer() and round(cell * 100) % 10:
        return _month_text(f"{cell:.2f}")  # 2025.03; 2025.1 may be January or October
    if isinstance(cell, (int, float)) and cell == int(cell):
        return _month_text(str(int(cell)))
    return None


def parse_months(column: Cells) -> Parsed:
    """First days of months as date32. Fault: `unreadable`."""
    return _by_cell(column, _month_text, _month_cell, pa.date32())
