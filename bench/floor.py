"""The scan floor: DuckDB sums every used column once, and does nothing else.

Used is what a run reads, by the engine's own plan of each query, and what the spine was settled
from. The month bitmaps and the spine are made from other facts, so the floor of the facts leaves
them out and takes the attendance days that the bitmaps stand for.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import duckdb
import pyarrow as pa

from bench.county import County
from huxin.facts.engine import DuckDBEngine
from huxin.facts.schema import TABLES
from huxin.facts.spine import WORKER_MONTH, spine
from huxin.facts.store import STORED
from huxin.rules.plan import Plan

Columns = Mapping[str, tuple[str, ...]]
ATTENDANCE = {"attendance_day": ("project_key", "worker_key", "on", "minutes", "punches")}
MADE = ("attendance_month", WORKER_MONTH.name)
CONTEXT = ("month_context", "project_context")
SPINE_FROM = ("attendance_month", "wage_line", "payment", "enrolment", "labour_contract")


def read_by(plan: Plan, contexts: Mapping[str, pa.Schema]) -> Columns:
    """The columns of each stored table that the queries of `plan` read."""
    found: dict[str, set[str]] = defaultdict(set)
    with duckdb.connect() as connection:
        connection.execute("SET disabled_optimizers = 'statistics_propagation,empty_result_pullup'")
        schemas = {name: spec.arrow for name, spec in STORED.items()} | dict(contexts)
        for name, schema in schemas.items():
            plain = pa.schema([(each.name, _plain(each.type)) for each in schema])
            connection.register("given", plain.empty_table())
            connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM given')  # noqa: S608
        for name, sql in _queries(plan):
            for table, column in _scanned(connection, sql):
                found[table].add(column)
            if name:
                connection.execute(f'CREATE TABLE "{name}" AS {sql}')
    return {name: _in_order(name, found[name]) for name in sorted(found) if name in STORED}


def _queries(plan: Plan) -> Iterator[tuple[str, str]]:
    """Every query of a plan, with the name its rows are kept under."""
    yield from plan.kept
    for part in plan.parts:
        yield part.name, part.verdict_sql
        yield "", part.count_sql
        yield "", part.hit_sql


def _scanned(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[tuple[str, str]]:
    (row,) = connection.execute(f"EXPLAIN (FORMAT json) {sql}").fetchall()
    stack: list[dict[str, Any]] = list(json.loads(row[1]))
    while stack:
        node = stack.pop()
        stack += node["children"]
        about = node["extra_info"]
        if "Table" in about:
            table = about["Table"].split(".")[-1].strip('"')
            for line in (*_lines(about.get("Projections")), *_lines(about.get("Filters"))):
                for word in re.findall(r"\w+", line):
                    if word in _names(table):
                        yield table, word


def _lines(told: str | list[str] | None) -> list[str]:
    return [told] if isinstance(told, str) else told or []


def _names(table: str) -> frozenset[str]:
    return frozenset(STORED[table].arrow.names) if table in STORED else frozenset()


def settled_from() -> Columns:
    """The columns without which the spine cannot be made."""
    empty = {name: TABLES[name].empty() for name in SPINE_FROM}
    used: dict[str, tuple[str, ...]] = {}
    for name, table in empty.items():
        used[name] = tuple(
            column
            for column in table.column_names
            if not _settles({**empty, name: table.drop_columns([column])})
        )
    return used


def _settles(tables: Mapping[str, pa.Table]) -> bool:
    try:
        spine(tables)
    except (KeyError, pa.ArrowInvalid):
        return False
    return True


def facts_used(read: Columns) -> Columns:
    """What the floor of the facts sums: read or settled from, without what is made from facts."""
    settled = settled_from()
    names = sorted({*read, *settled} - {*MADE})
    union = {name: _in_order(name, {*read.get(name, ()), *settled.get(name, ())}) for name in names}
    return {**ATTENDANCE, **union}


def spine_used(read: Columns) -> Columns:
    """What the floor of the spine sums: the columns that a run itself reads, no more."""
    return read


def attach(engine: DuckDBEngine, county: County, names: Iterable[str]) -> None:
    """Make stored tables readable; those without a row are left out."""
    for name in names:
        parts = county.store.parts(name)
        if parts:
            engine.attach(name, parts)
        else:
            engine.load(name, STORED[name].empty())


def scan(engine: DuckDBEngine, columns: Columns) -> None:
    """Sum every column given, one query per table."""
    for name, chosen in columns.items():
        sums = ", ".join(_sum(name, column) for column in chosen)
        engine.read(f'SELECT {sums} FROM "{name}"')  # noqa: S608 -- names of the contract


def _sum(table: str, column: str) -> str:
    """A sum that has to read every value: largest and smallest stand in the files' statistics."""
    kind = STORED[table].arrow.field(column).type
    if pa.types.is_boolean(kind):
        return f'sum("{column}"::INTEGER)'
    if pa.types.is_date(kind):
        return f"""sum("{column}" - DATE '1970-01-01')"""
    return f'sum(strlen("{column}"))' if pa.types.is_dictionary(kind) else f'sum("{column}")'


def _in_order(name: str, columns: Iterable[str]) -> tuple[str, ...]:
    held = set(columns)
    return tuple(column for column in STORED[name].arrow.names if column in held)


def _plain(kind: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_dictionary(kind) else kind
