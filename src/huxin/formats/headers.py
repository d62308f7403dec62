"""Finds the header of a sheet and says how it was found.

Sites write titles above the header, merge cells, put group headings (应发工资, 扣款) over the real
ones, add units in brackets and use many words for one thing. Every way of matching is a plain
look-up in the aliases of a `FormatSpec`; nothing is guessed by likeness of letters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from huxin.formats.base import (
    FindingCode,
    HeaderMatch,
    HeaderReading,
    RowFinding,
    Severity,
)
from huxin.formats.day_columns import with_days
from huxin.formats.headings import (
    Headings,
    compact,
    headings_of,
    labels_of,
    loose,
    texts_of,
    unit_of,
)
from huxin.formats.layout import Layout
from huxin.formats.spec import FormatSpec
from huxin.formats.workbook import FoundHeader, Grid
from huxin.kernel.texts import N_

__all__ = [
    "HEADERS",
    "Layout",
    "find_header",
    "header_findings",
    "no_header",
    "recognise",
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

_NONE: frozenset[str] | set[str] = frozenset()
_RANK = {"name": 0, "alias": 1, "group": 2, "loose": 3}


def _reading(grid: Grid, spec: FormatSpec, first: int, last: int) -> Layout:
    headings = headings_of((spec,))
    taken: dict[str, HeaderMatch] = {}
    matches: list[HeaderMatch] = []
    for label in labels_of(grid, texts_of(grid, last + 1), first, last):
        if not label.written:
            continue
        cell = grid.address(label.row, label.column)
        found = headings.means(label).get(spec)
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
        FoundHeader(spec, first, last),
    )


def _second(match: HeaderMatch) -> HeaderMatch:
    return HeaderMatch(
        match.column, match.cell, match.written, "duplicate", "", match.alias, match.unit
    )


def _headers(spec: FormatSpec, group: tuple[str, ...]) -> str:
    return "/".join(spec.field(name).header for name in group)


def _candidates(texts: list[list[str]]) -> Iterable[tuple[int, int]]:
    """Spans of lines that may be a header: two texts at least in the first, one in the last."""
    counts = [sum(map(bool, line)) for line in texts]
    for first, count in enumerate(counts):
        if count < 2:
            continue
        for last in range(first, min(first + HEADER_LINES_MAX, len(counts))):
            if counts[last] >= 1:
                yield first, last


def _known_lines(texts: list[list[str]], headings: Headings) -> dict[FormatSpec, frozenset[int]]:
    """Which lines may belong to a header of each format: those with half as many of its headings
    as the richest line, or more. A span without such a line is no header, whatever is joined."""
    counts: dict[FormatSpec, Counter[int]] = {}
    meanings = {text: headings.alone(text) for text in {text for line in texts for text in line}}
    known = {text: meaning for text, meaning in meanings.items() if text and meaning}
    for row, line in enumerate(texts):
        for text in filter(known.__contains__, line):
            for spec in known[text]:
                counts.setdefault(spec, Counter())[row] += 1
    richest = {spec: max(lines.values()) for spec, lines in counts.items()}
    return {
        spec: frozenset(row for row, count in lines.items() if richest[spec] <= 2 * count)
        for spec, lines in counts.items()
    }


def _spans(grid: Grid, specs: tuple[FormatSpec, ...]) -> dict[FormatSpec, tuple[int, int]]:
    """Per format the span of lines that matches most of its fields; none where a need is missing.

    Among equals the shorter span wins, then the upper one. All formats are looked for at once.
    """
    texts, headings = texts_of(grid, LINES_LOOKED_AT), headings_of(specs)
    known = _known_lines(texts, headings)
    best: dict[FormatSpec, tuple[int, int, int]] = {}
    found: dict[FormatSpec, tuple[int, int]] = {}
    for first, last in _candidates(texts):
        span = range(first, last + 1)
        able = [spec for spec, rows in known.items() if not rows.isdisjoint(span)]
        if not able:
            continue
        fields = headings.fields(labels_of(grid, texts, first, last))
        for spec in able:
            taken = fields.get(spec, _NONE)
            key = (len(taken), first - last, -first)
            complete = not any(taken.isdisjoint(group) for group in spec.needs)
            if complete and (spec not in best or key > best[spec]):
                best[spec], found[spec] = key, (first, last)
    return found


def find_header(grid: Grid, spec: FormatSpec) -> Layout | None:
    """The span of lines that matches most fields of `spec`; none if a needed field is missing.

    What recognition found is taken over. Formats with day columns need those too.
    """
    if grid.header is not None and grid.header.spec is spec:
        span: tuple[int, int] | None = (grid.header.first, grid.header.last)
    else:
        span = _spans(grid, (spec,)).get(spec)
    return _layout(grid, spec, *span) if span else None


def _layout(grid: Grid, spec: FormatSpec, first: int, last: int) -> Layout | None:
    layout = _reading(grid, spec, first, last)
    return with_days(layout) if spec.day_columns else layout


def _nearest(grid: Grid, spec: FormatSpec) -> tuple[str, ...]:
    """The needed headings that are missing where most of the others are."""
    texts = texts_of(grid, LINES_LOOKED_AT)
    readings = [_reading(grid, spec, first, last) for first, last in _candidates(texts)]
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
            named = headings_of((layout.spec,)).exact.get(compact(each.alias), {})
            field = named.get(layout.spec, ("", "", ""))[0]
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
    for spec, span in _spans(grid, tuple(specs)).items():
        layout = _layout(grid, spec, *span)
        if layout is not None:
            found.append((_score(layout, file), layout))
    return sorted(found, key=lambda each: (-each[0], each[1].spec.id))


def _score(layout: Layout, file: str) -> int:
    spec, grid = layout.spec, layout.grid
    above = "".join(
        cell for row in grid.rows[: layout.first] for cell in row if isinstance(cell, str)
    )
    title = compact(f"{above}{grid.sheet}{file}")
    written = {loose(each.written) for each in layout.reading.matches}
    return (
        len(layout.columns)
        + _DAYS_WEIGHT * spec.day_columns
        + _TELLING_WEIGHT * sum(1 for name in spec.telling if name in layout.columns)
        + _TITLE_WEIGHT * any(word in title for word in spec.titles)
        - _FOREIGN_WEIGHT * sum(1 for heading in spec.foreign if loose(heading) in written)
    )
