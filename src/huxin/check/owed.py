"""What is owed, worker by worker and month by month: each counted once, before any rule speaks.

A month is owed when its pay day has passed and the net wage on the sheet has not arrived in full;
or when the worker attended, no sheet names him, nothing was paid and the pay day has passed: then
the days at the agreed rate are the amount (nothing is added where no rate is known).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import ibis

from huxin.facts.engine import Engine
from huxin.facts.grains import Facts

__all__ = ["Owed", "OwedLines", "owed_lines"]


@dataclass(frozen=True, slots=True)
class Owed:
    """One worker's wages for one month on one site, as far as they are owed."""

    project: int
    worker: int
    month: dt.date
    fen: int
    due_on: dt.date
    employer: int | None
    recorded: bool


def owed_lines(engine: Engine) -> OwedLines:
    """Everything owed, read once from the tables that `engine` holds for a run."""
    t = Facts([]).worker_month
    unrecorded = (t.days > 0) & (t.lines == 0) & (t.payments == 0)
    owed = t.filter(t.is_due & ((t.owed_fen > 0) | unrecorded)).select(
        project=t.project_key,
        worker=t.worker_key,
        month=t.month,
        fen=t.owed_fen,
        due_on=t.due_on,
        employer=ibis.coalesce(t.employer_key, t.party_key),
        recorded=t.lines > 0,
    )
    rows = engine.read(ibis.to_sql(owed, dialect=engine.dialect)).to_pylist()
    lines = [Owed(**row) for row in rows]
    ripe = t.aggregate(months=(t.is_due & ((t.lines > 0) | (t.days > 0))).sum())
    (count,) = engine.read(ibis.to_sql(ripe, dialect=engine.dialect)).to_pylist()
    ordered = sorted(lines, key=lambda each: (each.project, each.worker, each.month))
    return OwedLines(ordered, judged=int(count["months"] or 0))


class OwedLines:
    """The owed months, asked by subject; `judged` worker-months had a pay day that has passed."""

    def __init__(self, lines: Iterable[Owed], *, judged: int) -> None:
        self.lines: Sequence[Owed] = tuple(lines)
        self.judged = judged
        self._by_worker: dict[tuple[int, int], list[Owed]] = defaultdict(list)
        self._by_site: dict[int, list[Owed]] = defaultdict(list)
        for each in self.lines:
            self._by_site[each.project].append(each)
            self._by_worker[each.project, each.worker].append(each)

    def of(self, project: int, worker: int, month: dt.date | None = None) -> tuple[Owed, ...]:
        """The owed months of a worker on a site; with `month` that month only."""
        found = self._by_worker.get((project, worker), [])
        return tuple(each for each in found if month is None or each.month == month)

    def on(self, project: int | None = None) -> tuple[Owed, ...]:
        """The owed months of a site, or of all."""
        return tuple(self.lines if project is None else self._by_site.get(project, ()))

    def by_month(self) -> tuple[tuple[dt.date, int, int], ...]:
        """Month, people, fen; oldest first."""
        people: dict[dt.date, set[int]] = defaultdict(set)
        fen: dict[dt.date, int] = defaultdict(int)
        for each in self.lines:
            people[each.month].add(each.worker)
            fen[each.month] += each.fen
        return tuple((month, len(people[month]), fen[month]) for month in sorted(people))


def people_in(lines: Iterable[Owed]) -> int:
    """How many different workers are owed."""
    return len({each.worker for each in lines})
