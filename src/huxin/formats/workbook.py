"""Opens xlsx, xls and csv files into one grid per sheet, and never raises over their content.

Limits are checked before a workbook is opened (`archive`), cells are read once, formulas are never
evaluated: the value that was stored beside a formula is taken, a formula without one is reported.
"""

from __future__ import annotations

import csv
import datetime as dt
import gc
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from huxin.formats.archive import Archive, TooLarge, formulas_without_value, survey
from huxin.formats.base import (
    LIMITS,
    FindingCode,
    Limits,
    RowFinding,
    Severity,
    cell_address,
    column_letters,
    in_order,
)
from huxin.formats.delimited import read_delimited
from huxin.formats.spec import FormatSpec
from huxin.kernel.texts import N_, Message, Value

__all__ = [
    "WORKBOOK",
    "Book",
    "Box",
    "Cell",
    "FoundHeader",
    "Grid",
    "collector_paused",
    "neutralise",
    "open_book",
]

Cell: TypeAlias = "str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta"
Box: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged area, counted from 0 in the grid."""

WORKBOOK = FormatSpec(
    id="workbook",
    title=N_("Workbook or text table"),
    kinds=("xlsx", "xls", "csv", "txt", "tsv"),
    fields=(),
    recognised=N_("By its content: a zip archive with sheets, an old Excel file, or text."),
    codes=(
        FindingCode(
            "WB-001",
            Severity.ERROR,
            N_("The file {file} is empty."),
            N_("Save the file again from where it comes from, and hand in the new copy."),
        ),
        FindingCode(
            "WB-002",
            Severity.ERROR,
            N_("The file {file} is damaged or cut off and cannot be opened."),
            N_("Copy it again from its source, or open it in Excel or WPS and save it as .xlsx."),
        ),
        FindingCode(
            "WB-003",
            Severity.ERROR,
            N_("The file {file} is protected by a password."),
            N_("Take the password off (File, Info, Protect) and save the file again."),
        ),
        FindingCode(
            "WB-004",
            Severity.ERROR,
            N_("The file {file} is a web page or XML page that was saved under a workbook's name."),
            N_("Open it in Excel or WPS, choose Save as, and take .xlsx as the type."),
        ),
        FindingCode(
            "WB-005",
            Severity.ERROR,
            N_("The file {file} is larger than is safe to open: {what} {found}, at most {limit}."),
            N_("Delete stray cells far from the table, or split the file, and save it again."),
        ),
        FindingCode(
            "WB-006",
            Severity.WARNING,
            N_("In the file {file}, {count} letters cannot be read; it was taken as {encoding}."),
            N_("Save the file again as .xlsx, or as CSV in UTF-8."),
        ),
        FindingCode(
            "WB-007",
            Severity.ERROR,
            N_("The file {file} is of a kind that is not read here."),
            N_("Save it as .xlsx, .xls or .csv."),
        ),
        FindingCode(
            "WB-008",
            Severity.WARNING,
            N_("Cell {cell} of sheet {sheet} holds a formula without a stored value."),
            N_("Open the file in Excel or WPS, let it calculate, and save it again."),
        ),
        FindingCode(
            "WB-009",
            Severity.ERROR,
            N_("The file {file} cannot be read from the disk."),
            N_("Check that the disk is connected and that you may read the file."),
        ),
        FindingCode(
            "WB-010",
            Severity.ERROR,
            N_("Sheet {sheet} cannot be read; the other sheets were."),
            N_("Copy the sheet into a new workbook as values, and save it as .xlsx."),
        ),
        FindingCode(
            "WB-011",
            Severity.WARNING,
            N_(
                "Line {line} of the file {file} has a quotation mark that nobody closed; "
                "therefore every line of the file was read by itself."
            ),
            N_("Delete the mark or close it, look at this line again, or save the file as .xlsx."),
        ),
    ),
)
_CODE = {each.id: each for each in WORKBOOK.codes}
_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_PAGE = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"mime-version:")
_NAME_MAX = 100  # letters of a sheet's name; spreadsheet programs allow 31
_RUNS = frozenset("=+-@\t\r\n＝＋－＠")
_LIMIT_WORDS = {
    "file_bytes": N_("bytes"),
    "entries": N_("parts in the archive"),
    "expanded_bytes": N_("bytes once unpacked"),
    "expansion_times": N_("times its size once unpacked"),
    "sheets": N_("sheets"),
    "rows": N_("rows"),
    "columns": N_("columns"),
    "cells": N_("cells"),
}


@dataclass(frozen=True, slots=True)
class FoundHeader:
    """The header lines that recognition found for a format, before lines of days are added."""

    spec: FormatSpec
    first: int
    last: int


@dataclass(frozen=True)
class Grid:
    """One sheet as a full rectangle of cells; an empty cell is the empty text.

    `row0` and `column0` say where the rectangle begins in the sheet, so that addresses are those
    that people see. Rows and columns of the grid are counted from 0. `header` is what recognition
    found, so that a reader need not look again.
    """

    sheet: str
    rows: list[list[Cell]]
    row0: int = 0
    column0: int = 0
    merged: tuple[Box, ...] = ()
    header: FoundHeader | None = None

    @property
    def height(self) -> int:
        """Lines of the grid."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Columns of the grid."""
        return len(self.rows[0]) if self.rows else 0

    @cached_property
    def columns(self) -> list[tuple[Cell, ...]]:
        """The same cells by column, made once."""
        return list(zip(*self.rows, strict=True))

    def line(self, row: int) -> int:
        """The line number that people see for a row of the grid."""
        return self.row0 + row + 1

    def letters(self, column: int) -> str:
        """The letters that people see for a column of the grid."""
        return column_letters(self.column0 + column)

    def address(self, row: int, column: int) -> str:
        """The address that people see for a cell of the grid."""
        return cell_address(self.row0 + row, self.column0 + column)


@dataclass(frozen=True)
class Book:
    """An opened file: its sheets, and what was wrong with the file itself.

    `file` is the name findings carry (a path relative to the folder that was given).
    """

    file: str
    path: Path
    kind: str
    grids: tuple[Grid, ...] = ()
    findings: tuple[RowFinding, ...] = ()

    def only(self, sheets: Iterable[str]) -> Book:
        """The same file with these sheets alone, and the findings that concern them."""
        kept = frozenset(sheets)
        return self.of(each for each in self.grids if each.sheet in kept)

    def of(self, grids: Iterable[Grid]) -> Book:
        """The same file with `grids`, and the findings that concern them."""
        kept = tuple(grids)
        sheets = {each.sheet for each in kept}
        findings = (each for each in self.findings if not each.sheet or each.sheet in sheets)
        return replace(self, grids=kept, findings=tuple(findings))


class _Refused(Exception):  # noqa: N818 -- carries a finding out of the depths, never leaves here
    def __init__(self, finding: RowFinding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@contextmanager
def collector_paused() -> Iterator[None]:
    """No search for cycles while millions of cells are made: they hold none, and it costs much."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()  # both together only call everything old, without looking through it
            gc.unfreeze()
            gc.enable()


def open_book(path: Path, *, file: str = "", limits: Limits = LIMITS) -> Book:
    """Open `path` by its content, whatever its name says; a file that cannot be used has no grids.

    `file` is the name used in findings (default: the file's own name).
    """
    file = file or path.name
    try:
        with collector_paused():
            return _open(path, file, limits)
    except _Refused as refused:
        return Book(file, path, "none", (), (refused.finding,))
    except TooLarge as large:
        return Book(file, path, "none", (), (_too_large(file, large),))
    except OSError:
        return Book(file, path, "none", (), (RowFinding(_CODE["WB-009"], file),))


def _too_large(file: str, large: TooLarge) -> RowFinding:
    return RowFinding(
        _CODE["WB-005"],
        file,
        values={
            "what": Message(_LIMIT_WORDS[large.name]),
            "found": f"{large.found:,}",
            "limit": f"{large.limit:,}",
        },
    )


def _open(path: Path, file: str, limits: Limits) -> Book:
    size = path.stat().st_size
    if not size:
        raise _Refused(RowFinding(_CODE["WB-001"], file))
    if size > limits.file_bytes:
        raise TooLarge("file_bytes", size, limits.file_bytes)
    with path.open("rb") as stream:
        start = stream.read(4096)
    if start.startswith(_ZIP):
        return _open_xlsx(path, file, limits)
    if start.startswith(_OLE):
        return _open_xls(path, file, limits)
    plain = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if plain.startswith(_PAGE):
        raise _Refused(RowFinding(_CODE["WB-004"], file))
    return _open_text(path, file, limits)


def _open_xlsx(path: Path, file: str, limits: Limits) -> Book:
    try:
        archive = survey(path, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, KeyError):
        raise _Refused(RowFinding(_CODE["WB-002"], file)) from None
    if "xl/workbook.xml" not in archive.parts:
        raise _Refused(RowFinding(_CODE["WB-007"], file))
    grids, findings = _sheets(path, file, limits)
    findings += _unvalued(path, file, archive, limits)
    return Book(file, path, "xlsx", grids, in_order(findings))


def _open_xls(path: Path, file: str, limits: Limits) -> Book:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _Refused(RowFinding(_CODE["WB-003"], file))
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        code = "WB-002" if file.lower().endswith((".xls", ".et")) else "WB-007"
        raise _Refused(RowFinding(_CODE[code], file))
    grids, findings = _sheets(path, file, limits)
    return Book(file, path, "xls", grids, in_order(findings))


def _sheets(path: Path, file: str, limits: Limits) -> tuple[tuple[Grid, ...], list[RowFinding]]:
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            return _grids(workbook, file, limits)
    except PasswordError:
        raise _Refused(RowFinding(_CODE["WB-003"], file)) from None
    except (_Refused, TooLarge, OSError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 -- the native reader panics outside `Exception` on damage
        raise _Refused(RowFinding(_CODE["WB-002"], file)) from None


def _grids(
    workbook: CalamineWorkbook, file: str, limits: Limits
) -> tuple[tuple[Grid, ...], list[RowFinding]]:
    names = workbook.sheet_names
    if len(names) > limits.sheets:
        raise TooLarge("sheets", len(names), limits.sheets)
    grids, findings, cells = list[Grid](), list[RowFinding](), 0
    for place, name in enumerate(names):
        sheet = None  # of two sheets of one name the reader would give the first one twice
        if len(name) <= _NAME_MAX and names.index(name) == place:
            with suppress(CalamineError):
                sheet = workbook.get_sheet_by_index(place)
        if sheet is None:
            findings.append(RowFinding(_CODE["WB-010"], file, sheet=name[:_NAME_MAX]))
            continue
        cells += sheet.height * sheet.width
        if cells > limits.cells:
            raise TooLarge("cells", cells, limits.cells)
        row0, column0 = sheet.start or (0, 0)
        merged = tuple(
            (top - row0, left - column0, bottom - row0, right - column0)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        )
        grids.append(Grid(name, sheet.to_python(), row0, column0, merged))
    return tuple(grids), findings


def _unvalued(path: Path, file: str, archive: Archive, limits: Limits) -> list[RowFinding]:
    return [
        RowFinding(
            _CODE["WB-008"],
            file,
            each.name,
            int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
            address,
        )
        for each in archive.sheets
        if each.has_formulas and each.name
        for address in formulas_without_value(path, each.part, limits)
    ]


def _open_text(path: Path, file: str, limits: Limits) -> Book:
    try:
        text = read_delimited(path.read_bytes(), rows_max=limits.rows)
    except csv.Error:
        raise _Refused(RowFinding(_CODE["WB-002"], file)) from None
    width = max((len(row) for row in text.rows), default=0)
    for name, found in (
        ("rows", len(text.rows)),
        ("columns", width),
        ("cells", len(text.rows) * width),
    ):
        limit: int = getattr(limits, name)
        if found > limit:
            raise TooLarge(name, found, limit)
    rows: list[list[Cell]] = [[*row, *[""] * (width - len(row))] for row in text.rows]
    findings = []
    if text.unreadable:
        values: dict[str, Value] = {"count": text.unreadable, "encoding": text.encoding.upper()}
        findings.append(RowFinding(_CODE["WB-006"], file, values=values))
    if text.open_mark:
        findings.append(RowFinding(_CODE["WB-011"], file, line=text.open_mark))
    if not width:
        findings.append(RowFinding(_CODE["WB-001"], file))
    return Book(file, path, "csv", (Grid("", rows),), tuple(findings))


def neutralise(text: str) -> str:
    """`text` for a cell of an output table: what a spreadsheet would run gets an apostrophe."""
    return f"'{text}" if text and text[0] in _RUNS else text
