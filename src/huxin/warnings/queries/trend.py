"""How many warnings stood open at the end of each of the last weeks, by colour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from huxin.access.actor import Actor
from huxin.access.gate import visible
from huxin.warnings.models import Warning
from huxin.warnings.policy import RANKS
from huxin.warnings.queries.board import VIEW

__all__ = ["WEEKS", "Week", "trend"]

WEEKS = 8


@dataclass(frozen=True, slots=True)
class Week:
    """What stood open when the day `on` ended."""

    on: dt.date
    severities: Mapping[str, int]

    @property
    def open(self) -> int:
        return sum(self.severities.values())


def trend(*, actor: Actor, today: dt.date, weeks: int = WEEKS) -> tuple[Week, ...]:
    """Oldest first, the last one today. One query, over days and not over warnings.

    Of a warning that was raised again only the last time counts; its colour is that of today.
    """
    ends = [today - dt.timedelta(weeks=back) for back in reversed(range(weeks))]
    rows = visible(Warning, VIEW, actor=actor).order_by()
    grouped = (
        rows.filter(Q(cleared_on=None) | Q(cleared_on__gt=ends[0]), raised_on__lte=today)
        .values_list("severity", "raised_on", "cleared_on")
        .annotate(times=Count("pk"))
    )
    counts = [dict.fromkeys(RANKS, 0) for _ in ends]
    for severity, raised_on, cleared_on, times in grouped:
        for on, week in zip(ends, counts, strict=True):
            if raised_on <= on and (cleared_on is None or cleared_on > on):
                week[severity] += times
    return tuple(Week(on, week) for on, week in zip(ends, counts, strict=True))
