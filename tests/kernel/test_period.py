from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huxin.kernel.clock import FixedClock, SystemClock
from huxin.kernel.errors import InputError
from huxin.kernel.period import (
    Period,
    add_months,
    month_of,
    months_between,
    next_month,
    parse_month,
)

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31))
NUMERALS = "〇一二三四五六七八九"


def chinese(day: dt.date) -> str:
    year = "".join(NUMERALS[int(figure)] for figure in str(day.year))
    tens = "十" if day.month >= 10 else ""
    return f"{year}年{tens}{NUMERALS[day.month % 10] if day.month != 10 else ''}月"


@settings(max_examples=100, deadline=None)
@given(day=DAYS)
def test_every_way_of_writing_a_month_is_read(day: dt.date) -> None:
    month = day.replace(day=1)
    ways = [
        f"{day.year}年{day.month}月",
        f"{day:%Y-%m}",
        f"{day:%Y%m}",
        f"{day.year}.{day.month}",
        chinese(day),
        f"{day:%Y-%m}-01",
    ]
    if day.year >= 2000:
        ways.append(f"{day:%y}.{day.month}")
    assert {way: parse_month(way) for way in ways} == dict.fromkeys(ways, month)


@pytest.mark.parametrize(
    "text",
    ["", "2025", "2025年13月", "2025-00", "3月", "1899-01", "20253", "2025-03-15", "三月二〇二五"],
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="This is not a month"):
        parse_month(text)


@settings(max_examples=100, deadline=None)
@given(day=DAYS, months=st.integers(-60, 60))
def test_months_add_up(day: dt.date, months: int) -> None:
    moved = add_months(day, months)
    assert months_between(day, moved) == months
    assert moved.day == day.day or moved.day < day.day == (moved.day + (day.day - moved.day))
    assert month_of(day) <= day < next_month(day)


def test_a_month_later_ends_at_the_month_s_last_day() -> None:
    assert add_months(dt.date(2025, 1, 31), 1) == dt.date(2025, 2, 28)
    assert add_months(dt.date(2024, 12, 31), 2) == dt.date(2025, 2, 28)


@settings(max_examples=100, deadline=None)
@given(first=DAYS, second=DAYS)
def test_a_period_is_half_open_and_lists_its_months(first: dt.date, second: dt.date) -> None:
    period = Period(min(first, second), max(first, second))
    assert (period.from_on in period) == (period.days > 0)
    assert period.to_on not in period
    listed = list(period.months)
    assert listed == sorted(set(listed))
    assert all(Period.month(month).overlaps(period) for month in listed)


def test_periods_that_touch_share_no_day() -> None:
    assert not Period.parse("2025-03").overlaps(Period.parse("2025年4月"))
    with pytest.raises(ValueError, match="ends before"):
        Period(dt.date(2025, 2, 1), dt.date(2025, 1, 1))


def test_the_date_in_china_turns_eight_hours_before_utc() -> None:
    clock = FixedClock(dt.datetime(2025, 3, 31, 16, 30, tzinfo=dt.UTC))
    assert (clock.today(), clock.now().day) == (dt.date(2025, 4, 1), 31)
    with pytest.raises(ValueError, match="time zone"):
        FixedClock(dt.datetime(2025, 3, 31))  # noqa: DTZ001 -- the refusal is what is tested
    assert SystemClock().now().utcoffset() == dt.timedelta(0)
