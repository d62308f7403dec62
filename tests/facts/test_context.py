from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from huxin.facts.context import Parameters, month_context, parameter_column, project_context
from huxin.facts.schema import TABLES
from huxin.kernel.calendar import WorkCalendar

AS_OF = dt.date(2025, 9, 30)
LATEST = "wage.latest_pay_month_offset"
MINIMUM = "wage.minimum_monthly"
CALENDAR = WorkCalendar.load().table(dt.date(2024, 1, 1), dt.date(2026, 12, 31))


def rows(name: str, listed: list[dict[str, Any]]) -> pa.Table:
    spec = TABLES[name]
    whole = [{column: row.get(column) for column in spec.arrow.names} for row in listed]
    return pa.Table.from_pylist(whole, schema=spec.arrow)


def value(name: str, since: str, value: int | None, until: str | None = None) -> dict[str, Any]:
    ends = None if until is None else dt.date.fromisoformat(until)
    return {"place": 1, "name": name, "from_on": dt.date.fromisoformat(since), "to_on": ends,
            "value": value}  # fmt: skip


def facts(project: dict[str, Any], *law: dict[str, Any]) -> dict[str, pa.Table]:
    calendar = pa.Table.from_pylist(
        [{name: row.get(name) for name in TABLES["calendar"].arrow.names} for row in CALENDAR],
        schema=TABLES["calendar"].arrow,
    )
    site = {"project_key": 1, "place": 1, **project}
    return {
        "project": rows("project", [site]),
        "parameter": rows("parameter", list(law)),
        "calendar": calendar,
    }


def of_month(
    tables: dict[str, pa.Table], month: dt.date, *names: str, attended: bool = False
) -> dict[str, Any]:
    pairs = {(1, month)} if attended else set()
    context = month_context(tables, as_of=AS_OF, months=[month], attended=pairs, parameters=names)
    (row,) = context.to_pylist()
    return dict(row)


@pytest.mark.parametrize(
    ("project", "offset", "month", "due"),
    [
        pytest.param({"pay_day": 11, "pay_month_offset": 1}, 1, "2025-07-01", "2025-08-11",
                     id="a working day"),
        pytest.param({"pay_day": 10, "pay_month_offset": 1}, 1, "2025-07-01", "2025-08-08",
                     id="a Sunday: the Friday before"),
        pytest.param({"pay_day": 3, "pay_month_offset": 1}, 1, "2025-09-01", "2025-09-30",
                     id="within the National Day holiday: the last working day before it"),
        pytest.param({"pay_day": 28, "pay_month_offset": 0}, 1, "2025-07-01", "2025-07-28",
                     id="paid in the month worked"),
        pytest.param({"pay_day": 31, "pay_month_offset": 1}, 1, "2025-01-01", "2025-02-28",
                     id="no 31st in February"),
        pytest.param({"pay_day": 10}, 1, "2025-07-01", "2025-08-08",
                     id="in the next, as no month is agreed"),
        pytest.param({"pay_day": 20, "pay_month_offset": 2}, 1, "2025-06-01", "2025-07-31",
                     id="agreed later than the law allows: its last day"),
        pytest.param({}, 1, "2025-07-01", "2025-08-29", id="nothing agreed: the law's last day"),
        pytest.param({"pay_day": 11, "pay_month_offset": 1}, None, "2025-12-01", "2026-01-09",
                     id="the law is silent: the agreed day"),
        pytest.param({}, None, "2025-07-01", None, id="nobody says"),
    ],
)  # fmt: skip
def test_the_day_by_which_wages_are_due(
    project: dict[str, Any], offset: int | None, month: str, due: str | None
) -> None:
    tables = facts(project, value(LATEST, "2020-05-01", offset))
    expected = None if due is None else dt.date.fromisoformat(due)
    assert of_month(tables, dt.date.fromisoformat(month))["due_on"] == expected


def test_a_month_has_the_law_of_its_last_day() -> None:
    changes = (
        value(MINIMUM, "2024-01-01", 188000, "2025-07-16"),
        value(MINIMUM, "2025-07-16", 198000),
    )
    tables = facts({}, *changes)
    column = parameter_column(MINIMUM)
    assert of_month(tables, dt.date(2025, 6, 1), MINIMUM)[column] == 188000
    assert of_month(tables, dt.date(2025, 7, 1), MINIMUM)[column] == 198000
    assert of_month(tables, dt.date(2023, 12, 1), MINIMUM)[column] is None


def test_a_project_has_the_law_of_today() -> None:
    tables = facts({}, value(MINIMUM, "2025-10-01", 200000), value(MINIMUM, "2025-01-01", 190000))
    (row,) = project_context(tables, as_of=AS_OF, parameters=[MINIMUM]).to_pylist()
    assert (row["as_of"], row[parameter_column(MINIMUM)]) == (AS_OF, 190000)
    (next_day,) = project_context(
        tables, as_of=dt.date(2025, 10, 1), parameters=[MINIMUM]
    ).to_pylist()
    assert next_day[parameter_column(MINIMUM)] == 200000


def test_working_days_are_a_difference_of_numbers() -> None:
    tables = facts({})
    number = {
        day: project_context(tables, as_of=day, parameters=[]).to_pylist()[0]["as_of_no"]
        for day in (dt.date(2025, 9, 30), dt.date(2025, 10, 8), dt.date(2025, 10, 9))
    }
    assert number[dt.date(2025, 10, 8)] == number[dt.date(2025, 9, 30)]
    assert number[dt.date(2025, 10, 9)] == number[dt.date(2025, 9, 30)] + 1


def test_a_value_ends_on_the_day_named() -> None:
    law = Parameters(rows("parameter", [value(MINIMUM, "2024-01-01", 5, "2025-01-01")]))
    assert law.at(1, MINIMUM, dt.date(2023, 12, 31)) is None
    assert law.at(1, MINIMUM, dt.date(2024, 12, 31)) == 5
    assert law.at(1, MINIMUM, dt.date(2025, 1, 1)) is None
    assert law.at(2, MINIMUM, dt.date(2024, 6, 1)) is None


def test_months_know_their_age_length_and_attendance() -> None:
    tables = facts({})
    july = of_month(tables, dt.date(2025, 7, 1), attended=True)
    assert (july["age"], july["age_bit"], july["month_days"]) == (2, 4, 31)
    assert july["keeps_attendance"] is True
    february = of_month(tables, dt.date(2024, 2, 1))
    assert (february["age"], february["month_days"], february["keeps_attendance"]) == (
        19,
        29,
        False,
    )


@pytest.mark.parametrize("month", [dt.date(2025, 10, 1), dt.date(2015, 1, 1)])
def test_months_to_come_and_very_old_ones_have_no_bit(month: dt.date) -> None:
    assert of_month(facts({}), month)["age_bit"] == 0


def test_rows_do_not_hang_on_the_order_of_the_months() -> None:
    tables = facts({"pay_day": 10})
    months = [dt.date(2025, 8, 1), dt.date(2025, 7, 1), dt.date(2025, 8, 1)]
    one, other = (
        month_context(tables, as_of=AS_OF, months=listed, attended=set(), parameters=[MINIMUM])
        for listed in (months, sorted(set(months)))
    )
    assert one.equals(other)
    assert one.num_rows == len(set(months))
