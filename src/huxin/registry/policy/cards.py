"""When a changed card may be paid to."""

from __future__ import annotations

import datetime as dt

__all__ = ["is_usable", "usable_at"]


def usable_at(now: dt.datetime, days: int | None) -> dt.datetime | None:
    """After the place's wait; None where no wait is set: held until a second person confirms."""
    return None if days is None else now + dt.timedelta(days=days)


def is_usable(usable_from: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a card may be paid to at this moment; asked when paying, not when filing."""
    return usable_from is not None and usable_from <= now
