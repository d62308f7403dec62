"""Which work day does a punch of an attendance clock belong to, and what does it count as?

The rule, in three numbers (`WorkDayRule`), is a convention of this format and no law; why it is
so is written in docs/concepts/work-day.md, and tests/formats/work_day.yaml shows it case by case.

1. A punch less than `double_punch_minutes` after the same user's punch before it is a *duplicate*:
   it is kept and counted as a punch, but opens and closes nothing.
2. A punch counts on the calendar day on which it was made; before `day_cut_hour` on the day before.
3. If a work day has an odd number of punches, the first punch of the next one closes it when it
   comes at most `longest_shift_hours` after the work day's first punch: a night shift counts on
   the day on which it began.
4. Two punches of a work day make one spell, four make two, and so on. One punch alone is *single*:
   the worker was there, for how long is not known. Of three, five … the first opens and the last
   closes.

The clock's own state (in, out, overtime) is read and kept but decides nothing: in real dumps it is
pressed wrongly, and on many clocks it always stays 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["FLAGS", "Days", "Ints", "Role", "Times", "WorkDayRule", "work_days"]

Times: TypeAlias = "npt.NDArray[np.datetime64]"
Ints: TypeAlias = "npt.NDArray[np.int64]"
Flags: TypeAlias = "npt.NDArray[np.bool_]"

FLAGS = ("single", "odd", "double", "over_midnight")


class Role(IntEnum):
    """What a punch counts as; every punch has exactly one role."""

    OPENS = 0
    CLOSES = 1
    BETWEEN = 2
    SINGLE = 3
    DUPLICATE = 4


@dataclass(frozen=True, slots=True)
class WorkDayRule:
    """The three numbers of the work-day rule (see the module and docs/adr/0004-work-day.md)."""

    double_punch_minutes: int = 5
    day_cut_hour: int = 4
    longest_shift_hours: int = 14

    def __post_init__(self) -> None:
        inside = (
            0 <= self.double_punch_minutes < 60,
            0 <= self.day_cut_hour < 12,
            0 < self.longest_shift_hours < 24,
        )
        if not all(inside):
            raise ValueError(
                "0 <= double_punch_minutes < 60, 0 <= day_cut_hour < 12 and "
                "0 < longest_shift_hours < 24 must hold"
            )


@dataclass(frozen=True, slots=True)
class Days:
    """Punches with their work day and role, and the work days that they make.

    `punch_day` and `punch_role` stand in the order in which the punches were given; the other
    arrays have one element per user and work day, sorted by user, then day. `minutes` is -1 where
    only one punch is known. `flags[name]` says for each work day whether FLAGS `name` holds.
    """

    punch_day: Times
    punch_role: Ints
    user: Ints
    on: Times
    first_at: Times
    last_at: Times
    punches: Ints
    minutes: Ints
    flags: dict[str, Flags]


def work_days(users: Ints, at: Times, rule: WorkDayRule) -> Days:
    """The work days of `users` (a number per punch) who punched `at` (datetime64, seconds)."""
    order = np.lexsort((at, users))
    user, time = users[order], at[order].astype("datetime64[s]")
    duplicate = _duplicates(user, time, rule)
    kept = np.flatnonzero(~duplicate)
    kept_day = _assign(user[kept], time[kept], rule)
    # A duplicate goes with the punch that it repeats: the last kept one before it.
    holder = np.cumsum(~duplicate) - 1
    day = kept_day[holder] if len(kept) else time.astype("datetime64[D]")
    role = np.full(len(time), Role.DUPLICATE, dtype=np.int64)
    starts, sizes = _runs(user[kept], kept_day)
    role[kept] = _roles(sizes)
    punch_day, punch_role = np.empty_like(day), np.empty_like(role)
    punch_day[order], punch_role[order] = day, role
    punches = np.diff(np.append(_runs(user, day)[0], len(time)))
    last = starts + sizes - 1
    kept_time = time[kept]
    return Days(
        punch_day=punch_day,
        punch_role=punch_role,
        user=user[kept][starts],
        on=kept_day[starts],
        first_at=kept_time[starts],
        last_at=kept_time[last],
        punches=punches,
        minutes=_minutes(kept_time, role[kept], starts, sizes),
        flags={
            "single": sizes == 1,
            "odd": (sizes > 1) & (sizes % 2 == 1),
            "double": punches > sizes,
            "over_midnight": kept_time[last].astype("datetime64[D]") > kept_day[starts],
        },
    )


def _duplicates(user: Ints, time: Times, rule: WorkDayRule) -> Flags:
    duplicate = np.zeros(len(time), dtype=np.bool_)
    gap = np.timedelta64(rule.double_punch_minutes * 60, "s")
    duplicate[1:] = (user[1:] == user[:-1]) & (time[1:] - time[:-1] < gap)
    return duplicate


def _runs(user: Ints, day: Times) -> tuple[Ints, Ints]:
    """First index and length of each run of equal user and day."""
    if not len(user):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    new = np.ones(len(user), dtype=np.bool_)
    new[1:] = (user[1:] != user[:-1]) | (day[1:] != day[:-1])
    starts = np.flatnonzero(new)
    return starts, np.diff(np.append(starts, len(user)))


def _assign(user: Ints, time: Times, rule: WorkDayRule) -> Times:
    """The work day of each kept punch: steps 2 and 3 of the rule."""
    day = (time - np.timedelta64(rule.day_cut_hour, "h")).astype("datetime64[D]")
    starts, sizes = _runs(user, day)
    left, firsts = sizes.tolist(), starts.tolist()
    owner, seconds = user[starts].tolist(), time.astype(np.int64).tolist()
    longest = rule.longest_shift_hours * 3600
    for run in range(1, len(firsts)):
        begun, candidate = firsts[run - 1], firsts[run]
        closes = (
            left[run - 1] % 2 == 1
            and owner[run] == owner[run - 1]
            and seconds[candidate] - seconds[begun] <= longest
        )
        if closes:
            day[candidate] = day[begun]
            left[run - 1] += 1
            left[run] -= 1
            firsts[run] += 1
    return day


def _roles(sizes: Ints) -> Ints:
    """The role of each kept punch from its place in its work day."""
    total = int(sizes.sum())
    size = np.repeat(sizes, sizes)
    place = np.arange(total) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    odd = size % 2 == 1
    role = np.where(place % 2 == 0, Role.OPENS, Role.CLOSES).astype(np.int64)
    role[odd & (place > 0)] = Role.BETWEEN
    role[odd & (place == size - 1)] = Role.CLOSES
    role[size == 1] = Role.SINGLE
    return role


def _minutes(time: Times, role: Ints, starts: Ints, sizes: Ints) -> Ints:
    """Whole minutes of each work day's spells; -1 for a single punch."""
    if not len(starts):
        return np.empty(0, np.int64)
    sign = np.select([role == Role.CLOSES, role == Role.OPENS], [1, -1], 0)
    seconds = np.add.reduceat(time.astype(np.int64) * sign, starts)
    return np.where(sizes == 1, -1, seconds // 60)
