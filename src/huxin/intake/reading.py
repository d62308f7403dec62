"""Reads a stored file again and again: whole, the cells of one line, one line with other cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from huxin.formats.base import Reading, RowFinding
from huxin.formats.columns import write
from huxin.formats.project_sheet import ProjectReading, is_project_grid, read_project_sheet
from huxin.formats.recognition import FileAnswer, read_cells, read_file
from huxin.formats.registry import READERS
from huxin.formats.workbook import Book, Cell, Grid, open_book
from huxin.intake.apart import apart
from huxin.intake.storage import opened

__all__ = [
    "Fresh", "Heading", "Lines", "headings_of", "read_again", "read_new", "read_whole",
    "refused_of", "said", "sameness",
]  # fmt: skip

PLACES = ("sheet", "line", "seq")
"""Columns that say where a row stood, not what it says."""
ABSENT, FIELD, ROW = "\x00", "\x1f", "\x1e"
"""Nothing said, and what separates fields and rows where rows are compared."""
SHORT = 1_000
"""Lines of a file whose cells travel with what was read of it."""
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
    """The cells of a stored workbook or text table as texts, by line; `known` were read before."""

    content: str
    file: str
    known: Mapping[Place, list[str]] = field(default_factory=dict)

    def cells(self, places: Iterable[Place]) -> Mapping[Place, list[str]]:
        """The texts of these lines; a line of a file without cells is one text."""
        wanted = set(places)
        if wanted <= set(self.known):
            return self.known
        with opened(self.content) as path:
            found = apart(
                lambda: _texts(open_book(path, file=self.file).grids, wanted), file=self.file
            )
        return {place: found.get(place, []) for place in wanted}


@dataclass(frozen=True, slots=True)
class Fresh:
    """A file that was handed in just now, `sameness` of each reading, and what its lines say."""

    answer: FileAnswer
    sameness: tuple[str, ...]
    lines: Lines


def _texts(grids: Iterable[Grid], wanted: set[Place] | None = None) -> dict[Place, list[str]]:
    """The cells of the wanted lines as texts, or of all."""
    return {
        (grid.sheet, grid.line(row)): [write(each).strip() for each in cells]
        for grid in grids
        for row, cells in enumerate(grid.rows)
        if wanted is None or (grid.sheet, grid.line(row)) in wanted
    }


def read_whole(content: str, *, file: str, as_of: dt.date) -> FileAnswer:
    """Recognise and read a stored file; `file` is the name people know it by."""
    with opened(content) as path:
        return apart(lambda: read_file(path, file=file, as_of=as_of), file=file)


def read_new(content: str, *, file: str, as_of: dt.date) -> Fresh:
    """Read a stored file for the first time. Of a short one all lines are kept: the register may
    refuse some, and the file need not be read again for what they say."""

    def read(path: Path) -> Fresh:
        answer, grids = read_cells(path, file=file, as_of=as_of)
        refused = {place for each in answer.readings for place, _ in refused_of(each)}
        is_short = sum(each.height for each in grids) <= SHORT
        known = _texts(grids, None if is_short else refused)
        same = tuple(sameness(each.rows) for each in answer.readings)
        return Fresh(answer, same, Lines(content, file, known))

    with opened(content) as path:
        return apart(lambda: read(path), file=file)


def refused_of(reading: Reading) -> Iterator[tuple[Place, RowFinding]]:
    """The findings that keep a line out, each with its line."""
    for each in reading.findings:
        if each.refused and each.line:
            yield (each.sheet, each.line), each


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

    None when the file is none whose lines can be written anew (a clock dump, a bank message, YAML).
    """
    reader = next((each.read for each in READERS if each.spec.id == reading.format), None)
    if isinstance(reading, ProjectReading):
        reader = _project_sheet
    header = next((each for each in reading.headers if each.sheet == place[0]), None)
    if reader is None or header is None:
        return None
    last = max(header.lines)

    def again(path: Path) -> Reading | None:
        book = open_book(path, file=file)
        if all(each.sheet != place[0] for each in book.grids):
            return None
        grids = [
            _with_line(each, last, place[1], cells) if each.sheet == place[0] else each
            for each in book.grids
            if each.sheet == place[0] or is_project_grid(each)
        ]
        return reader(book.of(grids), as_of=as_of)

    with opened(content) as path:
        return apart(lambda: again(path), file=file)


def _project_sheet(book: Book, *, as_of: dt.date) -> Reading:  # noqa: ARG001 -- as readers are
    return read_project_sheet(book)


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
    if not plain.num_rows or not plain.num_columns:
        return ""
    columns = (pc.fill_null(each.cast(pa.string()), ABSENT) for each in plain.itercolumns())
    listed = pc.binary_join_element_wise(*columns, FIELD)
    return sha256(ROW.join(listed.sort().to_pylist()).encode()).hexdigest()


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
