"""One table of a sheet on its way to accepted rows: columns parsed, faults gathered, rows counted.

A reader says which code belongs to which fault and which faults refuse a row; this module turns
places into findings with lines and cells, and sees that every refused row has one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from huxin.formats.base import (
    Count,
    HeaderReading,
    Left,
    Reading,
    RowFinding,
    in_order,
)
from huxin.formats.cells import (
    Cells,
    Parsed,
    Unit,
    parse_cards,
    parse_dates,
    parse_days,
    parse_flags,
    parse_identities,
    parse_integers,
    parse_money,
    parse_months,
    parse_names,
    parse_phones,
    parse_texts,
)
from huxin.formats.columns import Flags, Places, nulls
from huxin.formats.headers import Layout, find_header, header_findings, no_header
from huxin.formats.lines import Lines, left_counts
from huxin.formats.spec import FieldType, FormatSpec, table_of
from huxin.formats.workbook import Book, Cell, Grid, collector_paused
from huxin.kernel.texts import Value

__all__ = ["SheetRead", "Table", "read_sheets"]

Values = Mapping[str, Value]
Parser = Callable[[Cells], Parsed]

_PARSERS: dict[FieldType, Parser] = {
    "text": parse_texts,
    "mark": parse_texts,
    "name": parse_names,
    "identity": parse_identities,
    "card": parse_cards,
    "phone": parse_phones,
    "money": parse_money,
    "days": parse_days,
    "integer": parse_integers,
    "date": parse_dates,
    "month": parse_months,
    "flag": parse_flags,
}
_FILLED_DOWN = frozenset({"text", "month", "date"})
"""A merged area speaks for all its rows in these columns, never for money or a person's numbers."""


@dataclass(frozen=True, slots=True)
class _Fault:
    code: str
    places: Places
    field: str
    refuses: bool
    values: Callable[[int], Values] | None


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What one sheet gave: accepted rows, counts, findings, and how its header was understood."""

    count: Count
    findings: list[RowFinding]
    rows: pa.Table | None = None
    header: HeaderReading | None = None


@dataclass
class Table:
    """The rows of one sheet, field by field. Places count its rows from 0."""

    layout: Layout
    lines: Lines
    file: str
    parsed: dict[str, Parsed] = field(default_factory=dict)
    cells: dict[str, Cells] = field(default_factory=dict)
    unit: Unit = "yuan"
    yuan_always: frozenset[str] = frozenset({"day_rate_fen"})
    _faults: list[_Fault] = field(default_factory=list)
    _said: list[RowFinding] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many rows the sheet has."""
        return len(self.lines.rows)

    def parse(self, *, unit: Unit = "yuan", parsers: Mapping[str, Parser] | None = None) -> None:
        """Parse every column that the header names; `parsers` overrides by field name.

        `unit` is the unit of money columns whose heading names none.
        """
        self.unit = unit
        for name, column in self.layout.columns.items():
            kind = self.layout.spec.field(name).type
            cells = Cells(self._column(column, fill=kind in _FILLED_DOWN))
            self.cells[name] = cells
            if parsers and name in parsers:
                self.parsed[name] = parsers[name](cells)
            elif kind == "money":
                self.parsed[name] = parse_money(cells, unit=self.unit_of(name))
            else:
                self.parsed[name] = _PARSERS[kind](cells)

    def unit_of(self, name: str) -> Unit:
        """The unit of a money column: its heading's, else that of the sheet."""
        written = self.layout.units.get(name)
        if written is None:
            return self.unit if name not in self.yuan_always else "yuan"
        return "wan" if written == "wan" else "yuan"

    def _column(self, column: int, *, fill: bool) -> list[Cell] | tuple[Cell, ...]:
        cells = self.layout.grid.columns[column]
        if fill:
            cells = self._filled(column, cells)
        rows = self.lines.rows
        if not len(rows):
            return []
        if rows[-1] - rows[0] + 1 == len(rows):
            return cells[int(rows[0]) : int(rows[-1]) + 1]
        return [cells[row] for row in rows.tolist()]

    def _filled(self, column: int, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        boxes = [
            box
            for box in self.layout.grid.merged
            if box[1] <= column <= box[3] and box[0] < box[2] and box[0] > self.layout.last
        ]
        if not boxes:
            return cells
        filled = list(cells)
        for top, left, bottom, _ in boxes:
            for row in range(top, min(bottom, len(filled) - 1) + 1):
                filled[row] = self.layout.grid.rows[top][left]
        return tuple(filled)

    def has(self, name: str) -> bool:
        """Whether the sheet has a column for the field."""
        return name in self.parsed

    def values(self, name: str) -> pa.Array:
        """The parsed column, all null where the sheet has none."""
        if name in self.parsed:
            return self.parsed[name].values
        return table_of(self.layout.spec.fields, {}, self.size).column(name).combine_chunks()

    def given(self, name: str) -> Flags:
        """Rows in which something usable stands for the field."""
        if name not in self.parsed:
            return np.zeros(self.size, dtype=np.bool_)
        return ~nulls(self.parsed[name].values)

    def find(
        self,
        code: str,
        places: Places,
        *,
        at: str = "",
        refuses: bool = False,
        values: Callable[[int], Values] | None = None,
    ) -> None:
        """Note a fault at these places, in column `at`; `values` fills the message per place."""
        if len(places):
            self._faults.append(_Fault(code, places, at, refuses, values))

    def line(self, place: int) -> int:
        """The line number that people see for a row."""
        return self.layout.grid.line(int(self.lines.rows[place]))

    def refused(self) -> Flags:
        """Rows that at least one refusing fault was found in."""
        found = np.zeros(self.size, dtype=np.bool_)
        for each in self._faults:
            if each.refuses:
                found[each.places] = True
        return found

    def _findings(self, accepted: int) -> list[RowFinding]:
        """Every fault as a finding; all know how many of their kind there are."""
        spec, sheet = self.layout.spec, self.layout.grid.sheet
        counts = Counter[str]()
        for fault in self._faults:
            counts[fault.code] += len(fault.places)
        found = []
        for fault in self._faults:
            code = spec.code(fault.code)
            common: dict[str, Value] = {"accepted": accepted, "count": counts[fault.code]}
            if fault.field:
                common["header"] = spec.field(fault.field).header
            column = self.layout.columns.get(fault.field)
            letters = self.layout.grid.letters(column) if column is not None else ""
            lines = (self.lines.rows[fault.places] + (self.layout.grid.row0 + 1)).tolist()
            for place, line in zip(fault.places.tolist(), lines, strict=True):
                values = {**common, **fault.values(place)} if fault.values else common
                address = f"{letters}{line}" if letters else ""
                found.append(
                    RowFinding(code, self.file, sheet, line, address, fault.refuses, values)
                )
        return found

    def say(
        self, code: str, *, row: int | None = None, column: int = 0, values: Values | None = None
    ) -> None:
        """Note something about the sheet, or about one cell outside its rows (grid places)."""
        grid = self.layout.grid
        line, cell = (0, "") if row is None else (grid.line(row), grid.address(row, column))
        kind = self.layout.spec.code(code)
        self._said.append(RowFinding(kind, self.file, grid.sheet, line, cell, values=values or {}))

    def finish(self, more: Mapping[str, pa.Array] | None = None) -> SheetRead:
        """The accepted rows with the columns of `more` added, the findings and the counts."""
        return self.close(self.table(more).filter(pa.array(~self.refused())))

    def table(self, more: Mapping[str, pa.Array] | None = None) -> pa.Table:
        """All rows, refused ones too, in the schema of the format."""
        columns: dict[str, pa.Array] = {name: each.values for name, each in self.parsed.items()}
        columns |= more or {}
        columns["sheet"] = pa.repeat(pa.scalar(self.layout.grid.sheet), self.size)
        columns["line"] = pa.array(self.lines.rows + (self.layout.grid.row0 + 1))
        return table_of(self.layout.spec.fields, columns, self.size)

    def close(self, rows: pa.Table) -> SheetRead:
        """`rows` as what the accepted rows of the sheet gave, with the findings and the counts."""
        rejected = int(self.refused().sum())
        count = Count(
            lines=self.layout.grid.height,
            accepted=self.size - rejected,
            rejected=rejected,
            left=left_counts(self.lines.left.values()),
        )
        findings = self._findings(self.size - rejected) + self._said
        findings += header_findings(self.layout, self.file)
        return SheetRead(count, findings, rows, self.layout.reading)


def read_sheets(
    book: Book,
    spec: FormatSpec,
    read: Callable[[Layout], SheetRead],
    *,
    find: Callable[[Grid, FormatSpec], Layout | None] = find_header,
    one_row_each: bool = True,
) -> Reading:
    """Every sheet of `book` through `read`; a sheet without a header is left alone and named."""
    parts: list[SheetRead] = []
    with collector_paused():
        for grid in book.grids:
            layout = find(grid, spec)
            parts.append(_no_table(grid, spec, book.file) if layout is None else read(layout))
    empty = table_of(spec.fields, {}, 0)
    findings = [*book.findings, *(each for part in parts for each in part.findings)]
    return Reading(
        spec.id,
        book.file,
        sum((part.count for part in parts), Count()),
        in_order(findings),
        pa.concat_tables([empty, *(part.rows for part in parts if part.rows is not None)]),
        tuple(part.header for part in parts if part.header is not None),
        one_row_each,
    )


def _no_table(grid: Grid, spec: FormatSpec, file: str) -> SheetRead:
    """A sheet whose table cannot be found: its lines are counted, and the finding says so."""
    blank = [all(isinstance(each, str) and not each.strip() for each in row) for row in grid.rows]
    left = [Left.BLANK if each else Left.NOT_RECOGNISED for each in blank]
    findings = [] if all(blank) else [no_header(grid, spec, file)]
    return SheetRead(Count(lines=grid.height, left=left_counts(left)), findings)
