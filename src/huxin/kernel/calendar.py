"""The working-day calendar: the State Council's holiday notices, with make-up working days.

A day counts as known when every notice that may name it is out: the notice of its own year and,
from 29 December on, that of the next (2007, 2018 and 2022 had their New Year that way). Where a
notice is missing, Monday to Friday are taken as working days and the answer is *provisional*.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import chinese_calendar
import numpy as np
import numpy.typing as npt

from huxin.kernel.errors import InputError
from huxin.kernel.texts import Message, message

__all__ = ["Day", "Deadline", "WorkCalendar"]

FIRST_ON, LAST_ON = dt.date(1990, 1, 1), dt.date(2150, 12, 31)
LIBRARY_YEARS = range(2004, 2019)
"""Years taken from `chinesecalendar`; later ones stand in our own table, which goes before it."""
_FIRST_ORDINAL = FIRST_ON.toordinal()


@dataclass(frozen=True, slots=True)
class Day:
    """Whether a day is a working day, and whether that may still change."""

    working: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """A computed day with the steps that led to it."""

    on: dt.date
    provisional: bool
    derivation: tuple[Message, ...]


@dataclass(frozen=True)
class WorkCalendar:
    """Working days from 1990 to 2150. `special` maps named days to working or not."""

    special: Mapping[dt.date, bool]
    published: frozenset[int]

    @classmethod
    def load(cls, own: Path | None = None) -> WorkCalendar:
        """The calendar of the notices known to us; files `<year>.json` in `own` go before ours.

        The form is holiday-cn's (`year`, `days` with `date` and `isOffDay`). A year without days
        is unknown, not free of holidays. Raises `InputError` where a file cannot be read.
        """
        return _load(own)

    def is_working(self, day: dt.date) -> Day:
        """Whether `day` is a working day; O(1)."""
        at = self._at(day)
        return Day(bool(self._working[at]), bool(self._unknown[at]))

    def add_working_days(self, day: dt.date, count: int) -> Deadline:
        """The `count`-th working day after `day`, itself not counted (Civil Code art. 201)."""
        if count < 0:
            raise ValueError("a term does not run backwards")
        done = int(self._running[self._at(day)])
        if done + count > len(self._working_at):
            raise _outside(day)
        on = day if count == 0 else self._day(int(self._working_at[done + count - 1]))
        first = message(
            "{count} working days are counted from the day after {day}.", count=count, day=day
        )
        looked_at = (min(day + dt.timedelta(days=1), on), on)
        return self._closed(on, looked_at, first, *self._skipped(day, on))

    def add_days(self, day: dt.date, count: int) -> Deadline:
        """`count` calendar days after `day`, itself not counted; rest days do not move it."""
        on = day + dt.timedelta(days=count)
        first = message("{count} days are counted from the day after {day}.", count=count, day=day)
        last = message("The day is {on}.", on=on)
        return Deadline(on, provisional=False, derivation=(first, last))

    def before_rest_day(self, day: dt.date) -> Deadline:
        """`day`, or the working day before it when it is a rest day (wages: Decree 724 art. 14)."""
        done = int(self._running[self._at(day)])
        if not done:
            raise _outside(day)
        on = self._day(int(self._working_at[done - 1]))
        if on == day:
            return self._closed(on, (on, day), message("{day} is a working day.", day=day))
        moved = message("{day} is a rest day; it moves to the working day before.", day=day)
        return self._closed(on, (on, day), moved)

    def working_days_between(self, earlier: dt.date, later: dt.date) -> int:
        """Working days after `earlier` up to and with `later`; negative if `later` comes first."""
        return int(self._running[self._at(later)]) - int(self._running[self._at(earlier)])

    def provisional_between(self, earlier: dt.date, later: dt.date) -> bool:
        """Whether any day from `earlier` to `later`, both included, is not settled by a notice."""
        return bool(self._unknown[self._at(earlier) : self._at(later) + 1].any())

    def table(
        self, from_on: dt.date, to_on: dt.date
    ) -> list[dict[str, dt.date | bool | int | None]]:
        """Rows of the fact table `calendar` from `from_on` to `to_on`, both included.

        `working_day_no` counts from 1990-01-01, so tables of different spans agree.
        """
        rows: list[dict[str, dt.date | bool | int | None]] = []
        for at in range(self._at(from_on), self._at(to_on) + 1):
            done = int(self._running[at])
            rows.append(
                {
                    "on": self._day(at),
                    "is_working": bool(self._working[at]),
                    "working_day_no": done,
                    "last_working_on": self._day(int(self._working_at[done - 1])) if done else None,
                    "is_provisional": bool(self._unknown[at]),
                }
            )
        return rows

    @cached_property
    def _working(self) -> npt.NDArray[np.bool_]:
        days = np.arange(_FIRST_ORDINAL, LAST_ON.toordinal() + 1)
        working: npt.NDArray[np.bool_] = (days + 6) % 7 < 5
        for day, works in self.special.items():
            if FIRST_ON <= day <= LAST_ON:
                working[day.toordinal() - _FIRST_ORDINAL] = works
        return working

    @cached_property
    def _running(self) -> npt.NDArray[np.int64]:
        return np.cumsum(self._working, dtype=np.int64)

    @cached_property
    def _working_at(self) -> npt.NDArray[np.int64]:
        return np.flatnonzero(self._working).astype(np.int64)

    @cached_property
    def _unknown(self) -> npt.NDArray[np.bool_]:
        unknown = np.zeros(len(self._working), dtype=np.bool_)
        for year in range(FIRST_ON.year, LAST_ON.year + 1):
            begin = self._at(dt.date(year, 1, 1))
            turn = self._at(dt.date(year, 12, 29))
            unknown[begin:turn] = year not in self.published
            unknown[turn : turn + 3] = not {year, year + 1} <= self.published
        return unknown

    def _at(self, day: dt.date) -> int:
        at = day.toordinal() - _FIRST_ORDINAL
        if not 0 <= at <= (LAST_ON - FIRST_ON).days:
            raise _outside(day)
        return at

    def _day(self, at: int) -> dt.date:
        return dt.date.fromordinal(at + _FIRST_ORDINAL)

    def _skipped(self, after: dt.date, upto: dt.date) -> tuple[Message, ...]:
        """What stands between two days that a plain week would not explain."""
        named = sorted(day for day in self.special if after < day <= upto)
        holidays = tuple(day for day in named if not self.special[day] and day.weekday() < 5)
        made_up = tuple(day for day in named if self.special[day] and day.weekday() >= 5)
        steps = []
        rest = (upto - after).days - self.working_days_between(after, upto)
        if rest:
            steps.append(
                message("{count} rest days up to {on} are not counted.", count=rest, on=upto)
            )
        if holidays:
            steps.append(message("Public holidays on weekdays: {days}.", days=holidays))
        if made_up:
            steps.append(message("Weekend days worked by notice: {days}.", days=made_up))
        return tuple(steps)

    def _closed(self, on: dt.date, looked_at: tuple[dt.date, dt.date], *steps: Message) -> Deadline:
        """Close a derivation; only the days looked at (first and last) can make it provisional."""
        begin, end = (self._at(day) for day in looked_at)
        unknown = [
            self._day(begin + int(at)) for at in np.flatnonzero(self._unknown[begin : end + 1])
        ]
        years = tuple(sorted({year for day in unknown for year in self._missing(day)}))
        if years:
            steps += (
                message(
                    "The holiday notice for {years} is not known here; Monday to Friday are taken"
                    " as working days until it is.",
                    years=years,
                ),
            )
        return Deadline(on, bool(years), (*steps, message("The day is {on}.", on=on)))

    def _missing(self, day: dt.date) -> set[int]:
        own = {day.year} - self.published
        return own | (
            {day.year + 1} - self.published if (day.month, day.day) >= (12, 29) else set()
        )


def _outside(day: dt.date) -> InputError:
    return InputError(
        message(
            "The calendar runs from {first} to {last}; {day} lies outside.",
            first=FIRST_ON,
            last=LAST_ON,
            day=day,
        ),
        remedy=message("Check the year of the date."),
    )


@lru_cache(maxsize=8)
def _load(own: Path | None) -> WorkCalendar:
    special = {day: False for day in chinese_calendar.holidays if day.year in LIBRARY_YEARS}
    special |= {day: True for day in chinese_calendar.workdays if day.year in LIBRARY_YEARS}
    published = set(LIBRARY_YEARS)
    folders: list[Traversable | Path] = [resources.files("huxin.kernel") / "data" / "holidays"]
    if own is not None:
        folders.append(own)
    for folder in folders:
        for file in sorted(folder.iterdir(), key=lambda each: each.name):
            if file.name.endswith(".json"):
                year, days = _notice(file)
                special |= days
                published |= {year} if days else set()
    return WorkCalendar(special, frozenset(published))


def _notice(file: Traversable | Path) -> tuple[int, dict[dt.date, bool]]:
    """One year's notice: its year, and its days with whether they are worked."""
    try:
        whole = json.loads(file.read_text(encoding="utf-8"))
        days = {
            dt.date.fromisoformat(day["date"]): day["isOffDay"] is False for day in whole["days"]
        }
        return int(whole["year"]), days
    except (ValueError, KeyError, TypeError) as broken:
        raise InputError(
            message("The holiday file cannot be read."),
            where=file.name,
            remedy=message("It needs a year and a list of days, each with date and isOffDay."),
        ) from broken
