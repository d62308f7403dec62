"""Months and periods: half-open spans of days, and the many ways in which people write a month."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from huxin.kernel.errors import InputError
from huxin.kernel.texts import message

__all__ = ["Period", "add_months", "month_of", "months_between", "next_month", "parse_month"]

YEARS_OF_WAGES = range(1990, 2100)
"""Years in which a wage month can lie; two figures are read as 20xx."""

_CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
_MONTH = re.compile(
    r"(?P<year>\d{4}|\d{2})\s*(?:年度?|[-/.])\s*(?P<month>\d{1,2})\s*(?:月份?|[-/.]0?1日?)?"
    r"|(?P<compact_year>\d{4})(?P<compact_month>\d{2})"
)


def month_of(day: dt.date) -> dt.date:
    """The first day of the month of `day`."""
    return dt.date(day.year, day.month, 1)


def next_month(day: dt.date) -> dt.date:
    """The first day of the month after that of `day`."""
    return add_months(month_of(day), 1)


def add_months(day: dt.date, months: int) -> dt.date:
    """`day` moved by whole months, at most to the month's last day (Civil Code art. 202)."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month0 + 1)[1]
    return dt.date(year, month0 + 1, min(day.day, last))


def months_between(earlier: dt.date, later: dt.date) -> int:
    """How many months the month of `later` comes after that of `earlier`; negative if before."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def parse_month(text: str) -> dt.date:
    """The first day of the month written as 2025年3月, 2025-03, 二〇二五年三月, 202503 or 25.3.

    Raises `InputError` where no month from 1990 to 2099 can be read.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _MONTH.fullmatch(_arabic(plain))
    year = int((found["year"] or found["compact_year"]) if found else 0)
    month = int((found["month"] or found["compact_month"]) if found else 0)
    year += 2000 if found and found["year"] and len(found["year"]) == 2 else 0
    if year not in YEARS_OF_WAGES or not 1 <= month <= 12:
        raise InputError(
            message("This is not a month."),
            remedy=message("Write the month such as 2025年3月 or 2025-03."),
        )
    return dt.date(year, month, 1)


def _arabic(text: str) -> str:
    """Chinese numerals of a month as figures: 二〇二五年十一月 → 2025年11月."""
    text = re.sub(r"十(?=[一二])", "1", text).replace("十", "10")
    return text.translate(_CHINESE)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `from_on` up to but without `to_on`."""

    from_on: dt.date
    to_on: dt.date

    def __post_init__(self) -> None:
        if self.to_on < self.from_on:
            raise ValueError("a period ends before it begins")

    @classmethod
    def month(cls, day: dt.date) -> Period:
        """The whole month of `day`."""
        return cls(month_of(day), next_month(day))

    @classmethod
    def parse(cls, text: str) -> Period:
        """The whole month written in `text`; see `parse_month`."""
        return cls.month(parse_month(text))

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.to_on - self.from_on).days

    @property
    def months(self) -> tuple[dt.date, ...]:
        """First days of all months that the period touches, in order."""
        if not self.days:
            return ()
        count = months_between(self.from_on, self.to_on - dt.timedelta(days=1)) + 1
        return tuple(add_months(month_of(self.from_on), step) for step in range(count))

    def __contains__(self, day: dt.date) -> bool:
        return self.from_on <= day < self.to_on

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        return max(self.from_on, other.from_on) < min(self.to_on, other.to_on)
