"""Reads a project sheet from a workbook or from YAML into the project and its lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

import pyarrow as pa
import yaml

from huxin.formats.base import Count, Left, Reading, RowFinding, in_order
from huxin.formats.columns import write
from huxin.formats.headings import compact
from huxin.formats.project_sheet import spec as codes
from huxin.formats.project_sheet.items import Item, project_of
from huxin.formats.project_sheet.keys import find_key, plain_key, table_named
from huxin.formats.project_sheet.lists import ListRead, empty_table, read_list
from huxin.formats.project_sheet.project import PROJECT
from huxin.formats.project_sheet.tables import TableSpec
from huxin.formats.wordlist import words
from huxin.formats.workbook import Book, Cell, Grid

__all__ = [
    "ProjectReading",
    "is_project_grid",
    "looks_like_project_yaml",
    "read_project_sheet",
    "read_project_yaml",
]

KEYS_MIN = 3
LINES_LOOKED_AT, COLUMNS_LOOKED_AT = 1_000, 12
"""A sheet whose keys begin further down or to the right is no project sheet."""
YAML_BYTES = 2 * 1024 * 1024
_HEADINGS = frozenset(words("项目 内容 填写说明 字段 值 名称 说明 序号 备注 key value item"))
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectReading(Reading):
    """A project sheet: `rows` is the project (one row, or none), `tables` holds every list by name.

    The tables are called as the fact tables: party, deposit, guarantee, signboard,
    progress_payment, indicator, complaint, feed_delivery.
    """

    tables: Mapping[str, pa.Table]


@dataclass(slots=True)
class _Sheets:
    """What has been gathered: the project's items and the lists."""

    file: str
    items: list[Item] = field(default_factory=list)
    lists: list[tuple[TableSpec, ListRead]] = field(default_factory=list)
    findings: list[RowFinding] = field(default_factory=list)
    lines: int = 0
    left: dict[Left, int] = field(default_factory=dict)

    def leave(self, why: Left, lines: int = 1) -> None:
        if lines:
            self.left[why] = self.left.get(why, 0) + lines


def _cell_text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _keys_by_column(grid: Grid) -> int:
    """The most project keys that stand in one column below each other."""
    best = 0
    for cells in islice(zip(*grid.rows[:LINES_LOOKED_AT], strict=True), COLUMNS_LOOKED_AT):
        texts = set(map(_cell_text, set(cells))) - {""}
        keys = (find_key(PROJECT, text) for text in texts)
        best = max(best, len({key.field.name for key in keys if key}))
    return best


def is_project_grid(grid: Grid) -> bool:
    """Whether the sheet lists items of a project below each other."""
    hits = _keys_by_column(grid)
    return hits >= KEYS_MIN or (hits > 0 and table_named(grid.sheet) is PROJECT)


def read_project_sheet(book: Book) -> ProjectReading:
    """Read every sheet of `book` that belongs to a project sheet; others are named."""
    found = _Sheets(book.file, findings=list(book.findings))
    for grid in book.grids:
        table = table_named(grid.sheet)
        if is_project_grid(grid):
            _items_of(grid, found)
        elif table is not None and table is not PROJECT:
            found.lists.append((table, read_list(grid, table, book.file)))
        else:
            found.lines += grid.height
            found.leave(Left.NOT_RECOGNISED, grid.height)
            if grid.height:
                found.findings.append(RowFinding(codes.UNKNOWN_SHEET, book.file, grid.sheet))
    return _reading(found)


def _items_of(grid: Grid, found: _Sheets) -> None:
    """Keys with the cell right of each; a line may hold several pairs."""
    for row, cells in enumerate(grid.rows):
        found.lines += 1
        texts = [_cell_text(each) for each in cells]
        filled = [at for at, each in enumerate(cells) if write(each).strip()]
        if not filled:
            found.leave(Left.BLANK)
            continue
        if {compact(texts[at]).rstrip(":") for at in filled} <= _HEADINGS:
            found.leave(Left.HEADER)
            continue
        pairs = _pairs(cells, texts, filled[0])
        if not pairs:
            found.leave(Left.TITLE)
        for column, key, value in pairs:
            place = grid.address(row, column)
            found.items.append(Item(key, value, grid.sheet, grid.line(row), place))


def _pairs(cells: list[Cell], texts: list[str], first: int) -> list[tuple[int, str, Cell]]:
    pairs: list[tuple[int, str, Cell]] = []
    column = first
    while column < len(cells):
        known = bool(texts[column]) and find_key(PROJECT, texts[column]) is not None
        value: Cell = cells[column + 1] if column + 1 < len(cells) else ""
        follows = isinstance(value, str) and value.strip() and find_key(PROJECT, value)
        if known:
            pairs.append((column, texts[column], "" if follows else value))
            column += 1 if follows else 2
        elif column == first and texts[column] and write(value).strip():
            pairs.append((column, texts[column], value))
            column += 2
        else:
            column += 1
    return pairs


def _reading(found: _Sheets) -> ProjectReading:
    project = project_of(found.items, found.file)
    named = "name" in project.values
    if not named:
        project.findings.append(RowFinding(codes.NO_NAME, found.file))
    lines = {(each.sheet, each.line) for each in found.items}
    refused = {(each.sheet, each.line) for each in project.findings if each.refused}
    left = tuple(sorted(found.left.items()))
    count = Count(found.lines, len(lines) - len(refused), len(refused), left)
    tables = {table.name: empty_table(table) for table in codes.LISTS}
    findings = [*found.findings, *project.findings]
    for table, read in found.lists:
        count += read.count
        findings += read.findings
        tables[table.name] = pa.concat_tables([tables[table.name], read.table])
    rows = project.table()
    return ProjectReading(
        format=codes.SPEC.id,
        file=found.file,
        count=count,
        findings=in_order(findings),
        rows=rows if project.values else rows.slice(0, 0),
        headers=tuple(read.layout.reading for _, read in found.lists if read.layout),
        one_row_each=False,
        tables=tables,
    )


def looks_like_project_yaml(text: str) -> bool:
    """Whether at least two lines begin with a key or list of the project sheet and a colon."""
    heads = [line.partition(":")[0] for line in text.replace("：", ":").splitlines() if ":" in line]
    keys = {plain_key(head.strip(" -{\"'")) for head in heads}
    known = [key for key in keys if key and (find_key(PROJECT, key) or table_named(key))]
    return len(known) >= KEYS_MIN - 1


def read_project_yaml(text: str, *, file: str) -> ProjectReading:
    """Read a project sheet written as YAML. Never raises on bad content."""
    found = _Sheets(file)
    try:
        root = yaml.compose(text[:YAML_BYTES], Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        at = mark.line + 1 if mark is not None else 1
        found.findings.append(RowFinding(codes.NOT_YAML, file, values={"at": at}))
        root = None
    if isinstance(root, yaml.MappingNode):
        _mapping(root, found)
    elif root is not None:
        found.findings.append(RowFinding(codes.NOT_YAML, file, values={"at": 1}))
    found.lines += len({(each.sheet, each.line) for each in found.items})
    return _reading(found)


def _mapping(node: yaml.MappingNode, found: _Sheets, *, inner: bool = False) -> None:
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        table = table_named(name) if not isinstance(value, yaml.ScalarNode) else None
        if isinstance(value, yaml.ScalarNode):
            found.items.append(Item(name, _scalar(value), "", key.start_mark.line + 1))
        elif table is PROJECT and isinstance(value, yaml.MappingNode) and not inner:
            _mapping(value, found, inner=True)
        elif table is not None and table is not PROJECT and not inner:
            _list(value, table, found)
        else:
            found.lines += 1
            found.leave(Left.NOT_RECOGNISED)
            found.findings.append(RowFinding(codes.UNKNOWN_SHEET, found.file, name[:24]))


def _scalar(node: yaml.Node) -> str:
    """A scalar's text, several texts of a list joined by 、; nothing for null."""
    if isinstance(node, yaml.SequenceNode):
        return "、".join(_scalar(each) for each in node.value if isinstance(each, yaml.ScalarNode))
    text = node.value if isinstance(node, yaml.ScalarNode) else ""
    return "" if text in _NULLS else text


def _list(node: yaml.Node, table: TableSpec, found: _Sheets) -> None:
    """A list of entries as a grid whose line numbers are the entries' places."""
    entries = node.value if isinstance(node, yaml.SequenceNode) else [node]
    rows = [_entry(each, table) for each in entries]
    headings = list(dict.fromkeys(name for row in rows if row for name in row))
    kept = [row for row in rows if row]
    grid_rows: list[list[Cell]] = [list(headings)]
    grid_rows += [[row.get(name, "") for name in headings] for row in kept]
    for place, row in enumerate(rows, start=1):
        if not row:
            found.lines += 1
            found.leave(Left.NOT_RECOGNISED)
            found.findings.append(
                RowFinding(codes.NOT_A_LINE, found.file, table.sheet, values={"place": place})
            )
    if kept:
        grid = Grid(table.sheet, grid_rows, row0=-1)
        found.lists.append((table, read_list(grid, table, found.file)))


def _entry(node: yaml.Node, table: TableSpec) -> dict[str, str]:
    """One entry with the usual headings as keys; unknown keys stay as they are written."""
    if not isinstance(node, yaml.MappingNode):
        return {}
    found: dict[str, str] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        known = find_key(table, name)
        text = _scalar(value)
        if known is not None and known.stored_unit and text.lstrip("-").isdecimal():
            text = f"{text}分" if known.field.type == "money" else f"{Decimal(text) / 10_000}%"
        found.setdefault(known.field.header if known else name, text)
    return found
