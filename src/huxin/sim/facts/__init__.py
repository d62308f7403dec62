"""The fast path: fact tables of a county written at once, for benchmarks and back-tests.

Vectorised and seeded; a month is drawn, written and forgotten before the next, so that memory
does not grow with the months. The same kinds of faults as in site folders, at low rates.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from huxin.facts.store import Store
from huxin.law import Lawbook
from huxin.sim.county import Wish
from huxin.sim.facts.columns import Ints
from huxin.sim.facts.month import attendance, draw_month, payments, wage_lines
from huxin.sim.facts.papers import calendar_table, money_tables, parameter_table, static_tables
from huxin.sim.facts.plan import Plan, draw_plan
from huxin.sim.truth import FORMAT
from huxin.sim.world import open_names
from huxin.sim.writers import write_local_values

__all__ = ["FactsWish", "write_facts"]


@dataclass(frozen=True, slots=True)
class FactsWish:
    """The county that is asked for, and how many workers it has in all."""

    wish: Wish
    workers: int


def write_facts(asked: FactsWish, out: Path, *, planted: bool) -> dict[str, object]:
    """Writes all fact tables to the store at `out`; returns the truth summary (counts per kind)."""
    plan = draw_plan(asked.wish, asked.workers, planted=planted)
    store = Store(out)
    wages = {month: _write_month(plan, store, month) for month in plan.months}
    usual = np.max(np.stack(list(wages.values())), axis=0).astype(np.int64)
    for name, rows in {**static_tables(plan, usual), **money_tables(plan, wages)}.items():
        store.write(name, rows)
    store.write("calendar", calendar_table(plan))
    store.write("parameter", parameter_table(plan, _book(asked.wish)))
    return _summary(plan)


def _write_month(plan: Plan, store: Store, month: dt.date) -> Ints:
    """Writes one month and returns each project's net wages."""
    drawn = draw_month(plan, month)
    lines = wage_lines(plan, drawn)
    store.write("wage_line", lines)
    first_key = plan.months.index(month) * plan.workers + 1
    store.write("payment", payments(plan, drawn, first_key))
    daily, monthly = attendance(plan, drawn)
    store.write("attendance_month", monthly)
    store.write("attendance_day", daily)
    begins = np.searchsorted(plan.project_of, np.arange(plan.projects))
    return np.add.reduceat(drawn.net, begins)


def _book(wish: Wish) -> Lawbook:
    """The law with the demonstration values for what it leaves to the place."""
    with TemporaryDirectory() as folder:
        write_local_values(
            Path(folder), wish.place, open_names(Lawbook.load(), wish), since=wish.laws_from
        )
        return Lawbook.load(Path(folder) / "local.yaml")


def _summary(plan: Plan) -> dict[str, object]:
    return {
        "format": FORMAT,
        "seed": plan.wish.seed,
        "place": plan.wish.place,
        "as_of": plan.wish.as_of.isoformat(),
        "sites": plan.projects,
        "workers": plan.workers,
        "counts": dict(sorted(plan.marks.counts.items())),
    }
