"""Daily runs day after day over a year as it came to be known: what a back-test costs."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from bench.county import County, county, parameters
from bench.daily import LARGEST, differing, linked
from bench.measure import Cost, apart, cost, figures
from bench.rules import THREADS, everything, judged
from huxin.facts.engine import DuckDBEngine
from huxin.facts.store import Store
from huxin.rules.catalogue import RULES
from huxin.rules.daily import Daily, Rulebook

HOW = {
    "days": "31 daily runs in a row, one month turn among them; attendance of a month is known from"
    " its last day, wage sheets from the day they are drawn up, payments from the bank's day;"
    " papers and accounts are known from the beginning. Making the facts of a day is not counted.",
    "replay_365": "Wall and CPU seconds of the 31 days, times 365 / 31: a projection, not a run.",
    "identical": "The findings of the last day are compared with a full run over the same facts.",
}  # fmt: skip
FIRST, DAYS, YEAR = dt.date(2025, 11, 10), 31, 365
KNOWN_ON = {"wage_line": "drawn_up_on", "payment": "paid_on"}
Told = dict[str, object]
Facts = dict[tuple[str, str], pa.Table]


def measure(scales: list[float], folder: Path) -> Told:
    """Figures for the scales up to 1; the ratio is the projected year over three minutes."""
    told: dict[str, Told] = {}
    for scale in (each for each in scales if each <= LARGEST):
        told[f"S{scale:g}"] = apart(_scale, county(scale, folder), folder / f"replay-{scale:g}")
    ratios = {}
    for name, each in told.items():
        year = each["replay_365_wall_s"]
        assert isinstance(year, float)
        ratios[f"replay_365_days_to_3_minutes_{name}"] = round(year / 180, 2)
    return {"how": HOW, "figures": told, "ratios": ratios}


def _scale(whole: County, root: Path) -> Told:
    place = linked(whole, root)
    rulebook, plan = Rulebook.of(RULES.values()), everything()
    law, _ = parameters(plan), rulebook.digest
    daily = Daily(place.store, rulebook, threads=THREADS)
    facts = {
        (name, month): whole.store.read_month(name, month)
        for name in ("attendance_month", *KNOWN_ON)
        for month in whole.store.months(name)
    }
    _know(facts, place.store, None, FIRST)
    daily.run(law, FIRST)
    spent: list[Cost] = []
    settled = 0
    day = FIRST
    for _ in range(DAYS):
        before, day = day, day + dt.timedelta(days=1)
        settled += _know(facts, place.store, before, day)
        spent.append(cost(lambda on=day: daily.run(law, on)))  # type: ignore[misc]
    with DuckDBEngine(threads=THREADS) as engine:
        known = County(whole.scale, root, day)
        assert differing(daily, judged(engine, known, law, plan)) == []
    shutil.rmtree(root)
    return {
        "day": figures(spent),
        "months_settled": settled,
        "replay_365_wall_s": round(sum(each.wall_s for each in spent) * YEAR / DAYS, 1),
        "replay_365_cpu_s": round(sum(each.cpu_s for each in spent) * YEAR / DAYS, 1),
    }


def _know(facts: Facts, known: Store, before: dt.date | None, on: dt.date) -> int:
    """Let `known` hold what is known of the facts on a day; returns how many months changed."""
    changed = set()
    for (name, month), rows in facts.items():
        now = _known(name, month, rows, on)
        if before is None or _known(name, month, rows, before).num_rows != now.num_rows:
            changed.add(month)
            _put(known, name, month, now)
    return len(changed)


def _known(name: str, month: str, rows: pa.Table, on: dt.date) -> pa.Table:
    if name in KNOWN_ON:
        return rows.filter(pc.less_equal(rows[KNOWN_ON[name]], pa.scalar(on)))
    first = dt.date.fromisoformat(f"{month}-01")
    next_month = (first + dt.timedelta(days=32)).replace(day=1)
    return rows if on >= next_month - dt.timedelta(days=1) else rows.slice(0, 0)


def _put(store: Store, name: str, month: str, rows: pa.Table) -> None:
    """Write one month; a month of which nothing is known yet has no file."""
    if rows.num_rows:
        store.write(name, rows)
        return
    for made in (name, "worker_month"):
        (store.root / made / f"month={month}" / "part-0.parquet").unlink(missing_ok=True)
