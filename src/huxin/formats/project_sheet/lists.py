"""The lists of the project sheet: one grid with headings into one table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import pyarrow as pa

from huxin.formats.base import Count, Left, RowFinding
from huxin.formats.cells import parse_integers, parse_money
from huxin.formats.columns import Cells, Parsed
from huxin.formats.headers import Layout, find_header
from huxin.formats.listing import Listing, read_listing
from huxin.formats.project_sheet import spec as codes
from huxin.formats.project_sheet.keys import nearest
from huxin.formats.project_sheet.reports import COUNT_KINDS, SHARE_KINDS
from huxin.formats.project_sheet.security import SIGNBOARD_WORDS
from huxin.formats.project_sheet.tables import TableSpec
from huxin.formats.project_sheet.values import choice_label, parse_shares, parsers_of
from huxin.formats.spec import FieldSpec, FormatSpec, table_of
from huxin.formats.workbook import Grid
from huxin.kernel.texts import Message, Value

__all__ = ["ListRead", "empty_table", "format_of", "output_fields", "read_list", "spec_of"]

MUST = {
    "party": ("role", "name"),
    "indicator": ("kind", "month", "value"),
    "figure_list": ("kind", "month", "value"),
    "feed_delivery": ("feed",),
    "guarantee": ("kind",),
    "court_measure": ("held", "kind"),
    "complaint": ("kind",),
}
FIGURES = ("indicator", "figure_list")
_BITS = FieldSpec("items_bits", "integer", "公示内容位", derived=True)


@dataclass(frozen=True, slots=True)
class ListRead:
    """One list that was read: its rows, findings and counts."""

    table: pa.Table
    findings: list[RowFinding]
    count: Count
    layout: Layout | None = None


@lru_cache(maxsize=16)
def format_of(name: str) -> FormatSpec:
    """The table called `name` as a format, so that its header is found like any other."""
    return spec_of(codes.table(name))


def spec_of(table: TableSpec) -> FormatSpec:
    """A table as a format; headings may be the names of its fields."""
    fields = tuple(replace(each, aliases=(*each.aliases, each.name)) for each in table.fields)
    return FormatSpec(table.name, table.meaning, ("xlsx", "xls", "csv"), fields, ())


def output_fields(table: TableSpec) -> tuple[FieldSpec, ...]:
    """The columns that the table has after reading."""
    if table.name in FIGURES:
        return tuple(
            replace(each, type="integer") if each.name == "value" else each for each in table.fields
        )
    if table.name == "signboard":
        kept = [each for each in table.fields if not each.name.startswith("shows_")]
        return (*kept, _BITS)
    return table.fields


def empty_table(table: TableSpec) -> pa.Table:
    """The table without a row."""
    return table_of(output_fields(table), {}, 0)


def read_list(grid: Grid, table: TableSpec, file: str, *, layout: Layout | None = None) -> ListRead:
    """Read `grid` as the list `table`; without a header all lines are left alone and named."""
    layout = layout or find_header(grid, format_of(table.name))
    if layout is None or not layout.columns:
        filled = any(str(cell).strip() for row in grid.rows for cell in row)
        finding = RowFinding(codes.UNKNOWN_SHEET, file, grid.sheet)
        count = Count(
            grid.height, left=((Left.NOT_RECOGNISED, grid.height),) if grid.height else ()
        )
        return ListRead(empty_table(table), [finding] if filled else [], count)
    listing = read_listing(
        layout, file=file, must=MUST.get(table.name, ()), parsers=parsers_of(table)
    )
    findings = [_named(each, table) for each in listing.findings]
    findings += _unknown_columns(layout, table, file)
    refused: set[int] = set()
    columns = dict(listing.columns)
    if table.name in FIGURES:
        columns["value"] = _indicator_values(listing, table, file, into=(findings, refused))
    if table.name == "signboard":
        columns["items_bits"] = _bits(listing)
    kept = [at for at in range(len(listing.rows)) if at not in refused]
    take = pa.array(kept, pa.int64())
    columns = {name: values.take(take) for name, values in columns.items()}
    columns["sheet"] = pa.array([grid.sheet] * len(kept), pa.string())
    columns["line"] = pa.array([grid.line(listing.rows[at]) for at in kept], pa.int64())
    count = Count(
        listing.count.lines, len(kept), listing.count.rejected + len(refused), listing.count.left
    )
    rows = table_of(output_fields(table), columns, len(kept))
    return ListRead(rows, findings, count, layout)


def _named(finding: RowFinding, table: TableSpec) -> RowFinding:
    """A cell that holds none of its choices says which there are."""
    header = finding.values.get("header")
    each = next((f for f in table.fields if f.header == header), None)
    if finding.code != "LS-001" or each is None or each.name not in table.choices:
        return finding
    usual = tuple(said[0] for said in table.choices[each.name].values())
    values: dict[str, Value] = {"key": each.header, "choices": usual}
    return replace(finding, kind=codes.NOT_A_CHOICE, values=values)


def _unknown_columns(layout: Layout, table: TableSpec, file: str) -> Iterable[RowFinding]:
    for each in layout.reading.unmatched:
        key = each.written or each.alias
        values: dict[str, Value] = {"key": key[:24], "nearest": nearest(table, key)}
        line = layout.reading.lines[-1] if layout.reading.lines else 0
        yield RowFinding(
            codes.UNKNOWN_COLUMN, file, layout.grid.sheet, line, each.cell, values=values
        )


def _indicator_values(
    listing: Listing, table: TableSpec, file: str, *, into: tuple[list[RowFinding], set[int]]
) -> pa.Array:
    """Values in the unit of their kind: fen, parts per million or a count."""
    findings, refused = into
    kinds = [str(kind) for kind in listing.values("kind")]
    texts = [str(text or "") for text in listing.values("value")]
    found: list[int | None] = [None] * len(texts)
    expects: dict[str, str] = {}
    for kind in sorted(set(kinds)):
        alike = [at for at, each in enumerate(kinds) if each == kind]
        parsed, expects[kind] = _by_kind(kind, Cells([texts[at] for at in alike]))
        for at, value in zip(alike, parsed.values.to_pylist(), strict=True):
            found[at] = value
    for at, value in enumerate(found):
        if value is None:
            grid = listing.layout.grid
            values: dict[str, Value] = {
                "key": table.field("value").header,
                "expected": Message(expects[kinds[at]]),
            }
            line = grid.line(listing.rows[at])
            findings.append(
                RowFinding(codes.UNREADABLE, file, grid.sheet, line, refused=True, values=values)
            )
            refused.add(at)
    return pa.array(found, pa.int64())


def _by_kind(kind: str, cells: Cells) -> tuple[Parsed, str]:
    if kind in SHARE_KINDS:
        return parse_shares(cells), codes.A_SHARE
    if kind in COUNT_KINDS:
        return parse_integers(cells), codes.A_COUNT
    return parse_money(cells), codes.AN_AMOUNT


def _bits(listing: Listing) -> pa.Array:
    """What stands on each signboard as bits in the order of the fact table; null when not said."""
    texts = listing.values("items")
    flags = [listing.values(f"shows_{label}") for label in SIGNBOARD_WORDS]
    found: list[int | None] = []
    for text, *shown in zip(texts, *flags, strict=True):
        known = text is not None or any(each is not None for each in shown)
        bits = sum(1 << bit for bit, each in enumerate(shown) if each)
        for part in str(text or "").replace("；", "、").replace(";", "、").split("、"):
            label = choice_label(part, SIGNBOARD_WORDS)
            if label is not None:
                bits |= 1 << list(SIGNBOARD_WORDS).index(label)
        found.append(bits if known else None)
    return pa.array(found, pa.int64())
