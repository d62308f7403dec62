"""The job that makes the facts of attendance: months that are behind, project by project."""

from __future__ import annotations

import datetime as dt
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import F

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.gate import Subject
from huxin.facts.columns import KEY
from huxin.facts.schema import TABLES
from huxin.facts.store import Store
from huxin.wages.derive import derive, joined
from huxin.wages.models import MonthState
from huxin.wages.people import prints

__all__ = ["Compacted", "compact"]

COMPACT = "wages.attendance.compact"
DAYS, MONTHS = "attendance_day", "attendance_month"


@dataclass(frozen=True, slots=True)
class Compacted:
    """What a run did: months written, project-months made anew, worker-days they hold."""

    months: int = 0
    made: int = 0
    days: int = 0


def compact(
    months: tuple[dt.date, ...] = (), *, store: Store, actor: Actor, now: dt.datetime
) -> Compacted:
    """Bring the facts of `months` (all, if none is named) up to what was recorded.

    Only project-months that are behind are made anew. A month's file is written beside the old one
    and then replaces it; its state is set after that, so a run that dies is simply run again, and
    a batch that comes meanwhile leaves its month behind once more. One run at a time.
    """
    done = Compacted()
    with _alone(store):
        _roster_changed(actor, now)
        behind = MonthState.objects.filter(compacted__lt=F("changes")).order_by("month", "project")
        wanted = behind.filter(month__in=months) if months else behind
        by_month: dict[dt.date, list[MonthState]] = {}
        for each in wanted:
            by_month.setdefault(each.month, []).append(each)
        for month, states in by_month.items():
            days = _make(store, month, states, actor=actor, now=now)
            done = Compacted(done.months + 1, done.made + len(states), done.days + days)
    return done


def _make(
    store: Store, month: dt.date, states: list[MonthState], *, actor: Actor, now: dt.datetime
) -> int:
    """Make the files of a month anew for the projects of `states`; gives their worker-days."""
    made = [derive(each.project_id, month) for each in states]
    projects = pa.array([each.project_id for each in states], KEY)
    label, told = f"{month:%Y-%m}", {}
    for name, fresh in (
        (DAYS, [each.days for each in made]),
        (MONTHS, [each.months for each in made]),
    ):
        kept = store.read_month(name, label)
        kept = kept.filter(pc.invert(pc.is_in(kept["project_key"], projects)))
        path = store.write_month(name, label, joined([kept, *fresh], TABLES[name].empty()))
        told[name] = sha256(path.read_bytes()).hexdigest()
    with change(COMPACT, actor=actor, now=now) as doing:
        doing.allow(Subject())
        for each in states:
            MonthState.objects.filter(pk=each.pk).update(compacted=each.changes, compacted_at=now)
        doing.note(f"wages.facts:{label}", after={"projects": len(states), **told})
    return sum(each.days.num_rows for each in made)


def _roster_changed(actor: Actor, now: dt.datetime) -> None:
    """Where a roster was changed a clock's numbers may mean other workers: facts are behind."""
    read = set(MonthState.objects.values_list("project_id", "roster").distinct())
    fresh = prints(project for project, _ in read)
    stale = sorted({project for project, roster in read if roster != fresh[project]})
    if not stale:
        return
    with change(COMPACT, actor=actor, now=now) as doing:
        doing.allow(Subject())
        for project in stale:
            MonthState.objects.filter(project=project).exclude(roster=fresh[project]).update(
                roster=fresh[project], changes=F("changes") + 1
            )
        doing.note("wages.facts:rosters", after={"projects": stale})


@contextmanager
def _alone(store: Store) -> Iterator[None]:
    """One run at a time over one store; the lock goes with the process that holds it."""
    store.root.mkdir(parents=True, exist_ok=True)
    with (store.root / ".attendance.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
