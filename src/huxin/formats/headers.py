"""Finds the header of a sheet and says how it was found.

Sites write titles above the header, merge cells, put group headings (应发工资, 扣款) over the real
ones, add units in brackets and use many words for one thing. Every way of matching is a plain
look-up in the aliases of a `FormatSpec`; nothing is guessed by likeness of letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from huxin.formats.base import (
    FindingCode,
    HeaderMatch,
    HeaderReading,
    RowFinding,
    Severity,
)
from huxin.formats.day_columns import with_days
from huxin.formats.layout import Layout
from huxin.formats.spec import FormatSpec
from huxin.formats.workbook import Cell, Grid
from huxin.kernel.texts import N_

__all__ = [
    "HEADERS",
    "Layout",
    "compact",
    "find_header",
    "header_findings",
    "loose",
    "no_header",
    "recognise",
    "unit_of",
]

LINES_LOOKED_AT = 60
"""A header further down than this is not looked for."""
HEADER_LINES_MAX = 3
_TITLE_WEIGHT, _TELLING_WEIGHT, _FOREIGN_WEIGHT, _DAYS_WEIGHT = 3, 2, 4, 10

HEADERS = FormatSpec(
    id="headers",
    title=N_("Header line"),
    kinds=("xlsx", "xls", "csv"),
    fields=(),
    recognised=N_("By the headings that the formats below list."),
    codes=(
        FindingCode(
            "HD-001",
            Severity.ERROR,
            N_("Sheet {sheet} of {file} has no header line in which {missing} can be found."),
            N_("Write one line of headings above the rows, with the headings named here."),
        ),
        FindingCode(
            "HD-002",
            Severity.WARNING,
            N_("Columns {cell} and {other} both mean {header}; only {other} was read."),
            N_("Give the two columns different headings, or delete the one that is not meant."),
        ),
        FindingCode(
            "HD-003",
            Severity.NOTE,
            N_("The heading in {cell} is not known; its column was not read."),
            N_("Nothing to do if the column is not needed; else use a heading of the list."),
        ),
    ),
)

_BRACKETS = re.compile(r"[(\[【〔{<《][^)\]】〕}>》]*[)\]】〕}>》]")
_NOISE = re.compile(r"[\s:：*＊#、,。./\\\-—_|·•\"'“”‘’()\[\]【】]+")
_UNIT = re.compile(r"万元|元|圆")
_UNIT_TAIL = re.compile(r"(?:人民币)?(?:万元|元|圆)$")


@lru_cache(maxsize=65_536)
def compact(text: str) -> str:
    """Half-width, without any spaces or line breaks: how two headings are compared first."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=65_536)
def loose(text: str) -> str:
    """`compact` without brackets and what they hold, marks, and a unit at the end."""
    plain = _NOISE.sub("", _BRACKETS.sub("", compact(text)))
    return _UNIT_TAIL.sub("", plain).lower() or _NOISE.sub("", compact(text)).lower()


def unit_of(text: str) -> str:
    """`wan` or `yuan` where a heading names its unit, else the empty text."""
    plain = compact(text)
    written = " ".join(_BRACKETS.findall(plain)) or (_UNIT_TAIL.search(plain) or [""])[0]
    found = _UNIT.search(written)
    if found is None:
        return ""
    return "wan" if found[0] == "万元" else "yuan"


@dataclass(frozen=True, slots=True)
class _Label:
    row: int
    column: int
    parent: str
    child: str

    @property
    def written(self) -> str:
        return f"{self.parent}/{self.child}" if self.parent and self.child else self._one

    @property
    def _one(self) -> str:
        return self.child or self.parent


@dataclass(frozen=True, slots=True)
class _Index:
    """Headings of a format: as written, loosely, and those that count only under a group."""

    exact: Mapping[str, tuple[str, str, str]]
    loosely: Mapping[str, tuple[str, str, str]]
    grouped: Mapping[tuple[str, str], tuple[str, str, str]]


_RANK = {"name": 0, "alias": 1, "group": 2, "loose": 3}


@lru_cache(maxsize=128)
def _index(spec: FormatSpec) -> _Index:
    exact: dict[str, tuple[str, str, str]] = {}
    loosely: dict[str, tuple[str, str, str]] = {}
    grouped: dict[tuple[str, str], tuple[str, str, str]] = {}
    for each in spec.fields:
        for heading in each.headings:
            how = "name" if heading == each.header else "alias"
            exact.setdefault(compact(heading), (each.name, heading, how))
            loosely.setdefault(loose(heading), (each.name, heading, "loose"))
        for parent in each.parents:
            for child in each.within:
                grouped.setdefault((loose(parent), loose(child)), (each.name, child, "group"))
    return _Index(exact, loosely, grouped)


def _match(index: _Index, label: _Label) -> tuple[str, str, str] | None:
    """Field, alias and manner for one column: under its group, joined with it, then alone."""
    if label.parent and label.child:
        grouped = index.grouped.get((loose(label.parent), loose(label.child)))
        joined = _alone(index, label.parent + label.child)
        found = grouped or joined
        if found:
            return found
    return _alone(index, label.child or label.parent)


def _alone(index: _Index, text: str) -> tuple[str, str, str] | None:
    return index.exact.get(compact(text)) or index.loosely.get(loose(text))


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ""


def _labels(grid: Grid, first: int, last: int) -> list[_Label]:
    """Per column the group heading and the heading below it; merged areas fill what they cover."""
    covered = _covered(grid, first, last)
    labels = []
    for column in range(grid.width):
        texts: list[str] = []
        place = first
        for row in range(first, last + 1):
            text = _text(covered.get((row, column), grid.rows[row][column])).strip()
            if text and (not texts or texts[-1] != text):
                texts.append(text)
                place = row
        parent = "".join(texts[:-1])
        labels.append(_Label(place, column, parent, texts[-1] if texts else ""))
    return labels


def _covered(grid: Grid, first: int, last: int) -> dict[tuple[int, int], Cell]:
    """What a merged area says in each header cell; without merges a group reaches to the right."""
    found: dict[tuple[int, int], Cell] = {}
    for top, left, bottom, right in grid.merged:
        if top > last or bottom < first:
            continue
        for row in range(max(top, first), min(bottom, last) + 1):
            for column in range(max(left, 0), min(right, grid.width - 1) + 1):
                found[row, column] = grid.rows[top][left] if top >= 0 and left >= 0 else ""
    if last > first and not found:
        found = _spread(grid, first, last)
    return found


def _spread(grid: Grid, first: int, last: int) -> dict[tuple[int, int], Cell]:
    """Text tables keep no merges: a group heading counts for the blank cells right of it that have
    a heading below."""
    found: dict[tuple[int, int], Cell] = {}
    for row in range(first, last):
        group: Cell = ""
        for column in range(grid.width):
            here, below = _text(grid.rows[row][column]).strip(), grid.rows[last][column]
            group = here or (group if _text(below).strip() else "")
            if not here and group:
                found[row, column] = group
    return found


def _reading(grid: Grid, spec: FormatSpec, first: int, last: int) -> Layout:
    index = _index(spec)
    taken: dict[str, HeaderMatch] = {}
    matches: list[HeaderMatch] = []
    for label in _labels(grid, first, last):
        if not label.written:
            continue
        cell = grid.address(label.row, label.column)
        found = _match(index, label)
        if found is None:
            matches.append(HeaderMatch(label.column, cell, label.written, "unmatched"))
            continue
        field, alias, how = found
        unit = unit_of(label.child) or unit_of(label.parent)
        match = HeaderMatch(label.column, cell, label.written, how, field, alias, unit)
        rival = taken.get(field)
        if rival is None or _RANK[how] < _RANK[rival.how]:
            taken[field] = match
        matches.append(match)
    settled = tuple(
        each if not each.field or taken[each.field] is each else _second(each) for each in matches
    )
    missing = tuple(
        _headers(spec, group) for group in spec.needs if not any(f in taken for f in group)
    )
    return Layout(
        grid,
        spec,
        first,
        last,
        {field: each.column for field, each in taken.items()},
        {field: each.unit for field, each in taken.items() if each.unit},
        HeaderReading(
            grid.sheet,
            tuple(grid.line(row) for row in range(first, last + 1)),
            settled,
            missing,
        ),
    )


def _second(match: HeaderMatch) -> HeaderMatch:
    return HeaderMatch(
        match.column, match.cell, match.written, "duplicate", "", match.alias, match.unit
    )


def _headers(spec: FormatSpec, group: tuple[str, ...]) -> str:
    return "/".join(spec.field(name).header for name in group)


def _candidates(grid: Grid) -> Iterable[tuple[int, int]]:
    """Spans of lines that may be a header: two texts at least in the first, one in the last."""
    height = min(grid.height, LINES_LOOKED_AT)
    texts = [
        sum(1 for cell in row if isinstance(cell, str) and cell.strip())
        for row in grid.rows[:height]
    ]
    for first in range(height):
        if texts[first] < 2:
            continue
        for last in range(first, min(first + HEADER_LINES_MAX, height)):
            if texts[last] >= 1:
                yield first, last


def _lines_with_headings(grid: Grid, spec: FormatSpec) -> list[bool]:
    """Which lines may belong to a header of `spec`: those with half as many of its headings as the
    richest line, or more. A span without such a line is no header, whatever is joined."""
    index = _index(spec)
    counts = [
        sum(1 for cell in row if (text := _text(cell).strip()) and _alone(index, text))
        for row in grid.rows[:LINES_LOOKED_AT]
    ]
    most = max(counts, default=0)
    return [count > 0 and most <= 2 * count for count in counts]


def find_header(grid: Grid, spec: FormatSpec) -> Layout | None:
    """The span of lines that matches most fields of `spec`; none if a needed field is missing.

    Among equals the shorter span wins, then the upper one. Formats with day columns need those too.
    """
    best: Layout | None = None
    best_key = (0, 0, 0)
    known = _lines_with_headings(grid, spec)
    for first, last in _candidates(grid):
        if not any(known[first : last + 1]):
            continue
        layout = _reading(grid, spec, first, last)
        if layout.reading.missing:
            continue
        key = (len(layout.columns), first - last, -first)
        if best is None or key > best_key:
            best, best_key = layout, key
    return with_days(best) if best is not None and spec.day_columns else best


def _nearest(grid: Grid, spec: FormatSpec) -> tuple[str, ...]:
    """The needed headings that are missing where most of the others are."""
    readings = [_reading(grid, spec, first, last) for first, last in _candidates(grid)]
    best = max(readings, key=lambda each: len(each.columns), default=None)
    return best.reading.missing if best else tuple(_headers(spec, group) for group in spec.needs)


def no_header(grid: Grid, spec: FormatSpec, file: str) -> RowFinding:
    """The finding for a sheet in which `find_header` found none."""
    values = {"missing": _nearest(grid, spec)}
    return RowFinding(HEADERS.code("HD-001"), file, grid.sheet, values=values)


def header_findings(layout: Layout, file: str) -> list[RowFinding]:
    """Columns that stand twice or are not known."""
    grid, found = layout.grid, []
    for each in layout.reading.matches:
        line = layout.reading.lines[-1]
        if each.how == "duplicate":
            name = _index(layout.spec)
            field = (name.exact.get(compact(each.alias)) or ("", "", ""))[0]
            other = layout.columns.get(field)
            values = {
                "header": each.alias,
                "other": grid.address(layout.last, other) if other is not None else "",
            }
            code = HEADERS.code("HD-002")
            found.append(RowFinding(code, file, grid.sheet, line, each.cell, values=dict(values)))
        elif each.how == "unmatched":
            found.append(RowFinding(HEADERS.code("HD-003"), file, grid.sheet, line, each.cell))
    return found


def recognise(
    grid: Grid, specs: Iterable[FormatSpec], *, file: str = ""
) -> list[tuple[int, Layout]]:
    """The formats that the sheet can be, best first, each with its score and layout.

    One point per field, more for telling fields and for a word in the title, sheet or file name;
    headings that are foreign to a format speak against it.
    """
    found = []
    for spec in specs:
        layout = find_header(grid, spec)
        if layout is not None:
            found.append((_score(layout, file), layout))
    return sorted(found, key=lambda each: (-each[0], each[1].spec.id))


def _score(layout: Layout, file: str) -> int:
    spec, grid = layout.spec, layout.grid
    above = "".join(_text(cell) for row in grid.rows[: layout.first] for cell in row)
    title = compact(f"{above}{grid.sheet}{file}")
    written = {loose(each.written) for each in layout.reading.matches}
    return (
        len(layout.columns)
        + _DAYS_WEIGHT * spec.day_columns
        + _TELLING_WEIGHT * sum(1 for name in spec.telling if name in layout.columns)
        + _TITLE_WEIGHT * any(word in title for word in spec.titles)
        - _FOREIGN_WEIGHT * sum(1 for heading in spec.foreign if loose(heading) in written)
    )
