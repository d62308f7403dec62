"""When each job runs: one table, brought in line with the queue's whenever the platform starts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.apps import apps

from huxin.kernel.clock import CHINA

__all__ = ["QUEUE_TABLE", "TABLE", "Entry", "install"]

QUEUE_TABLE = "django_q_schedule"

MINUTE, HOUR, DAY = "I", "H", "D"


@dataclass(frozen=True, slots=True)
class Entry:
    """A job of this room by module; `every` counts minutes, or `at` is a time of day in China."""

    job: str
    kind: str
    every: int = 1
    at: dt.time | None = None


# Attendance comes before the warnings that are judged on it; heads are signed by the hour so that
# little can be lost unseen. Nights are in China, where the offices are.
TABLE = (
    Entry("messages", MINUTE, every=1),
    Entry("attendance", MINUTE, every=10),
    Entry("ledgers", MINUTE, every=10),
    Entry("heads", HOUR),
    Entry("monitor", DAY, at=dt.time(5, 0)),
    Entry("likeness", DAY, at=dt.time(3, 0)),
    Entry("accounts", DAY, at=dt.time(4, 0)),
    Entry("files", DAY, at=dt.time(2, 0)),
    Entry("answers", DAY, at=dt.time(2, 30)),
)


def install(now: dt.datetime) -> int:
    """Bring the queue's schedule in line with the table; entries of ours that left it go."""
    entries = apps.get_model("django_q", "Schedule").objects
    for each in TABLE:
        kept = {
            "func": f"huxin.jobs.{each.job}.run",
            "schedule_type": each.kind,
            "minutes": each.every if each.kind == MINUTE else None,
            "repeats": -1,
        }
        entries.update_or_create(
            name=f"huxin.{each.job}",
            defaults=kept,
            create_defaults={**kept, "next_run": _first(each, now)},
        )
    ours = [f"huxin.{each.job}" for each in TABLE]
    entries.filter(name__startswith="huxin.").exclude(name__in=ours).delete()
    return len(TABLE)


def _first(entry: Entry, now: dt.datetime) -> dt.datetime:
    """At once, or the next time that the clock in China shows the hour."""
    if entry.at is None:
        return now
    today = now.astimezone(CHINA)
    first = today.replace(hour=entry.at.hour, minute=entry.at.minute, second=0, microsecond=0)
    return first if first > today else first + dt.timedelta(days=1)
