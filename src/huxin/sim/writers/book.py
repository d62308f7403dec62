"""Files whose bytes hang on their content only: xlsx through xlsxwriter, csv in three encodings."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

__all__ = ["Cell", "Grid", "long_date", "money", "short_date", "wan", "write_csv", "write_xlsx"]

Cell: TypeAlias = "str | int | Decimal | dt.date | None"

# A workbook carries its date of creation; a fixed one keeps the same seed byte-identical.
_CREATED = dt.datetime(2026, 1, 1)  # noqa: DTZ001 -- xlsxwriter wants a naive moment


@dataclass(slots=True)
class Grid:
    """One sheet: rows of cells; merged ranges as first row, first column, last row, last column."""

    name: str
    rows: list[Sequence[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    widths: dict[int, int] = field(default_factory=dict)


def money(fen: int | None) -> Decimal | None:
    """Yuan as a spreadsheet number."""
    return None if fen is None else Decimal(fen) / 100


def wan(fen: int | None) -> Decimal | None:
    """Ten thousand yuan as a spreadsheet number."""
    return None if fen is None else Decimal(fen) / 1_000_000


def short_date(on: dt.date | None) -> str:
    """2026-03-05, or nothing."""
    return "" if on is None else on.isoformat()


def long_date(on: dt.date | None) -> str:
    """2026年3月5日, or nothing."""
    return "" if on is None else f"{on.year}年{on.month}月{on.day}日"


def write_xlsx(path: Path, grids: Sequence[Grid]) -> None:
    """Writes the sheets in order; text stays text, so that numbers of cards lose no digit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_numbers": False, "strings_to_formulas": False, "in_memory": True}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": _CREATED})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    title = book.add_format({"bold": True, "align": "center"})
    for grid in grids:
        sheet = book.add_worksheet(grid.name[:31])
        for column, width in grid.widths.items():
            sheet.set_column(column, column, width)
        for number, row in enumerate(grid.rows):
            _write_row(sheet, number, row, day)
        for first, left, last, right in grid.merges:
            sheet.merge_range(first, left, last, right, grid.rows[first][left] or "", title)
    book.close()


def _write_row(sheet: Worksheet, number: int, row: Sequence[Cell], day: Format) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, dt.date):
            sheet.write_datetime(number, column, cell, day)
        elif isinstance(cell, str):
            if cell:
                sheet.write_string(number, column, cell)
        elif cell is not None:
            sheet.write_number(number, column, cell)


def write_csv(path: Path, rows: Sequence[Sequence[Cell]], *, encoding: str = "utf-8-sig") -> None:
    """Writes a csv file with CRLF; `encoding` is `utf-8`, `utf-8-sig` or `gb18030`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        ["" if cell is None else str(cell) for cell in row] for row in rows
    )
    path.write_bytes(text.getvalue().encode(encoding))
