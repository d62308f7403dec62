"""Reads wage sheets: one row per worker, month and sheet, with every fault named."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from huxin.formats.base import Reading
from huxin.formats.cells import Parsed, parse_flags, read_date
from huxin.formats.columns import Cells, by_distinct, plain_text, settle
from huxin.formats.day_cells import dates_in
from huxin.formats.headers import Layout
from huxin.formats.labels import labelled, title_unit
from huxin.formats.lines import sort_lines
from huxin.formats.months import sheet_month
from huxin.formats.people import check_people
from huxin.formats.table import SheetRead, Table, read_sheets
from huxin.formats.wage_checks import check_amounts, check_days, check_totals
from huxin.formats.wage_sheet_spec import PEOPLE, WAGE_SHEET
from huxin.formats.workbook import Book
from huxin.kernel.texts import Month

__all__ = ["WAGE_SHEET", "read_wage_sheet"]

_AMOUNTS = ("payable_fen", "net_fen")
_DATES = ("drawn_up_on", "posted_from", "posted_to")
_IN_KIND = ("实物", "证券", "购物", "抵", "券", "物品")


def read_wage_sheet(book: Book, *, as_of: dt.date) -> Reading:
    """All wage sheets of a book; `as_of` is the day on which a month counts as future.

    Fields: money in fen, days in hundredths, months as their first day; see `WAGE_SHEET`.
    """
    return read_sheets(book, WAGE_SHEET, lambda layout: _read(layout, book.file, as_of))


def _read(layout: Layout, file: str, as_of: dt.date) -> SheetRead:
    table = Table(layout, sort_lines(layout, amounts=_AMOUNTS), file)
    table.parse(
        unit="wan" if title_unit(layout) == "wan" else "yuan",
        parsers={"signed": _signature, "reviewed": _signature, "in_kind": _in_kind},
    )
    month = _months(table, file)
    more = _around(table)
    check_people(table, PEOPLE, as_of=as_of)
    for name in ("phone", *_DATES):
        if table.has(name):
            table.find("WS-016", table.parsed[name].at("unreadable"), at=name)
    check_amounts(table)
    check_days(table, month)
    check_totals(table)
    _check_months(table, month, as_of)
    return table.finish({**more, "month": month})


def _signature(cells: Cells) -> Parsed:
    """A signature, a tick or a name is a yes; an empty cell is a no."""
    return parse_flags(cells, blank=False, other=True)


def _in_kind(cells: Cells) -> Parsed:
    """Whether the manner of payment speaks of goods or vouchers."""

    def read(text: str) -> object:
        return any(each in plain_text(text) for each in _IN_KIND)

    return settle(by_distinct(cells.written, read), pa.bool_())


def _months(table: Table, file: str) -> pa.Array:
    """The month of each row: its own column first, then what stands around the table."""
    default = sheet_month(table.layout, file)
    own = table.values("month")
    if default is None:
        return own
    return own.fill_null(pa.scalar(default, pa.date32()))


def _check_months(table: Table, month: pa.Array, as_of: dt.date) -> None:
    """No month at all, or one that begins after `as_of`: said once per sheet and month."""
    if "month" in table.parsed:
        table.find("WS-016", table.parsed["month"].at("unreadable"), at="month")
    if month.null_count and "month" not in table.parsed:
        table.say("WS-018")
    for each in sorted(filter(None, month.unique().to_pylist())):
        if each > as_of:
            table.say("WS-017", values={"month": Month(each.year, each.month, 1), "as_of": as_of})


def _around(table: Table) -> dict[str, pa.Array]:
    """Sheet-level fields from the lines above and below the table, repeated on each row."""
    layout, size = table.layout, table.size
    left = sorted(table.lines.left)
    outside = [row for row in left if not layout.first <= row <= layout.last]
    found = labelled(layout.grid, outside, layout.spec)
    columns: dict[str, pa.Array] = {}
    for name, (text, row, column) in sorted(found.items()):
        kind = layout.spec.field(name).type
        value = _first_date(text) if kind == "date" else text
        if value is None:
            header = layout.spec.field(name).header
            table.say("WS-016", row=row, column=column, values={"header": header})
            continue
        columns[name] = _repeated(value, kind, size)
        if name == "posted_from" and len(dates_in(text)) > 1:
            columns.setdefault("posted_to", _repeated(dates_in(text)[1], kind, size))
    return {name: _own_first(table, name, each) for name, each in columns.items()}


def _first_date(text: str) -> dt.date | None:
    days = dates_in(text)
    return days[0] if days else read_date(text)


def _repeated(value: object, kind: str, size: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.date32() if kind == "date" else pa.string()), size)


def _own_first(table: Table, name: str, default: pa.Array) -> pa.Array:
    """A column of the table goes before what stands around it."""
    if name not in table.parsed:
        return default
    return table.parsed[name].values.fill_null(default[0]) if table.size else default
