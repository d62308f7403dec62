"""The daily run beside the full one and the floor, day by day, with identical findings."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.county import County, county, parameters
from bench.floor import Columns
from bench.measure import Cost, apart, cost, figures, peak_memory_bytes, ratio
from bench.rules import THREADS, everything, floors, judged, scanning
from huxin.facts.engine import DuckDBEngine
from huxin.rules.catalogue import RULES
from huxin.rules.daily import Daily, Rulebook
from huxin.rules.plan import Plan
from huxin.rules.runner import Result

HOW = {
    "quiet": "A day on which only the day moved: what may still change is judged, changes written.",
    "arrivals": "A day on which payments of the last two months came in: both months are settled"
    " again, then judged as on a quiet day.",
    "month_turn": "The first day of a month: one more month is closed, its sums and findings kept.",
    "full": "All rules over all months, facts settled already.",
    "floor": "The scan floor of the workload `rules`: one sum of every used column of the year.",
    "identical": "After every measured day each rule's findings, evidence included, are compared"
    " with those of the full run of that day.",
    "planted": "Attendance of closed months is wiped from the kept sums while their payments stay:"
    " the rules whose findings then differ from the full run. None would mean a blind comparison.",
}  # fmt: skip
LARGEST = 1.0
ROUNDS = 3
Told = dict[str, object]


def measure(scales: list[float], folder: Path) -> Told:
    """Figures and ratios for the scales up to 1."""
    told: dict[str, Told] = {}
    for scale in (each for each in scales if each <= LARGEST):
        told[f"S{scale:g}"] = apart(_scale, county(scale, folder), folder / f"daily-{scale:g}")
    ratios: dict[str, float] = {}
    for name, each in told.items():
        for kind in ("quiet", "arrivals", "month_turn"):
            for other in ("floor", "full"):
                one, base = each[kind], each[other]
                assert isinstance(one, dict)
                assert isinstance(base, dict)
                ratios[f"daily_{kind}_to_{other}_{name}"] = ratio(one, base)
    return {"how": HOW, "figures": told, "ratios": ratios}


def linked(place: County, root: Path) -> County:
    """A copy of a county that shares its files until they are written anew."""
    shutil.rmtree(root, ignore_errors=True)
    leave = shutil.ignore_patterns("findings")
    shutil.copytree(place.root, root, copy_function=os.link, ignore=leave)
    return County(place.scale, root, place.as_of)


def differing(daily: Daily, result: Result) -> list[str]:
    """Rules whose findings of the day are not those of the full run."""
    return [name for name in RULES if not daily.rows(name).equals(result.rows(name))]


class _Bench:
    """One county, its daily run, and what each kind of day cost."""

    def __init__(self, place: County) -> None:
        self.place = place
        self.rulebook = Rulebook.of(RULES.values())
        self.digest = self.rulebook.digest
        self.plan: Plan = everything()
        self.law = parameters(self.plan)
        self.facts: Columns = floors(place, self.plan, self.law)[0]
        self.daily = Daily(place.store, self.rulebook, threads=THREADS)
        self.spent: dict[str, list[Cost]] = {}
        self.changes: dict[str, list[int]] = {}
        self.compared = 0

    def take(self, kind: str, timed: Callable[[], object]) -> None:
        self.spent.setdefault(kind, []).append(cost(timed))

    def day(self, kind: str, on: dt.date) -> None:
        self.take(kind, lambda: self.changes.setdefault(kind, []).append(self._run(on)))

    def _run(self, on: dt.date) -> int:
        return len(self.daily.run(self.law, on))

    def full(self, on: dt.date) -> Result:
        place = County(self.place.scale, self.place.root, on)
        found: list[Result] = []
        with DuckDBEngine(threads=THREADS) as engine:
            self.take("full", lambda: found.append(judged(engine, place, self.law, self.plan)))
        return found[0]

    def compare(self, on: dt.date) -> None:
        assert differing(self.daily, self.full(on)) == [], f"the findings of {on} differ"
        self.compared += 1

    def floor(self) -> None:
        with scanning(self.place, self.facts)() as timed:
            self.take("floor", timed)


def _scale(whole: County, root: Path) -> Told:
    bench = _Bench(linked(whole, root))
    months = whole.store.months("payment")[-2:]
    paid = {month: whole.store.read_month("payment", month) for month in months}
    day = whole.as_of
    bench.day("first", day)
    for number in range(ROUNDS):
        day += dt.timedelta(days=1)
        bench.floor()
        bench.day("quiet", day)
        _arrive(bench.place, paid, number)
        bench.day("arrivals", day)
        bench.compare(day)
    day = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    bench.day("month_turn", day)
    bench.compare(day)
    caught = _planted(bench, day + dt.timedelta(days=1))
    assert caught, "the planted fault was not caught: the comparison is blind"
    shutil.rmtree(root)
    return {
        **{kind: figures(costs) for kind, costs in bench.spent.items()},
        "changes_written": bench.changes,
        "days_identical": bench.compared,
        "rules_frozen_for_closed_months": len(bench.rulebook.windowed.rules),
        "rules_that_catch_the_planted_fault": caught,
        "peak_memory_bytes": peak_memory_bytes(),
    }


def _arrive(place: County, paid: dict[str, pa.Table], number: int) -> None:
    """Payments that had not come before come in, others have to be waited for again."""
    for rows in paid.values():
        late = pc.equal(pc.bit_wise_and(rows["payment_key"], 15), number)
        place.store.write("payment", rows.filter(pc.invert(late)))


def _planted(bench: _Bench, on: dt.date) -> list[str]:
    folder = bench.place.root / "findings" / "closed"
    for path in sorted(folder.glob("closed_g_worker_*.parquet")):
        kept = pq.read_table(path)
        for name in ("months_present", "last_present_month", "first_present_month"):
            if name in kept.column_names:
                at = kept.column_names.index(name)
                kind = kept.schema.field(at).type
                nothing = pa.nulls(kept.num_rows, kind)
                if pa.types.is_integer(kind):
                    nothing = pc.fill_null(nothing, 0)
                kept = kept.set_column(at, name, nothing)
        pq.write_table(kept, path)
    bench.daily.run(bench.law, on)
    return differing(bench.daily, bench.full(on))
