"""What the marks of a month grid mean, as one table that the reference page prints.

Numbers up to 1 are days or parts of one, up to 2 a day with overtime, above that hours. Days of
less than five hours count as half a day; the hours themselves are kept in `minutes`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from huxin.formats.columns import plain_text
from huxin.formats.wordlist import words
from huxin.formats.workbook import Cell

__all__ = ["ABSENT", "DAY", "HALF", "Mark", "centi_of", "days_in", "read_mark"]

DAY = frozenset(
    words(
        "√ ✓ ✔ ☑ ● ■ 出 勤 全 到 上 夜 白 早 班 出勤 全天 白班 夜班 到岗 上班 √√ v V"
        " 正常 迟到 早退 加班"
    )
)
HALF = frozenset(words("半 △ ▲ ½ 半天 ◐ 上午 下午 半日"))
ABSENT = frozenset(
    words(
        "× ✗ ✘ ╳ x X 缺 旷 假 休 病 事 / － - — 0 缺勤 旷工 请假 休息 病假"
        " 事假 工伤 婚假 丧假 产假 年假 公休 轮休 调休 停 停工 雨 雨休 离 退场"
        " 离场 未 未到 节 节假日 放假 轮"
    )
)
HALF_DAY_BELOW_MINUTES = 300
_HOURS_MAX = 24
_DAYS_MAX = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """Hundredths of a day (0 is absent), minutes where hours were written, and the mark itself."""

    day_centi: int
    minutes: int | None
    text: str


def centi_of(minutes: int) -> int:
    """Hundredths of a day for minutes worked: half a day below five hours, none for none."""
    if minutes <= 0:
        return 0
    return 50 if minutes < HALF_DAY_BELOW_MINUTES else 100


def read_mark(cell: Cell) -> Mark | None:
    """The meaning of one cell; none if nobody can tell."""
    if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
        return _clock_time(cell)
    if isinstance(cell, (int, float)):
        return _number(cell)
    text = plain_text(cell)
    for marks, centi in ((DAY, 100), (HALF, 50), (ABSENT, 0)):
        if text in marks or cell.strip() in marks:
            return Mark(centi, None, cell.strip())
    try:
        return _number(float(text.removesuffix("h").removesuffix("小时").removesuffix("工")))
    except ValueError:
        return None


def _clock_time(cell: Cell) -> Mark | None:
    """A truth value is a tick; a time of day or a date is no mark."""
    if isinstance(cell, bool):
        return Mark(100 if cell else 0, None, "√" if cell else "×")
    return None


def _number(number: float) -> Mark | None:
    hundredths = round(number * 100)
    text = f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")
    if not 0 <= number <= _HOURS_MAX:
        return None
    if number < _DAYS_MAX:
        return Mark(hundredths, None, text)
    minutes = round(number * 60)
    return Mark(centi_of(minutes), minutes, text)


def days_in(cells: Iterable[Cell]) -> list[dt.date | int | None]:
    """Day headings of a line: a day of the month, a whole date, or none."""
    return [_day(each) for each in cells]


def _day(cell: Cell) -> dt.date | int | None:
    if isinstance(cell, str):
        return _written_day(cell)
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, (bool, dt.time, dt.timedelta)):
        return None
    return _number_of_day(float(cell))


@lru_cache(maxsize=4_096)
def _written_day(text: str) -> int | None:
    try:
        return _number_of_day(float(plain_text(text).removesuffix("日").removesuffix("号")))
    except ValueError:
        return None


def _number_of_day(day: float) -> int | None:
    return int(day) if day.is_integer() and 1 <= day <= 31 else None
