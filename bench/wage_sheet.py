"""A long wage sheet read with all checks and all findings, beside merely reading its cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from bench.measure import apart, figures, in_turns, peak_memory_bytes, plain, ratio
from huxin.formats.wage_sheet import read_wage_sheet
from huxin.formats.workbook import open_book
from huxin.kernel.identity import check_character

HOW = {
    "sheet": "An xlsx with a title, ten columns and the rows named below; one row in 50 is faulty"
    " in one of four ways. The numbers in it are made up.",
    "cells": "calamine turns the sheet into Python values, nothing else.",
    "read": "The reader of wage sheets: cells, header, identity and card numbers, sums, days,"
    " totals, every finding kept with its cell.",
    "turns": "Both take turns in one process; the ratio is of medians of CPU seconds.",
}  # fmt: skip
ROWS, REPEATS, EVERY = 100_000, 5, 50
AS_OF = dt.date(2025, 9, 30)
HEADERS = (
    "序号",
    "姓名",
    "身份证号",
    "班组",
    "出勤天数",
    "日工资",
    "应发工资",
    "扣款合计",
    "实发工资",
    "银行卡号",
)
Row = list[str | int | float]


def measure(_: list[float], folder: Path) -> dict[str, object]:
    """Figures and ratio for a sheet of 100,000 rows."""
    return of_rows(ROWS, folder, REPEATS)


def of_rows(rows: int, folder: Path, repeats: int) -> dict[str, object]:
    """Figures and ratio for a sheet of `rows` rows."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"wage-sheet-{rows}.xlsx"
    if not path.is_file():
        write_sheet(path, rows)
    told = apart(both, path, repeats)
    cells, whole = (told[name] for name in ("cells", "read"))
    assert isinstance(cells, dict)
    assert isinstance(whole, dict)
    return {
        "how": HOW,
        "figures": told,
        "ratios": {"wage_sheet_to_its_cells": ratio(whole, cells)},
    }


def both(path: Path, repeats: int) -> dict[str, object]:
    """What reading and merely reading cells of a sheet cost, and what was found."""

    def cells() -> object:
        return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()

    def read() -> object:
        return read_wage_sheet(open_book(path), as_of=AS_OF)

    spent = in_turns({"cells": plain(cells), "read": plain(read)}, repeats)
    reading = read_wage_sheet(open_book(path), as_of=AS_OF)
    return {
        **{name: figures(costs) for name, costs in spent.items()},
        "rows": reading.rows_in,
        "accepted": reading.accepted,
        "rejected": reading.rejected,
        "findings": len(reading.findings),
        "peak_memory_bytes": peak_memory_bytes(),
    }


def write_sheet(path: Path, rows: int) -> None:
    """A wage sheet of `rows` invented people."""
    fresh = path.with_suffix(".new")
    with xlsxwriter.Workbook(fresh, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("工资表")
        sheet.write_row(0, 0, ["2025年8月农民工工资表"])
        for line, row in enumerate((HEADERS, *_rows(rows)), 1):
            sheet.write_row(line, 0, row)
    fresh.replace(path)


def _rows(rows: int) -> Iterator[Row]:
    for number in range(1, rows + 1):
        days, rate, off = 20 + number % 7, 220 + number % 90, number % 300
        pay = days * rate
        row: Row = [
            number, f"工人{number}", _identity(number), f"{number % 40 + 1}班", days, rate,
            pay, off, pay - off, _card(number),
        ]  # fmt: skip
        yield _faulty(row, number // EVERY % 4) if number % EVERY == 0 else row


def _faulty(row: Row, kind: int) -> Row:
    """The sum wrong, the identity number wrong or stored as a number, or too many days."""
    identity = str(row[2])
    if kind == 0:
        row[8] = int(row[8]) + 100
    elif kind == 1:
        row[2] = identity[:-1] + ("0" if identity[-1] != "0" else "1")
    elif kind == 2:
        row[2] = float(identity[:17])
    else:
        row[4] = 35
    return row


def _identity(number: int) -> str:
    born = dt.date(1965, 1, 1) + dt.timedelta(days=number % 12_000)
    digits = f"140923{born:%Y%m%d}{number // 12_000 * 37 % 999 + 1:03d}"
    return digits + check_character(digits)


def _card(number: int) -> str:
    digits = f"622202{number:012d}"
    spread = sum(_luhn(int(each), place) for place, each in enumerate(reversed(digits)))
    return digits + str(-spread % 10)


def _luhn(digit: int, place: int) -> int:
    doubled = digit * 2 if place % 2 == 0 else digit
    return doubled - 9 if doubled > 9 else doubled
