"""The only reader of time: everything else takes `now` or `as_of` as an argument."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

__all__ = ["CHINA", "Clock", "FixedClock", "SystemClock"]

CHINA = dt.timezone(dt.timedelta(hours=8), "UTC+08:00")
"""Legal time of China: one zone, no summer time since 1991."""


class Clock(Protocol):
    """Tells the time; a door makes one and hands its answers down."""

    def now(self) -> dt.datetime:
        """The present instant, in UTC."""
        ...

    def today(self) -> dt.date:
        """The present date in China, as law counts it."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)  # noqa: TID251 -- this is the one place that may

    def today(self) -> dt.date:
        return self.now().astimezone(CHINA).date()


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still, for tests and replays. `instant` must carry a time zone."""

    instant: dt.datetime

    def __post_init__(self) -> None:
        if self.instant.tzinfo is None:
            raise ValueError("an instant without a time zone names no moment")

    def now(self) -> dt.datetime:
        return self.instant.astimezone(dt.UTC)

    def today(self) -> dt.date:
        return self.instant.astimezone(CHINA).date()
