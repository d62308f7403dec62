"""What the bank answered to a payroll batch 代发结果: paid, failed, returned or still unknown.

Banks give workbooks with a title, batch and totals above the list, plain lists, csv, and text with
`|` between the fields and no header at all. The totals that a file states are compared with the
lines; a line without a state is unknown, never paid.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pyarrow as pa

from huxin.formats import payroll_spec as codes
from huxin.formats.base import (
    Count,
    HeaderMatch,
    HeaderReading,
    Left,
    Reading,
    RowFinding,
    in_order,
)
from huxin.formats.cells import parse_money
from huxin.formats.columns import Cells
from huxin.formats.day_cells import parse_dates, parse_months
from huxin.formats.headers import Layout, find_header, header_findings, no_header
from huxin.formats.headings import compact
from huxin.formats.labels import labelled
from huxin.formats.listing import Listing, read_listing
from huxin.formats.payroll_spec import CHANNEL_WORDS, SPEC, STATE_WORDS
from huxin.formats.spec import table_of
from huxin.formats.workbook import Book, Cell, Grid
from huxin.kernel.texts import Fen, Value

__all__ = ["CHANNEL_WORDS", "SPEC", "STATE_WORDS", "headerless", "read_payroll_result"]

_STATES = {word: state for state, said in STATE_WORDS.items() for word in said}
_CHANNELS = {word: channel for channel, said in CHANNEL_WORDS.items() for word in said}
_STATED = re.compile(r"(总笔数|笔数|总金额|合计金额|金额合计|总额):?([\d,]+(?:\.\d+)?)")
_MONTH = re.compile(r"\d{4}年\d{1,2}月|\d{4}[-/.]\d{1,2}(?!\d)")
_HEADERLESS_SHARE_MIN = 80
_SHAPES = {
    "identity": re.compile(r"\d{17}[\dXx]"),
    "card": re.compile(r"\d{12,22}"),
    "amount_fen": re.compile(r"\d{1,9}\.\d{1,2}|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?"),
    "seq": re.compile(r"\d{1,8}"),
    "name": re.compile(r"[\u3400-\u9fff·]{2,8}"),
}


def read_payroll_result(book: Book) -> Reading:
    """Read every sheet of `book` as a list of payroll results."""
    count, findings = Count(), list(book.findings)
    tables: list[pa.Table] = []
    headers: list[HeaderReading] = []
    for grid in book.grids:
        layout = find_header(grid, SPEC)
        if layout is None and (layout := headerless(grid)) is not None:
            findings.append(RowFinding(codes.NO_HEADER, book.file, grid.sheet))
        if layout is None:
            findings.append(no_header(grid, SPEC, book.file))
            count += _unread(grid)
            continue
        headers.append(layout.reading)
        if layout.reading.lines:
            findings += header_findings(layout, book.file)
        more, table = _read_sheet(layout, book.file, findings)
        count += more
        tables.append(table)
    return Reading(
        format=SPEC.id,
        file=book.file,
        count=count,
        findings=in_order(findings),
        rows=pa.concat_tables([table_of(SPEC.fields, {}, 0), *tables]),
        headers=tuple(headers),
    )


def _unread(grid: Grid) -> Count:
    blank = sum(not any(str(cell).strip() for cell in row) for row in grid.rows)
    left = ((Left.BLANK, blank), (Left.NOT_RECOGNISED, grid.height - blank))
    return Count(grid.height, 0, 0, tuple(each for each in left if each[1]))


def headerless(grid: Grid) -> Layout | None:
    """A layout for text without header, each column known by the shape of nearly all its cells."""
    rows = [row for row in grid.rows if any(str(cell).strip() for cell in row)]
    if len(rows) < 1 or grid.width < 4:
        return None
    columns: dict[str, int] = {}
    for column in range(grid.width):
        cells = [row[column] for row in rows]
        name = next((n for n in _SHAPES if n not in columns and _is_shaped(cells, n)), None)
        if name is None and _is_state(cells):
            name = "state"
        if name is not None and name not in columns:
            columns[name] = column
    if "state" in columns and columns["state"] + 1 < grid.width:
        columns.setdefault("reason", columns["state"] + 1)
        if list(columns.values()).count(columns["reason"]) > 1:
            del columns["reason"]
    if not {"name", "card", "amount_fen"} <= set(columns):
        return None
    matches = tuple(
        HeaderMatch(column, grid.address(0, column), "", "shape", name)
        for name, column in sorted(columns.items(), key=lambda each: each[1])
    )
    return Layout(grid, SPEC, 0, -1, columns, {}, HeaderReading(grid.sheet, (), matches))


def _is_shaped(cells: list[Cell], name: str) -> bool:
    texts = [str(cell).strip() for cell in cells]
    hits = sum(_SHAPES[name].fullmatch(text) is not None for text in texts)
    return hits * 100 >= _HEADERLESS_SHARE_MIN * len(texts)


def _is_state(cells: list[Cell]) -> bool:
    hits = sum(str(cell).strip().upper() in _STATES for cell in cells)
    return hits * 100 >= _HEADERLESS_SHARE_MIN * len(cells)


def _read_sheet(layout: Layout, file: str, findings: list[RowFinding]) -> tuple[Count, pa.Table]:
    listing = read_listing(layout, file=file, must=("amount_fen",))
    findings += listing.findings
    amounts = listing.values("amount_fen")
    refused = [at for at, fen in enumerate(amounts) if not isinstance(fen, int) or fen <= 0]
    for at in refused:
        line = layout.grid.line(listing.rows[at])
        findings.append(RowFinding(codes.NOT_POSITIVE, file, layout.grid.sheet, line, refused=True))
    kept = sorted(set(range(len(listing.rows))) - set(refused))
    table = _table(listing, kept, file, findings)
    _check_totals(listing, file, findings)
    count = listing.count
    return Count(count.lines, len(kept), count.rejected + len(refused), count.left), table


def _table(listing: Listing, kept: list[int], file: str, findings: list[RowFinding]) -> pa.Table:
    grid, size = listing.layout.grid, len(kept)
    take = pa.array(kept, pa.int64())
    columns = {name: values.take(take) for name, values in listing.columns.items()}
    columns["state"] = pa.array(_states(listing, kept, file, findings), pa.string())
    channels = [_CHANNELS.get(str(listing.values("channel")[at] or "").strip()) for at in kept]
    columns |= {
        "channel": pa.array(channels, pa.string()),
        "sheet": pa.array([grid.sheet] * size, pa.string()),
        "line": pa.array([grid.line(listing.rows[at]) for at in kept], pa.int64()),
    }
    above = labelled(grid, range(max(listing.layout.first, 0)), SPEC)
    title = " ".join(str(cell) for row in grid.rows[: listing.layout.first] for cell in row)
    written = _MONTH.search(compact(title))
    stated = {name: text for name, (text, _, _) in above.items()}
    if "month" not in stated and written:
        stated["month"] = written[0]
    for name, parse in _ABOVE.items():
        if name in stated:
            value = parse(stated[name])
            given = columns.get(name, pa.nulls(size, value.type))
            columns[name] = given.cast(value.type).fill_null(value) if value.is_valid else given
    return table_of(SPEC.fields, columns, size)


_ABOVE: dict[str, Callable[[str], pa.Scalar]] = {
    "batch": lambda text: pa.scalar(text, pa.string()),
    "month": lambda text: parse_months(Cells([text])).values[0],
    "paid_on": lambda text: parse_dates(Cells([text])).values[0],
}


def _states(listing: Listing, kept: list[int], file: str, findings: list[RowFinding]) -> list[str]:
    """The state of each line; a reason alone speaks for failure, nothing at all for unknown."""
    grid = listing.layout.grid
    texts, reasons = listing.values("state"), listing.values("reason")
    if "state" not in listing.columns and kept:
        findings.append(RowFinding(codes.NO_STATE, file, grid.sheet))
    found: list[str] = []
    for at in kept:
        text = str(texts[at] or "").strip().upper()
        state = _STATES.get(text) or _by_parts(text)
        if state is None and text:
            line = grid.line(listing.rows[at])
            findings.append(RowFinding(codes.STATE_UNKNOWN, file, grid.sheet, line))
        if not text and "state" in listing.columns and reasons[at]:
            state = "failed"
        found.append(state or "unknown")
    return found


def _by_parts(text: str) -> str | None:
    """States that banks lengthen, such as 交易失败(户名不符)."""
    for state in ("returned", "failed", "unknown", "paid"):
        if any(len(word) > 1 and text.startswith(word) for word in STATE_WORDS[state]):
            return state
    return None


def _check_totals(listing: Listing, file: str, findings: list[RowFinding]) -> None:
    """Stated sums and numbers, above the header and in lines of totals, against the lines read."""
    layout = listing.layout
    amounts = [fen for fen in listing.values("amount_fen") if isinstance(fen, int)]
    sums, numbers = _stated(layout, listing.totals)
    for kind, stated, found in (
        (codes.SUM_DIFFERS, sums, sum(amounts)),
        (codes.NUMBER_DIFFERS, numbers, len(amounts)),
    ):
        wrong = sorted(each for each in stated if each != found)
        if wrong:
            values: dict[str, Value] = {"stated": wrong[0], "found": found}
            if kind is codes.SUM_DIFFERS:
                values = {"stated": Fen(wrong[0]), "found": Fen(found)}
            findings.append(RowFinding(kind, file, layout.grid.sheet, values=values))


def _stated(layout: Layout, totals: list[int]) -> tuple[set[int], set[int]]:
    sums: set[int] = set()
    numbers: set[int] = set()
    rows = [*range(max(layout.first, 0)), *totals]
    for row in rows:
        text = compact("".join(str(cell) for cell in layout.grid.rows[row]))
        for what, figure in _STATED.findall(text):
            if "笔数" in what:
                numbers.add(int(figure.replace(",", "").split(".")[0]))
            else:
                sums |= _fen(figure)
    column = layout.columns.get("amount_fen")
    for row in totals if column is not None else ():
        sums |= _fen(layout.grid.rows[row][column or 0])
    return sums, numbers


def _fen(cell: Cell) -> set[int]:
    value = parse_money(Cells([cell])).values[0].as_py()
    return set() if value is None else {value}
