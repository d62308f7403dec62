"""The law and the calendar as fact tables for the places and days of one run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from huxin.check.assemble.columns import from_rows
from huxin.kernel.calendar import FIRST_ON, LAST_ON, WorkCalendar
from huxin.law.lawbook import Lawbook
from huxin.law.units import is_tabular

__all__ = ["Law", "calendar_rows", "parameter_rows", "span"]

MARGIN_DAYS = 400
"""Days before the first and after the last date that deadlines may reach."""


class Law:
    """One lawbook asked with the pack and the calendar of a run."""

    def __init__(self, book: Lawbook, *, pack: str | None, calendar: WorkCalendar) -> None:
        self.book, self.pack, self.calendar = book, pack, calendar

    def number(self, name: str, place: int, on: dt.date) -> int | None:
        """A parameter as the whole number that tables hold; None when not set or silent."""
        rows = self.book.parameter_rows(
            [f"{place:06d}"], [name], on, on + dt.timedelta(days=1), self.pack
        )
        return rows[0][4] if rows else None


def span(tables: Mapping[str, pa.Table], as_of: dt.date) -> tuple[dt.date, dt.date]:
    """From the first to the last day that any fact or `as_of` names, with a margin."""
    days = [as_of]
    for table in tables.values():
        for name in table.column_names:
            if pa.types.is_date(table.schema.field(name).type):
                ends = pc.min_max(table[name]).as_py()
                days += [day for day in (ends["min"], ends["max"]) if day is not None]
    margin = dt.timedelta(days=MARGIN_DAYS)
    first = max(min(days), FIRST_ON + margin) - margin
    return first, min(max(days), LAST_ON - margin) + margin


def calendar_rows(calendar: WorkCalendar, between: tuple[dt.date, dt.date]) -> pa.Table:
    """The fact table `calendar` over a span."""
    return from_rows("calendar", calendar.table(*between))


def parameter_rows(
    law: Law, places: Iterable[int], names: Iterable[str], between: tuple[dt.date, dt.date]
) -> pa.Table:
    """The fact table `parameter`; a name that no pack has is left out and thus not set."""
    known = [name for name in names if name in law.book.names and is_tabular(law.book.names[name])]
    rows = law.book.parameter_rows(
        [f"{place:06d}" for place in places], known, between[0], between[1], law.pack
    )
    fields = ("place", "name", "from_on", "to_on", "value")
    return from_rows("parameter", [dict(zip(fields, row, strict=True)) for row in rows])
