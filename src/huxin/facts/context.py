"""What the calendar and the law say about each project and month, worked out once at loading.

Working days, rest days and dated parameters do not belong into portable SQL, so they enter the
rules as columns: `month_context` (project × month) and `project_context` (project, as of today).
A parameter `wage.minimum_monthly` is the column `p_wage__minimum_monthly`; null: not set.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import pyarrow as pa

from huxin.facts.columns import COUNT, DAY, FLAG, KEY, MONTH

_OLDEST_AGE = 60  # months back that a mask of 64 bits can tell
PAY_MONTH_OFFSET = "wage.latest_pay_month_offset"


def parameter_column(name: str) -> str:
    """The column that carries parameter `name` in the grains."""
    return "p_" + name.replace(".", "__")


class Parameters:
    """The `parameter` fact table, asked by place, name and day."""

    def __init__(self, table: pa.Table) -> None:
        self._spans: dict[tuple[int, str], list[tuple[dt.date, dt.date | None, int | None]]] = (
            defaultdict(list)
        )
        rows = table.select(["place", "name", "from_on", "to_on", "value"]).to_pylist()
        for row in sorted(rows, key=lambda each: (each["place"], each["name"], each["from_on"])):
            self._spans[row["place"], row["name"]].append(
                (row["from_on"], row["to_on"], row["value"])
            )

    def at(self, place: int, name: str, on: dt.date) -> int | None:
        """The value in force, scaled as the fact table says; None when not set or silent."""
        spans = self._spans.get((place, name), [])
        found = bisect_right(spans, on, key=lambda span: span[0]) - 1
        if found < 0:
            return None
        _, until, value = spans[found]
        return None if until is not None and on >= until else value


class Calendar:
    """The `calendar` fact table, asked by day."""

    def __init__(self, table: pa.Table) -> None:
        days = table["on"].to_pylist()
        self._number: dict[dt.date, int] = dict(
            zip(days, table["working_day_no"].to_pylist(), strict=True)
        )
        self._before: dict[dt.date, dt.date] = dict(
            zip(days, table["last_working_on"].to_pylist(), strict=True)
        )

    def number(self, day: dt.date) -> int | None:
        """Running number of the last working day up to `day`."""
        return self._number.get(day)

    def before_rest_day(self, day: dt.date) -> dt.date:
        """`day`, or the working day before it (Decree 724 art. 14)."""
        return self._before.get(day, day)


def month_context(
    tables: Mapping[str, pa.Table],
    *,
    as_of: dt.date,
    months: Iterable[dt.date],
    attended: Collection[tuple[int, dt.date]],
    parameters: Iterable[str],
) -> pa.Table:
    """One row per project and month: when its wages are due, the day it is, the law of the month.

    `attended` names the pairs of project and month with any attendance, shown as
    `keeps_attendance`. `due_on` is the day by which wages of the month are due; `age` counts months
    up to `as_of`, `age_bit` is that bit of a month mask, `month_days` the month's days; parameters
    are those in force on the last day of the month.
    """
    law, calendar = Parameters(tables["parameter"]), Calendar(tables["calendar"])
    names, listed = sorted({*parameters, PAY_MONTH_OFFSET}), sorted(set(months))
    projects = (
        tables["project"]
        .select(["project_key", "place", "pay_day", "pay_month_offset"])
        .to_pylist()
    )
    values = {
        (place, month): [law.at(place, name, _last_day(month)) for name in names]
        for place in {row["place"] for row in projects}
        for month in listed
    }
    offset_at = names.index(PAY_MONTH_OFFSET)
    due: dict[tuple[int | None, int | None, int | None, dt.date], dt.date | None] = {}
    rows: list[tuple[object, ...]] = []
    for row in projects:
        for month in listed:
            law_values = values[row["place"], month]
            term = (row["pay_day"], row["pay_month_offset"], law_values[offset_at], month)
            if term not in due:
                due[term] = _due_on(term, calendar)
            key = (row["project_key"], month)
            age = _age(month, as_of)
            told = (row["place"], due[term], as_of, age, _bit(age), key in attended)
            rows.append((*key, *told, _last_day(month).day, *law_values))
    fields = [
        ("project_key", KEY),
        ("month", MONTH),
        ("place", KEY),
        ("due_on", DAY),
        ("as_of", DAY),
        ("age", COUNT),
        ("age_bit", pa.int64()),
        ("keeps_attendance", FLAG),
        ("month_days", COUNT),
    ]
    return _table(rows, fields + [(parameter_column(name), pa.int64()) for name in names])


def project_context(
    tables: Mapping[str, pa.Table], *, as_of: dt.date, parameters: Iterable[str]
) -> pa.Table:
    """One row per project: today, its working-day number, the law of the place on that day."""
    law, names = Parameters(tables["parameter"]), sorted(set(parameters))
    number = Calendar(tables["calendar"]).number(as_of)
    projects = tables["project"].select(["project_key", "place"]).to_pylist()
    values = {
        place: [law.at(place, name, as_of) for name in names]
        for place in {row["place"] for row in projects}
    }
    rows = [(row["project_key"], as_of, number, *values[row["place"]]) for row in projects]
    fields = [("project_key", KEY), ("as_of", DAY), ("as_of_no", COUNT)] + [
        (parameter_column(name), pa.int64()) for name in names
    ]
    return _table(rows, fields)


def _age(month: dt.date, as_of: dt.date) -> int:
    return (as_of.year - month.year) * 12 + as_of.month - month.month


def _bit(age: int) -> int:
    """Bit `age` of a month mask; months to come and those out of reach have none."""
    return 1 << age if 0 <= age <= _OLDEST_AGE else 0


def _due_on(
    term: tuple[int | None, int | None, int | None, dt.date], calendar: Calendar
) -> dt.date | None:
    """The agreed pay day, no later than the law allows, moved back before a rest day."""
    pay_day, offset, law_offset, month = term
    latest = None if law_offset is None else _last_day(_shift(month, law_offset))
    agreed = None
    if pay_day is not None:
        paid_in = _shift(month, offset if offset is not None else 1)
        agreed = paid_in.replace(day=min(pay_day, _last_day(paid_in).day))
    days = [day for day in (agreed, latest) if day is not None]
    return calendar.before_rest_day(min(days)) if days else None


def _shift(month: dt.date, months: int) -> dt.date:
    index = month.year * 12 + month.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)


def _last_day(month: dt.date) -> dt.date:
    return _shift(month.replace(day=1), 1) - dt.timedelta(days=1)


def _table(rows: list[tuple[object, ...]], fields: list[tuple[str, pa.DataType]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in fields]
    return pa.table(
        {
            name: pa.array(column, type_)
            for (name, type_), column in zip(fields, columns, strict=True)
        }
    )
