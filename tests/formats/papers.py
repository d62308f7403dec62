"""Papers as sites make them, for tests: invented people, and writers for xlsx, xls and text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter
import xlwt

from huxin.kernel.identity import check_character

Cell = str | int | float | dt.date | None
Rows = Sequence[Sequence[Cell]]
Merge = tuple[int, int, int, int]

AS_OF = dt.date(2025, 6, 30)
MARCH = dt.date(2025, 3, 1)


def identity(number: int) -> str:
    """The identity number of an invented person, check digit and all."""
    born = dt.date(1970, 1, 1) + dt.timedelta(days=37 * number)
    begin = f"140923{born:%Y%m%d}{number % 500 * 2 + 1:03d}"
    return begin + check_character(begin)


NAMES = ("张三", "李四", "王五", "赵六", "钱七", "孙八")
PEOPLE = tuple((name, identity(number + 1)) for number, name in enumerate(NAMES))


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of cells, merged areas (first row, first column, last row, last column)."""

    rows: Rows
    name: str = "Sheet1"
    merges: Sequence[Merge] = field(default_factory=tuple)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)


def xlsx(path: Path, *sheets: Sheet) -> Path:
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for sheet in sheets:
        paper = book.add_worksheet(sheet.name)
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, dt.date):
                    paper.write_datetime(row, column, cell, day)
                elif cell is not None and cell != "":
                    paper.write(row, column, cell)
        for first, left, last, right in sheet.merges:
            paper.merge_range(first, left, last, right, sheet.rows[first][left] or "")
        for (row, column), formula in sheet.formulas.items():
            paper.write_formula(row, column, formula, None, "")
    book.close()
    return path


def xls(path: Path, *sheets: Sheet) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    for sheet in sheets:
        paper = book.add_sheet(sheet.name)
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if cell is not None and cell != "":
                    paper.write(row, column, cell)
    book.save(str(path))
    return path


def text(path: Path, rows: Rows, *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    def shown(cell: Cell) -> str:
        plain = "" if cell is None else str(cell)
        return f'"{plain}"' if delimiter in plain or "\n" in plain else plain

    lines = [delimiter.join(shown(cell) for cell in row) for row in rows]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path
