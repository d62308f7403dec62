"""All rules of the catalogue over stored facts, every finding's evidence kept, beside the floor."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

from bench.county import County, county, parameters, unset
from bench.floor import Columns, attach, facts_used, read_by, scan, spine_used
from bench.measure import (
    Cost,
    Figures,
    Timed,
    Work,
    apart,
    cost,
    figures,
    in_turns,
    peak_memory_bytes,
    ratio,
)  # fmt: skip
from huxin.facts.context import month_context, project_context
from huxin.facts.engine import DuckDBEngine
from huxin.facts.settle import settle
from huxin.rules.base import Outcome
from huxin.rules.catalogue import RULES
from huxin.rules.plan import Plan, compile_plan
from huxin.rules.runner import Result, load_store, run

HOW = {
    "floor": "DuckDB sums every column of the facts that a run reads or that the spine was settled"
    " from, attendance days in place of the month bitmaps made from them, once each.",
    "floor_spine": "DuckDB sums every stored column that a run itself reads, once each.",
    "run": "All rules: attach the store, work out calendar and law, judge, count, read evidence.",
    "settle": "The spine of all months is rebuilt from the facts and written.",
    "compile": "The plan of all rules is compiled without a cache, and read from the cache.",
    "peak_memory_bytes": "Largest resident size of a process that only does one run.",
    "turns": "Floor, spine floor and run take turns in one process, each with a fresh connection;"
    " ratios are of medians of CPU seconds over all threads.",
}  # fmt: skip
THREADS = 2
Told = dict[str, object]


def measure(scales: list[float], folder: Path) -> Told:
    """Figures and ratios of every scale."""
    told: dict[str, Told] = {}
    counties = {scale: county(scale, folder) for scale in scales}
    for scale, place in counties.items():
        told[f"S{scale:g}"] = {
            **apart(of_rules, place, 5 if scale <= 1 else 3),
            **apart(_settle, place),
            "peak_memory_bytes": apart(_peak, place),
        }
    compiled = apart(_compile)
    return {"how": HOW, "figures": {**told, "plan": compiled}, "ratios": _ratios(told)}


def everything() -> Plan:
    return compile_plan(RULES.values(), DuckDBEngine.dialect)


def judged(engine: DuckDBEngine, place: County, law: pa.Table, plan: Plan) -> Result:
    """One whole run over a stored county."""
    load_store(engine, place.store, law, as_of=place.as_of, plan=plan)
    return run(plan, engine)


def floors(place: County, plan: Plan, law: pa.Table) -> tuple[Columns, Columns]:
    """The columns of the floor of the facts and of the floor of the spine."""
    small = {name: place.store.read(name).slice(0, 1) for name in ("project", "calendar")}
    tables = {**small, "parameter": law}
    contexts = {
        "month_context": month_context(
            tables, as_of=place.as_of, months=[place.as_of.replace(day=1)], attended=(),
            parameters=plan.parameters,
        ).schema,
        "project_context": project_context(
            tables, as_of=place.as_of, parameters=plan.parameters
        ).schema,
    }  # fmt: skip
    read = read_by(plan, contexts)
    return facts_used(read), spine_used(read)


def scanning(place: County, columns: Columns) -> Work:
    """The work of summing `columns` once."""

    @contextmanager
    def work() -> Iterator[Timed]:
        with DuckDBEngine(threads=THREADS) as engine:
            attach(engine, place, columns)
            yield lambda: scan(engine, columns)

    return work


def judging(place: County, law: pa.Table, plan: Plan) -> Work:
    """The work of one whole run."""

    @contextmanager
    def work() -> Iterator[Timed]:
        with DuckDBEngine(threads=THREADS) as engine:
            yield lambda: judged(engine, place, law, plan)

    return work


def of_rules(place: County, repeats: int, rules: Collection[str] = tuple(RULES)) -> Told:
    """Figures of one county: floors and runs in turns, and what the runs found."""
    plan = compile_plan([RULES[name] for name in rules], DuckDBEngine.dialect)
    law = parameters(plan)
    facts, spine = floors(place, plan, law)
    works = {
        "floor": scanning(place, facts),
        "floor_spine": scanning(place, spine),
        "run": judging(place, law, plan),
    }
    told: Told = {name: figures(costs) for name, costs in in_turns(works, repeats).items()}
    with DuckDBEngine(threads=THREADS) as engine:
        result = judged(engine, place, law, plan)
    rows = sum(pq.read_metadata(part).num_rows for part in place.store.parts("attendance_day"))
    return told | {
        "attendance_rows": rows,
        "columns_of_floor": sum(len(each) for each in facts.values()),
        "columns_of_floor_spine": sum(len(each) for each in spine.values()),
        "rules": len(plan.rules),
        "findings": sum(each[Outcome.HIT] for each in result.counts.values()),
        "rules_with_findings": sum(1 for each in result.counts.values() if each[Outcome.HIT]),
        "parameters_not_set": unset(law),
    }


def _settle(place: County) -> Told:
    plan = everything()
    facts, _ = floors(place, plan, parameters(plan))
    costs: dict[str, list[Cost]] = {"floor": [], "settle": []}
    for _ in range(1 if place.scale > 1 else 2):
        with scanning(place, facts)() as timed:
            costs["floor"].append(cost(timed))
        costs["settle"].append(cost(lambda: settle(place.store)))
    return {
        "floor_beside_settle": figures(costs["floor"]),
        "settle": figures(costs["settle"]),
        "settle_peak_memory_bytes": peak_memory_bytes(),
    }


def _peak(place: County) -> int:
    plan = everything()
    law = parameters(plan)
    with DuckDBEngine(threads=THREADS) as engine:
        judged(engine, place, law, plan)
    return peak_memory_bytes()


def _compile() -> dict[str, Figures]:
    with TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        compiled = figures([cost(everything)])
        return {"compile": compiled, "from_cache": apart(_cached)}


def _cached() -> Figures:
    return figures([cost(everything)])


def _ratios(told: dict[str, Told]) -> dict[str, float | int]:
    ratios: dict[str, float | int] = {}
    for scale, each in told.items():
        floor, spine, whole, settled = (
            _figures(each[name]) for name in ("floor", "floor_spine", "run", "settle")
        )
        ratios[f"rules_to_scan_floor_{scale}"] = ratio(whole, floor)
        ratios[f"rules_to_spine_floor_{scale}"] = ratio(whole, spine)
        both = {"cpu_s_median": whole["cpu_s_median"] + settled["cpu_s_median"]}
        ratios[f"rules_with_settle_to_scan_floor_{scale}"] = ratio(both, floor)
        ratios[f"peak_memory_bytes_{scale}"] = _count(each["peak_memory_bytes"])
    if {"S1", "S4"} <= told.keys():
        per_row = [
            _figures(told[name]["run"])["cpu_s_median"] / _count(told[name]["attendance_rows"])
            for name in ("S4", "S1")
        ]
        ratios["cpu_per_attendance_row_S4_to_S1"] = round(per_row[0] / per_row[1], 3)
    return dict(sorted(ratios.items()))


def _figures(value: object) -> Figures:
    assert isinstance(value, dict)
    return value


def _count(value: object) -> int:
    assert isinstance(value, int)
    return value
