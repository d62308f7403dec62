"""Says of one file what it is, by its content, and reads it with the reader for that.

The name of a file is only asked where content cannot speak: for damaged files, so that a damaged
wage sheet is refused as one instead of being called unknown.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from huxin.formats import folder_codes as codes
from huxin.formats.attlog import looks_like_attlog, read_attlog
from huxin.formats.base import LIMITS, Limits, Reading, RowFinding
from huxin.formats.camt import looks_like_camt, read_camt
from huxin.formats.delimited import decode
from huxin.formats.folder_codes import FileCodes
from huxin.formats.headers import recognise
from huxin.formats.payroll_result import headerless
from huxin.formats.payroll_spec import SPEC as PAYROLL_RESULT
from huxin.formats.project_sheet import (
    is_project_grid,
    looks_like_project_yaml,
    read_project_sheet,
    read_project_yaml,
)
from huxin.formats.project_sheet.keys import table_named
from huxin.formats.registry import READERS, TableReader
from huxin.formats.workbook import Book, Grid, open_book
from huxin.formats.workday import WorkDayRule
from huxin.kernel.digest import digest_of

__all__ = ["FileAnswer", "read_cells", "read_file"]

HEAD_BYTES = 65_536
TABLE_SUFFIXES = frozenset({".xlsx", ".xls", ".xlsm", ".csv", ".tsv", ".et"})
TEXT_SUFFIXES = frozenset({".txt", ".dat", ".log", ""})
YAML_SUFFIXES = frozenset({".yaml", ".yml"})
_SPECS = tuple(each.spec for each in READERS)
_BOOKS = (b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"))
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What one file gave: readings, findings about the file, and `read`, `refused` or `left`.

    `digest` is that of the content of a file that was read, empty otherwise.
    """

    readings: tuple[Reading, ...]
    findings: tuple[RowFinding, ...]
    state: str
    digest: str = ""


def read_file(
    path: Path,
    *,
    file: str,
    as_of: dt.date,
    rule: WorkDayRule | None = None,
    limits: Limits = LIMITS,
) -> FileAnswer:
    """Recognise and read `path`; `file` is the name used in findings. Never raises on content."""
    return read_cells(path, file=file, as_of=as_of, rule=rule, limits=limits)[0]


def read_cells(
    path: Path,
    *,
    file: str,
    as_of: dt.date,
    rule: WorkDayRule | None = None,
    limits: Limits = LIMITS,
) -> tuple[FileAnswer, tuple[Grid, ...]]:
    """The same, with all cells of a workbook or text table; none of other files."""
    noted = FileCodes()
    digest = ""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
        readings, grids = _read(_Source(path, file, head, size, as_of, rule, limits), noted)
        digest = digest_of(path.read_bytes()) if readings else ""
    except OSError:
        noted.add(codes.UNREADABLE, file)
        return FileAnswer((), tuple(noted.found), "refused"), ()
    for each in readings:
        if not each.rows_in and not each.findings:
            noted.add(codes.NO_ROWS, file)
    state = "read" if readings else "left"
    if not readings and any(each.severity != "note" for each in noted.found):
        state = "refused"
    return FileAnswer(tuple(readings), tuple(noted.found), state, digest), grids


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    file: str
    head: bytes
    size: int
    as_of: dt.date
    rule: WorkDayRule | None
    limits: Limits

    @property
    def suffix(self) -> str:
        """The ending of the name that people know it by; the path may be of no name at all."""
        return PurePath(self.file).suffix.lower()

    @property
    def is_small(self) -> bool:
        return self.size <= self.limits.file_bytes

    def text(self) -> str:
        return decode(self.path.read_bytes())[0]


def _read(source: _Source, noted: FileCodes) -> tuple[list[Reading], tuple[Grid, ...]]:
    if source.is_small:
        for attempt in (_as_camt, _as_clock, _as_yaml):
            found = attempt(source)
            if found is not None:
                return [found], ()
    if source.head.startswith(_BOOKS) or source.suffix in TABLE_SUFFIXES or _is_text(source):
        book = open_book(source.path, file=source.file, limits=source.limits)
        return _as_tables(source, book, noted), book.grids
    noted.add(codes.UNKNOWN, source.file)
    return [], ()


def _as_camt(source: _Source) -> Reading | None:
    named = source.suffix == ".xml" and b"<" not in source.head[:64]
    if looks_like_camt(source.head) or named:
        return read_camt(source.path.read_bytes(), file=source.file)
    return None


def _as_clock(source: _Source) -> Reading | None:
    if source.head.startswith(_BOOKS):
        return None
    text = decode(source.head)[0]
    named = source.file.lower().endswith("attlog.dat")
    if named or looks_like_attlog(text.rpartition("\n")[0] or text):
        return read_attlog(source.text(), file=source.file, rule=source.rule)
    return None


def _as_yaml(source: _Source) -> Reading | None:
    if source.suffix not in YAML_SUFFIXES:
        return None
    text = source.text()
    if looks_like_project_yaml(text) or table_named(source.path.stem) is not None:
        return read_project_yaml(text, file=source.file)
    return None


def _is_text(source: _Source) -> bool:
    """Whether a file without a telling name may be a text table."""
    if source.suffix not in TEXT_SUFFIXES or not source.head:
        return False
    return b"\x00" not in source.head or source.head.startswith(_UTF16)


def _as_tables(source: _Source, book: Book, noted: FileCodes) -> list[Reading]:
    if not book.grids:
        if source.suffix in TABLE_SUFFIXES or not source.is_small:
            noted.found += book.findings
        else:
            noted.add(codes.UNKNOWN, source.file)
        return []
    project = _project_sheets(book)
    readings: list[Reading] = [read_project_sheet(book.only(project))] if project else []
    rest = book.only(grid.sheet for grid in book.grids if grid.sheet not in project)
    sheets = _by_reader(rest)
    if not sheets and not project:
        return _unrecognised(source, book, noted)
    known = {grid.sheet for _, grids in sheets for grid in grids}
    for grid in rest.grids:
        if grid.sheet not in known and _filled(grid):
            noted.add(codes.SHEET_UNKNOWN, book.file, sheet=grid.sheet, lines=_filled(grid))
    return [
        *readings,
        *(reader.read(book.of(grids), as_of=source.as_of) for reader, grids in sheets),
    ]


def _project_sheets(book: Book) -> frozenset[str]:
    """The sheets of a project sheet: its items, and beside them the lists called as its own."""
    items = {grid.sheet for grid in book.grids if is_project_grid(grid)}
    named = {grid.sheet for grid in book.grids if table_named(grid.sheet) is not None}
    return frozenset(items | named) if items else frozenset()


def _by_reader(book: Book) -> list[tuple[TableReader, list[Grid]]]:
    """Each reader with the sheets that are its own, in the order of the readers."""
    found: dict[str, list[Grid]] = {}
    for grid in book.grids:
        ranked = recognise(grid, _SPECS, file=Path(book.file).name)
        if ranked:
            best = ranked[0][1]
            found.setdefault(best.spec.id, []).append(replace(grid, header=best.found))
        elif not grid.sheet and headerless(grid) is not None:
            found.setdefault(PAYROLL_RESULT.id, []).append(grid)
    return [(reader, found[reader.spec.id]) for reader in READERS if reader.spec.id in found]


def _unrecognised(source: _Source, book: Book, noted: FileCodes) -> list[Reading]:
    """A table with unknown headings: read by the reader that its name or title calls for."""
    titles = "".join(str(cell) for grid in book.grids for row in grid.rows[:3] for cell in row)
    text = f"{source.path.name}{''.join(grid.sheet for grid in book.grids)}{titles}"
    reader = _named_reader(text)
    if reader is not None and source.suffix in TABLE_SUFFIXES:
        return [reader.read(book, as_of=source.as_of)]
    if source.suffix in TABLE_SUFFIXES:
        noted.add(codes.NO_FORMAT, book.file, lines=sum(_filled(grid) for grid in book.grids))
    else:
        noted.add(codes.UNKNOWN, book.file)
    return []


def _named_reader(text: str) -> TableReader | None:
    """The reader of whose titles most stand in `text`; the first of equals."""
    counted: list[tuple[int, int]] = [
        (sum(word in text for word in each.spec.titles), -place)
        for place, each in enumerate(READERS)
    ]
    most, place = max(counted, default=(0, 0))
    return READERS[-place] if most else None


def _filled(grid: Grid) -> int:
    return sum(any(str(cell).strip() for cell in row) for row in grid.rows)
