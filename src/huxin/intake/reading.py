"""Reads a stored file again and again: whole, the cells of one line, one line with other cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from huxin.formats.base import Reading, RowFinding
from huxin.formats.columns import write
from huxin.formats.recognition import FileAnswer, read_file
from huxin.formats.registry import READERS
from huxin.formats.workbook import Cell, Grid, open_book
from huxin.intake.apart import apart
from huxin.intake.storage import opened

__all__ = ["Heading", "Lines", "headings_of", "read_again", "read_whole", "said", "sameness"]

PLACES = ("sheet", "line", "seq")
"""Columns that say where a row stood, not what it says."""
Place = tuple[str, int]
"""A line of a file: sheet and line as people count it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a sheet as its header names it; `field` is empty when no field knows it."""

    column: int
    written: str
    field: str


@dataclass(frozen=True, slots=True)
class Lines:
    """The cells of a stored workbook or text table as texts, by line."""

    content: str
    file: str

    def cells(self, places: Iterable[Place]) -> dict[Place, list[str]]:
        """The texts of these lines; a line of a file without cells is one text."""
        wanted = set(places)
        with opened(self.content) as path:
            return apart(lambda: self._cells(path, wanted), file=self.file)

    def _cells(self, path: Path, wanted: set[Place]) -> dict[Place, list[str]]:
        found: dict[Place, list[str]] = {}
        for grid in open_book(path, file=self.file).grids:
            for row, cells in enumerate(grid.rows):
                place = (grid.sheet, grid.line(row))
                if place in wanted:
                    found[place] = [write(each).strip() for each in cells]
        return {place: found.get(place, []) for place in wanted}


def read_whole(content: str, *, file: str, as_of: dt.date) -> FileAnswer:
    """Recognise and read a stored file; `file` is the name people know it by."""
    with opened(content) as path:
        return apart(lambda: read_file(path, file=file, as_of=as_of), file=file)


def headings_of(reading: Reading, sheet: str) -> tuple[Heading, ...]:
    """The columns of a sheet, from the reading's own account of its header."""
    return tuple(
        Heading(each.column, each.written, each.field)
        for header in reading.headers
        if header.sheet == sheet
        for each in header.matches
    )


def read_again(
    content: str, *, file: str, reading: Reading, place: Place, cells: Sequence[str], as_of: dt.date
) -> Reading | None:
    """The sheet's header with one line in other words, by the same reader.

    None when the file is none whose lines can be written anew (a clock dump, a bank message).
    """
    reader = next((each for each in READERS if each.spec.id == reading.format), None)
    header = next((each for each in reading.headers if each.sheet == place[0]), None)
    if reader is None or header is None:
        return None
    last = max(header.lines)

    def again(path: Path) -> Reading:
        book = open_book(path, file=file)
        grid = next(each for each in book.grids if each.sheet == place[0])
        return reader.read(book.of([_with_line(grid, last, place[1], cells)]), as_of=as_of)

    with opened(content) as path:
        return apart(lambda: again(path), file=file)


def _with_line(grid: Grid, last_header_line: int, line: int, cells: Sequence[str]) -> Grid:
    """The lines up to the header, then blank ones, then the line with its new cells."""
    top = last_header_line - grid.row0
    width = grid.width
    new: list[Cell] = [*cells[:width], *[""] * (width - len(cells))]
    blank: list[Cell] = [""] * width
    rows = [*grid.rows[:top], *[blank] * (line - 1 - grid.row0 - top), new]
    merged = tuple(box for box in grid.merged if box[2] < top)
    return replace(grid, rows=rows, merged=merged, header=None)


def sameness(rows: pa.Table) -> str:
    """A digest of rows that does not change with their order, their file or its encoding."""
    plain = rows.drop_columns([name for name in PLACES if name in rows.column_names])
    columns = (each.to_pylist() for each in plain.itercolumns())
    listed = sorted(map(repr, zip(*columns, strict=True)))
    return sha256("\n".join(listed).encode()).hexdigest() if listed else ""


def said(finding: RowFinding) -> Mapping[str, str]:
    """A finding in both languages, as it is kept beside a row."""
    return {
        "code": finding.code,
        "cell": finding.cell,
        "rule": "",
        "zh": finding.message.say("zh"),
        "en": finding.message.say("en"),
        "remedy_zh": finding.remedy.say("zh"),
        "remedy_en": finding.remedy.say("en"),
    }
