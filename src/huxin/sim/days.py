"""Which days were worked: weather, weekends, Spring Festival, sick days, night shifts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.kernel.calendar import WorkCalendar
from huxin.kernel.period import month_of
from huxin.sim.dice import Dice
from huxin.sim.model import Day, Worker

__all__ = ["SiteDays", "site_days", "work"]

DAY = dt.timedelta(days=1)
_LONG_HOLIDAY_DAYS = 5
_MOST_DAYS = 28
_MOST_IN_A_ROW = 11
_RAIN_PER_MILLE = {6: 70, 7: 110, 8: 110, 9: 70}


@dataclass(frozen=True, slots=True)
class SiteDays:
    """The days on which the site was open, and the nights on which concrete was poured."""

    open: tuple[dt.date, ...]
    nights: frozenset[dt.date]


def site_days(dice: Dice, calendar: WorkCalendar, *, from_on: dt.date, to_on: dt.date) -> SiteDays:
    """Open days from `from_on` to `to_on`, both included."""
    shut = _festival(dice, calendar, from_on, to_on)
    span = [from_on + n * DAY for n in range((to_on - from_on).days + 1)]
    days = [
        on
        for on in span
        if on not in shut
        and not dice.chance(_RAIN_PER_MILLE.get(on.month, 40))
        and not (on.weekday() == 6 and dice.chance(500))
    ]
    nights = frozenset(on for on in days if on.weekday() < 5 and dice.chance(50))
    return SiteDays(tuple(days), nights)


def _festival(
    dice: Dice, calendar: WorkCalendar, from_on: dt.date, to_on: dt.date
) -> frozenset[dt.date]:
    """Rest on long public holidays; around the Spring Festival some days before and after too."""
    shut: set[dt.date] = set()
    run: list[dt.date] = []
    on = from_on - 15 * DAY
    while on <= to_on + 15 * DAY:
        if not calendar.is_working(on).working:
            run.append(on)
        else:
            if len(run) >= _LONG_HOLIDAY_DAYS:
                spring = run[0].month in {1, 2}
                before, after = (dice.between(3, 5), dice.between(3, 5)) if spring else (0, 0)
                keep = run if spring else run[:3]
                shut |= {keep[0] - n * DAY for n in range(1, before + 1)} | set(keep)
                shut |= {keep[-1] + n * DAY for n in range(1, after + 1)}
            run = []
        on += DAY
    return frozenset(shut)


@dataclass(slots=True)
class _Load:
    """What a worker has behind him, so that nobody works without a rest."""

    month: dt.date | None = None
    days: int = 0
    last: dt.date = dt.date.min
    row: int = 0

    def may(self, on: dt.date) -> bool:
        """Whether one more day on `on` leaves him his rest."""
        if self.month != month_of(on):
            self.month, self.days = month_of(on), 0
        follows = self.last + DAY == on
        return self.days < _MOST_DAYS and not (follows and self.row >= _MOST_IN_A_ROW)

    def add(self, on: dt.date) -> None:
        self.row = self.row + 1 if self.last + DAY == on else 1
        self.last, self.days = on, self.days + 1


def work(dice: Dice, worker: Worker, days: SiteDays, *, halves: bool) -> None:
    """Fills `worker.days` from the open days; `halves`: half days happen."""
    last = worker.left_on
    mine = [on for on in days.open if worker.entered_on <= on and (last is None or on <= last)]
    pours = worker.trade_code == "040"
    load, sick_until, rests_on = _Load(), dt.date.min, None
    for on in mine:
        if on < sick_until or on == rests_on or not load.may(on):
            continue
        if worker.post != "project_manager" and dice.chance(6):
            sick_until = on + dice.between(1, 4) * DAY
            continue
        if not dice.chance(_presence(worker, on)):
            continue
        night = pours and on in days.nights
        worker.days[on] = _shift(dice, on, night=night, half=halves and dice.chance(25))
        rests_on = on + DAY if night else None
        load.add(on)
    _at_least_once(dice, worker, mine)
    if worker.left_on is not None and worker.days:
        worker.left_on = max(worker.days)


def _presence(worker: Worker, on: dt.date) -> int:
    """Days of 1,000 on which he comes."""
    if worker.post == "project_manager":
        return 1000
    return 800 if on.weekday() == 6 else 945


def _at_least_once(dice: Dice, worker: Worker, mine: list[dt.date]) -> None:
    """Whoever is on the roster in a month has come at least once in it."""
    missing = {month_of(on) for on in mine} - {month_of(on) for on in worker.days}
    for on in mine:
        if month_of(on) in missing and dice.chance(1000):
            worker.days[on] = _shift(dice, on, night=False, half=False)
            missing.discard(month_of(on))


def _shift(dice: Dice, on: dt.date, *, night: bool, half: bool) -> Day:
    begin = dt.datetime.combine(on, dt.time(19, 10) if night else dt.time(6, 20))
    in_at = begin + dt.timedelta(minutes=dice.between(0, 45), seconds=dice.between(0, 59))
    if half:
        length = dice.between(245, 280)
        return Day(on, 50, in_at, in_at + dt.timedelta(minutes=length))
    length = dice.between(570, 620) if night else dice.between(600, 700)
    noon = not night
    return Day(on, 100, in_at, in_at + dt.timedelta(minutes=length), noon=noon)
