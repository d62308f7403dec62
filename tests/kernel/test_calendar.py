"""The calendar against an oracle that counts day by day from the notices' own files."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huxin.kernel import calendar as under_test
from huxin.kernel.calendar import WorkCalendar
from huxin.kernel.errors import InputError

NOTICES = Path(under_test.__file__).parent / "data" / "holidays"
FIRST, LAST = dt.date(2004, 1, 1), dt.date(2100, 12, 31)
ONE = dt.timedelta(days=1)
DAYS = st.dates(FIRST, dt.date(2099, 12, 31))


@lru_cache(maxsize=1)
def oracle() -> dict[dt.date, tuple[bool, bool]]:
    """Day → (working, provisional), written without any code of the calendar."""
    listed: dict[dt.date, bool] = {}
    known = {str(year) for year in range(2004, 2019)}
    for year in range(2019, 2028):
        notice = json.loads((NOTICES / f"{year}.json").read_text(encoding="utf-8"))
        for entry in notice["days"]:
            listed[dt.date.fromisoformat(entry["date"])] = not entry["isOffDay"]
            known.add(str(year))
    answer = {}
    day = FIRST
    while day <= dt.date(2101, 3, 31):
        if day in listed:
            working = listed[day]
        elif day.year <= 2018:
            working = chinese_calendar.is_workday(day)
        else:
            working = day.strftime("%a") not in {"Sat", "Sun"}
        papers = [str(day.year)]
        if day.strftime("%m-%d") in {"12-29", "12-30", "12-31"}:
            papers.append(str(day.year + 1))
        answer[day] = (working, any(paper not in known for paper in papers))
        day += ONE
    return answer


def differences(calendar: WorkCalendar) -> list[dt.date]:
    """Days on which the calendar and the oracle disagree, and starts of terms that end apart."""
    facts = oracle()
    apart = []
    for day, expected in facts.items():
        found = calendar.is_working(day)
        if (found.working, found.provisional) != expected:
            apart.append(day)
    for start in [day for day in facts if day.year <= 2030 or day.year % 10 == 0][:-60]:
        on, left, provisional = start, 5, False
        while left:
            on += ONE
            left -= facts[on][0]
            provisional = provisional or facts[on][1]
        found_on = calendar.add_working_days(start, 5)
        if (found_on.on, found_on.provisional) != (on, provisional):
            apart.append(start)
    return apart


def test_every_day_of_2004_to_2100_agrees_with_the_oracle() -> None:
    assert differences(WorkCalendar.load()) == []


def test_the_oracle_catches_make_up_days_that_are_ignored() -> None:
    real = WorkCalendar.load()
    planted = replace(
        real, special={day: works for day, works in real.special.items() if not works}
    )
    assert dt.date(2025, 10, 11) in differences(planted)


def test_the_oracle_catches_an_empty_notice_taken_for_a_year_without_holidays() -> None:
    real = WorkCalendar.load()
    assert dt.date(2027, 6, 1) in differences(replace(real, published=real.published | {2027}))


def test_the_oracle_catches_days_of_the_december_before_that_are_dropped() -> None:
    real = WorkCalendar.load()
    december = {dt.date(2018, 12, 29), dt.date(2018, 12, 30), dt.date(2018, 12, 31)}
    special = {day: works for day, works in real.special.items() if day not in december}
    assert set(differences(replace(real, special=special))) >= {
        dt.date(2018, 12, 29),
        dt.date(2018, 12, 31),
    }


@settings(max_examples=60, deadline=None)
@given(start=DAYS, count=st.integers(0, 90))
def test_terms_of_any_length_end_where_counting_day_by_day_ends(start: dt.date, count: int) -> None:
    on, left = start, count
    while left:
        on += ONE
        left -= oracle()[on][0]
    deadline = WorkCalendar.load().add_working_days(start, count)
    assert deadline.on == on
    assert WorkCalendar.load().working_days_between(start, on) == count


@settings(max_examples=60, deadline=None)
@given(day=DAYS.filter(lambda day: day > dt.date(2004, 1, 31)))
def test_a_rest_day_moves_back_to_the_last_working_day(day: dt.date) -> None:
    on = day
    while not oracle()[on][0]:
        on -= ONE
    assert WorkCalendar.load().before_rest_day(day).on == on


@settings(max_examples=60, deadline=None)
@given(start=DAYS, first=st.integers(0, 40), second=st.integers(0, 40))
def test_two_terms_after_each_other_are_one_long_term(
    start: dt.date, first: int, second: int
) -> None:
    calendar = WorkCalendar.load()
    halfway = calendar.add_working_days(start, first).on
    assert (
        calendar.add_working_days(halfway, second).on
        == calendar.add_working_days(start, first + second).on
    )


def test_a_wage_due_in_the_golden_week_is_paid_before_it() -> None:
    assert WorkCalendar.load().before_rest_day(dt.date(2025, 10, 5)).on == dt.date(2025, 9, 30)


def test_a_derivation_can_be_printed_in_both_languages() -> None:
    deadline = WorkCalendar.load().add_working_days(dt.date(2025, 9, 28), 5)
    assert deadline.on == dt.date(2025, 10, 11)
    english = [step.say("en") for step in deadline.derivation]
    assert english[0] == "5 working days are counted from the day after 2025-09-28."
    assert english[-2:] == ["Weekend days worked by notice: 2025-10-11.", "The day is 2025-10-11."]
    assert all(step.say("zh") != step.say("en") for step in deadline.derivation)


def test_a_deadline_that_reaches_an_unpublished_year_says_so() -> None:
    settled = WorkCalendar.load().add_working_days(dt.date(2026, 12, 14), 5)
    open_ended = WorkCalendar.load().add_working_days(dt.date(2026, 12, 25), 5)
    assert (settled.provisional, open_ended.provisional) == (False, True)
    assert any("2027" in step.say("en") for step in open_ended.derivation)


def test_the_last_days_of_a_year_wait_for_the_next_notice() -> None:
    calendar = WorkCalendar.load()
    assert not calendar.is_working(dt.date(2026, 12, 28)).provisional
    assert calendar.is_working(dt.date(2026, 12, 31)).provisional
    assert not calendar.is_working(dt.date(2025, 12, 31)).provisional


def test_calendar_days_run_over_rest_days() -> None:
    deadline = WorkCalendar.load().add_days(dt.date(2026, 12, 25), 30)
    assert (deadline.on, deadline.provisional) == (dt.date(2027, 1, 24), False)


def test_the_fact_table_counts_with_the_calendar() -> None:
    calendar = WorkCalendar.load()
    rows = calendar.table(dt.date(2025, 9, 30), dt.date(2025, 10, 11))
    assert [row["on"] for row in rows] == [dt.date(2025, 9, 30) + ONE * step for step in range(12)]
    assert [row["is_working"] for row in rows] == [True] + [False] * 8 + [True, True, True]
    holiday = rows[3]
    assert holiday["last_working_on"] == dt.date(2025, 9, 30)
    assert holiday["working_day_no"] == rows[0]["working_day_no"]
    assert calendar.table(dt.date(2025, 10, 11), dt.date(2025, 10, 11))[0] == rows[-1]


def test_an_own_table_goes_before_ours(tmp_path: Path) -> None:
    days = [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}]
    (tmp_path / "2027.json").write_text(json.dumps({"year": 2027, "days": days}), encoding="utf-8")
    calendar = WorkCalendar.load(tmp_path)
    assert calendar.add_working_days(dt.date(2026, 12, 31), 1).on == dt.date(2027, 1, 4)
    assert not calendar.is_working(dt.date(2027, 1, 1)).provisional
    assert WorkCalendar.load().is_working(dt.date(2027, 1, 1)).provisional


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"year": 2027, "days": [{"date": "2027-13-01", "isOffDay": true}]}']
)
def test_a_broken_own_table_is_refused_by_name(tmp_path: Path, content: str) -> None:
    (tmp_path / "2027.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        WorkCalendar.load(tmp_path)
    assert refused.value.where == "2027.json"


@pytest.mark.parametrize("day", [dt.date(1989, 12, 31), dt.date(2151, 1, 1)])
def test_days_outside_the_calendar_are_refused(day: dt.date) -> None:
    with pytest.raises(InputError, match="lies outside"):
        WorkCalendar.load().is_working(day)


def test_a_term_cannot_leave_the_calendar_or_run_backwards() -> None:
    with pytest.raises(InputError):
        WorkCalendar.load().add_working_days(dt.date(2150, 12, 30), 5)
    with pytest.raises(ValueError, match="backwards"):
        WorkCalendar.load().add_working_days(dt.date(2025, 1, 1), -1)
