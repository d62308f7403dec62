"""The same rules on PostgreSQL, one query per rule, and as straightforward pandas."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pyarrow as pa

from bench import in_pandas
from bench.county import County, county, parameters
from bench.measure import Cost, apart, cost, figures, ratio
from bench.rules import THREADS, judged
from huxin.facts.context import month_context, project_context
from huxin.facts.engine import DuckDBEngine, PostgresEngine
from huxin.facts.grains import Facts
from huxin.facts.spine import WORKER_MONTH
from huxin.facts.store import STORED
from huxin.rules.base import Outcome
from huxin.rules.catalogue import RULES
from huxin.rules.plan import Plan, compile_plan, verdict_sql
from huxin.rules.runner import Result, attended_months
from tests.support.postgres import Server, start, stop

HOW = {
    "rules": "Twelve rules that read attendance, sheets, payments, rosters and contracts, the same"
    " for all three; the numbers of findings are asserted equal.",
    "ours": "One plan for the twelve: attach the store, calendar and law, judge, read evidence.",
    "postgres": "One query per rule, compiled from the same expressions, hits with evidence read;"
    " the spine and the context are given as tables, all is indexed by key and analysed, loading is"
    " not counted. CPU seconds are those of the server's processes and of the reading process.",
    "pandas": "Files read once, days as numbers, then each rule by itself with merge and groupby.",
    "pandas_as_it_reads": "The same with days as objects, which is how pandas reads them unasked.",
    "turns": "All four take turns; ratios are of medians of CPU seconds.",
}  # fmt: skip
KEYS = (
    ("project_key", "worker_key", "month"), ("project_key", "worker_key"),
    ("project_key", "month"), ("project_key",), ("on",),
)  # fmt: skip
REPEATS = 3
RIVALS = ("postgres", "pandas", "pandas_as_it_reads")
Told = dict[str, object]


def measure(scales: list[float], folder: Path) -> Told:
    """Figures and ratios at the smallest scale asked for: rivals take long."""
    scale = min(scales)
    told = apart(_scale, county(scale, folder))
    ratios = {}
    ours = told["ours"]
    assert isinstance(ours, dict)
    for rival in RIVALS:
        theirs = told[rival]
        assert isinstance(theirs, dict)
        ratios[f"{rival}_to_ours_S{scale:g}"] = ratio(theirs, ours)
    return {"how": HOW, "figures": {f"S{scale:g}": told}, "ratios": ratios}


def _scale(place: County) -> Told:
    chosen = [RULES[name] for name in in_pandas.RULES]
    plan = compile_plan(chosen, DuckDBEngine.dialect)
    law = parameters(plan)
    queries = _queries(plan)
    spent: dict[str, list[Cost]] = {name: [] for name in ("ours", *RIVALS)}
    found: dict[str, dict[str, int]] = {}
    contexts = _contexts(place, law, plan)
    with _server() as server, PostgresEngine(server.url("postgres")) as postgres:
        _load(postgres, place, contexts)
        for _ in range(REPEATS):
            spent["ours"].append(_timed(found, "ours", lambda: _ours(place, law, plan)))
            before = _server_cpu_s(server)
            one = _timed(found, "postgres", lambda: _postgres(postgres, queries))
            used = _server_cpu_s(server) - before
            spent["postgres"].append(Cost(one.cpu_s + used, one.wall_s))
            for name in RIVALS[1:]:
                work = partial(_pandas, place, contexts, days_as_objects=name != "pandas")
                spent[name].append(_timed(found, name, work))
    assert all(each == found["ours"] for each in found.values()), found
    return {
        **{name: figures(costs) for name, costs in spent.items()},
        "findings": found["ours"],
    }


def _timed(found: dict[str, dict[str, int]], name: str, work: object) -> Cost:
    assert callable(work)
    return cost(lambda: found.update({name: work()}))


def _ours(place: County, law: pa.Table, plan: Plan) -> dict[str, int]:
    with DuckDBEngine(threads=THREADS) as engine:
        result: Result = judged(engine, place, law, plan)
    return {name: result.counts[name][Outcome.HIT] for name in in_pandas.RULES}


def _postgres(engine: PostgresEngine, queries: dict[str, str]) -> dict[str, int]:
    return {name: engine.read(sql).num_rows for name, sql in queries.items()}


def _pandas(
    place: County, contexts: dict[str, pa.Table], *, days_as_objects: bool
) -> dict[str, int]:
    parts = {name: place.store.parts(name) for name in in_pandas.NEEDED}
    context = contexts["month_context"].to_pandas(date_as_object=days_as_objects)
    tolerance = next(name for name in context.columns if name.endswith("tolerance"))
    tables = {
        **in_pandas.read(parts, days_as_objects=days_as_objects),
        "context": context[["project_key", "month", "due_on", "as_of"]].assign(
            tolerance_fen=context[tolerance]
        ),
    }
    return {name: len(rule(tables)) for name, rule in in_pandas.RULES.items()}


def _queries(plan: Plan) -> dict[str, str]:
    """One query per rule: shared grains are written out in it as common table expressions."""
    grains = dict(compile_plan(plan.rules.values(), PostgresEngine.dialect).kept)
    facts = Facts(plan.parameters)
    queries = {}
    for name, rule in plan.rules.items():
        judging = verdict_sql(rule, PostgresEngine.dialect, facts)
        with_grains = ", ".join(f'"{each}" AS ({grains[each]})' for each in _used(judging, grains))
        head = f"WITH {with_grains} " if with_grains else ""
        # Compiled from our own expressions; no value from outside is in them.
        queries[name] = f"{head}SELECT * FROM ({judging}) judged WHERE outcome = 'hit'"  # noqa: S608
    return queries


def _used(sql: str, grains: dict[str, str]) -> list[str]:
    """The grains that a query reads, those first that others read."""
    found: list[str] = []
    for name, grain in grains.items():
        if re.search(rf'"{name}"', sql):
            found += [each for each in (*_used(grain, grains), name) if each not in found]
    return found


def _contexts(place: County, law: pa.Table, plan: Plan) -> dict[str, pa.Table]:
    tables = {name: place.store.read(name) for name in ("project", "calendar")}
    tables["parameter"] = law
    spine = place.store.read(WORKER_MONTH.name)
    months = sorted(spine["month"].unique().to_pylist())
    attended = attended_months(place.store.read("attendance_month"))
    return {
        "month_context": month_context(
            tables, as_of=place.as_of, months=months, attended=attended, parameters=plan.parameters
        ),
        "project_context": project_context(
            tables, as_of=place.as_of, parameters=plan.parameters
        ),
    }  # fmt: skip


def _load(engine: PostgresEngine, place: County, contexts: dict[str, pa.Table]) -> None:
    stored = {name: place.store.read(name) for name in STORED if name != "attendance_day"}
    for name, table in {**stored, **contexts}.items():
        engine.load(name, table)
        for key in KEYS:
            if set(key) <= set(table.column_names):
                engine.index(name, key)
                break


@contextmanager
def _server() -> Iterator[Server]:
    server = start()
    try:
        yield server
    finally:
        stop(server)


def _server_cpu_s(server: Server) -> float:
    """CPU seconds of the server and its processes, those that ended included."""
    leader = int((Path(server.folder) / "data" / "postmaster.pid").read_text().splitlines()[0])
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if leader in (int(stat.parent.name), int(fields[1])):
            ended = fields[13:15] if int(stat.parent.name) == leader else []
            ticks += sum(int(each) for each in (*fields[11:13], *ended))
    return ticks / os.sysconf("SC_CLK_TCK")
