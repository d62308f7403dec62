"""Reads the lines below a header into typed columns, with a finding for every cell that is lost.

Used by the formats whose lines need no arithmetic across columns: bank statements, payroll
results, user lists, the lists of the project sheet. A cell that cannot be read is null and named;
the line is refused only when the cell is one that the format cannot do without.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from huxin.formats.base import Count, FindingCode, Left, RowFinding, Severity
from huxin.formats.cells import parse_flags, parse_integers, parse_money, parse_texts
from huxin.formats.columns import Cells, Parsed
from huxin.formats.day_cells import parse_dates, parse_months
from huxin.formats.headings import compact
from huxin.formats.labels import title_unit
from huxin.formats.layout import Layout
from huxin.formats.number_cells import (
    parse_cards,
    parse_identities,
    parse_names,
    parse_phones,
)
from huxin.formats.spec import FieldSpec, FieldType, FormatSpec
from huxin.formats.workbook import Cell
from huxin.kernel.texts import N_, Message, Value

__all__ = ["EXPECTED", "LISTING", "Listing", "read_listing"]

UNREADABLE = FindingCode(
    "LS-001",
    Severity.ERROR,
    N_("Cell {cell} ({header}) cannot be read: {expected} was expected."),
    N_("Correct this one cell; what could be read was taken in."),
)
AS_NUMBER = FindingCode(
    "LS-002",
    Severity.ERROR,
    N_("Cell {cell} ({header}) is stored as a number: its last digits may already be lost."),
    N_("Set the column to “text” and type this number again; the number was not taken."),
)
MISSING = FindingCode(
    "LS-003",
    Severity.ERROR,
    N_("Line {line} was refused: {header} is missing."),
    N_("Fill in the cell; the other lines were taken in."),
    refuses=True,
)
FINER = FindingCode(
    "LS-004",
    Severity.WARNING,
    N_("Cell {cell} ({header}) is finer than one fen and was rounded."),
    N_("Round the amount where it is worked out."),
)

LISTING = FormatSpec(
    id="listing",
    title=N_("Lines of a list"),
    kinds=("xlsx", "xls", "csv", "txt"),
    fields=(),
    codes=(UNREADABLE, AS_NUMBER, MISSING, FINER),
)

EXPECTED: Mapping[FieldType, str] = {
    "text": N_("a text"),
    "name": N_("a name"),
    "identity": N_("an identity number of 18 characters"),
    "card": N_("an account or card number"),
    "phone": N_("a telephone number"),
    "money": N_("an amount in yuan, such as 1,234.56"),
    "days": N_("a number of days"),
    "minutes": N_("a number of minutes"),
    "integer": N_("a whole number"),
    "date": N_("a date, such as 2025-03-10"),
    "month": N_("a month, such as 2025-03"),
    "moment": N_("a date with time"),
    "flag": N_("yes or no"),
    "mark": N_("a mark"),
}
_PARSERS: Mapping[FieldType, Callable[[Cells], Parsed]] = {
    "text": parse_texts,
    "name": parse_names,
    "identity": parse_identities,
    "card": parse_cards,
    "phone": parse_phones,
    "integer": parse_integers,
    "date": parse_dates,
    "month": parse_months,
    "flag": parse_flags,
}
_TOTAL = re.compile(
    r"(?:本页|本月|本日|累计|当页)?(?:合计|总计|小计|共计|合計|总合计)|总金额|总笔数"
)
_SIGNED = re.compile(
    r"(?:制表|复核|审核|经办|填表|负责人|打印|盖章|签字|签章|出纳|会计|编制|单位盖章|备注|说明|注)"
    r"[人员者时间日期]*[:(]"
)


@dataclass(slots=True)
class Listing:
    """The lines of one sheet: accepted ones in `columns`, and what became of the others.

    `rows` are the grid rows of the accepted lines, `totals` those of the lines of totals.
    """

    layout: Layout
    rows: list[int]
    columns: dict[str, pa.Array]
    findings: list[RowFinding]
    count: Count
    totals: list[int] = field(default_factory=list)

    @property
    def lines(self) -> list[int]:
        """Line numbers of the accepted rows as people see them."""
        return [self.layout.grid.line(row) for row in self.rows]

    def values(self, name: str) -> list[object]:
        """One column as Python values; all None when the sheet has no such column."""
        if name not in self.columns:
            return [None] * len(self.rows)
        found: list[object] = self.columns[name].to_pylist()
        return found


def read_listing(
    layout: Layout,
    *,
    file: str,
    must: Collection[str] = (),
    parsers: Mapping[str, Callable[[Cells], Parsed]] | None = None,
) -> Listing:
    """The lines below the header; `must` names fields without which a line is refused.

    `parsers` replaces the parser of single fields (choices, shares).
    """
    left, rows, totals = _sort_lines(layout)
    findings: list[RowFinding] = []
    columns: dict[str, pa.Array] = {}
    refused: set[int] = set()
    for name, column in layout.columns.items():
        each = layout.spec.field(name)
        cells = Cells([layout.grid.rows[row][column] for row in rows])
        parse = (parsers or {}).get(name) or _parser(layout, each)
        parsed = parse(cells)
        columns[name] = parsed.values
        _faults(layout, each, parsed, rows=rows, file=file, must=must, into=(findings, refused))
    _missing(layout, columns, rows, must=must, file=file, into=(findings, refused))
    kept = [at for at in range(len(rows)) if at not in refused]
    if refused:
        take = pa.array(kept, pa.int64())
        columns = {name: values.take(take) for name, values in columns.items()}
    whole = layout.grid.height
    return Listing(
        layout,
        [rows[at] for at in kept],
        columns,
        findings,
        Count(whole, len(kept), len(refused), tuple(sorted(left.items()))),
        totals,
    )


def _sort_lines(layout: Layout) -> tuple[dict[Left, int], list[int], list[int]]:
    """Lines that are no rows by reason, rows, and lines of totals."""
    grid, left = layout.grid, dict[Left, int]()
    rows: list[int] = []
    totals: list[int] = []
    for row in range(grid.height):
        why = _why_left(layout, row)
        if why is None:
            rows.append(row)
            continue
        left[why] = left.get(why, 0) + 1
        if why is Left.TOTAL:
            totals.append(row)
    return left, rows, totals


def _why_left(layout: Layout, row: int) -> Left | None:
    cells = layout.grid.rows[row]
    texts = [each for each in cells if not (isinstance(each, str) and not each.strip())]
    if not texts:
        return Left.BLANK
    if row < layout.first:
        return Left.TITLE
    repeated = layout.last >= 0 and cells == layout.grid.rows[layout.last]
    if row <= layout.last or repeated:
        return Left.HEADER
    if any(isinstance(each, str) and _TOTAL.match(compact(each)) for each in texts[:3]):
        return Left.TOTAL
    first = texts[0]
    if isinstance(first, str) and (_SIGNED.match(compact(first)) or _is_remark(layout, texts)):
        return Left.SIGNATURE
    return None


def _is_remark(layout: Layout, texts: list[Cell]) -> bool:
    """A sentence standing alone in a line of a table of several columns is no row."""
    return len(texts) == 1 and len(layout.columns) > 2 and len(str(texts[0])) > 6


def _parser(layout: Layout, each: FieldSpec) -> Callable[[Cells], Parsed]:
    if each.type != "money":
        return _PARSERS.get(each.type, parse_texts)
    unit = layout.units.get(each.name) or title_unit(layout)
    if unit == "wan":
        return lambda cells: parse_money(cells, unit="wan")
    return parse_money


def _faults(
    layout: Layout,
    each: FieldSpec,
    parsed: Parsed,
    *,
    rows: list[int],
    file: str,
    must: Collection[str],
    into: tuple[list[RowFinding], set[int]],
) -> None:
    findings, refused = into
    for fault in sorted(parsed.faults):
        kind = {"number": AS_NUMBER, "finer": FINER}.get(fault, UNREADABLE)
        if fault == "number" and each.type == "name":
            kind = UNREADABLE
        loses = kind is not FINER and each.name in must
        for at in parsed.at(fault).tolist():
            grid = layout.grid
            cell = grid.address(rows[at], layout.columns[each.name])
            line = grid.line(rows[at])
            values: dict[str, Value] = {
                "header": each.header,
                "expected": Message(EXPECTED[each.type]),
            }
            findings.append(
                RowFinding(kind, file, grid.sheet, line, cell, refused=loses, values=values)
            )
            if loses:
                refused.add(at)


def _missing(
    layout: Layout,
    columns: Mapping[str, pa.Array],
    rows: list[int],
    *,
    must: Collection[str],
    file: str,
    into: tuple[list[RowFinding], set[int]],
) -> None:
    """Lines in which a field that must be there is empty."""
    findings, refused = into
    for name in sorted(must):
        each = layout.spec.field(name)
        empty = columns[name].is_null().to_pylist() if name in columns else [True] * len(rows)
        for at, is_empty in enumerate(empty):
            if is_empty and at not in refused:
                line = layout.grid.line(rows[at])
                values: dict[str, Value] = {"header": each.header}
                findings.append(
                    RowFinding(MISSING, file, layout.grid.sheet, line, refused=True, values=values)
                )
                refused.add(at)
