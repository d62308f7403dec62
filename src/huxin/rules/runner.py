"""The runner: compiles a set of rules once and runs it over any engine's fact tables.

Rules over the same grain share two queries: one counts outcomes, one brings the rows that at
least one rule hit together with all evidence. Grains that several rules need are evaluated once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.operations import Node

from huxin.facts.context import month_context, project_context
from huxin.facts.engine import Engine
from huxin.facts.grains import Facts
from huxin.facts.schema import TABLES
from huxin.facts.spine import WORKER_MONTH, spine
from huxin.rules.base import Finding, Judged, Outcome, Rule

_OUTCOMES = (Outcome.HIT, Outcome.CLEAR, Outcome.CANNOT_TELL, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Part:
    """The rules over one grain: SQL that counts outcomes and SQL that brings hits with evidence."""

    rules: tuple[Rule, ...]
    count_sql: str
    hit_sql: str
    columns: Mapping[str, Mapping[str, str]]
    lacking: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled rule set: grains to keep, then one `Part` per grain."""

    dialect: str
    parameters: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found: hits, outcomes counted per rule, and inputs that were missing per rule."""

    hits: tuple[tuple[Part, pa.Table], ...] = field(repr=False)
    counts: Mapping[str, Mapping[Outcome, int]]
    lacking: Mapping[str, Mapping[str, int]]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every hit as a `Finding`, sorted by rule and subject."""
        return tuple(sorted(self._each(), key=lambda found: (found.rule, str(found.subject))))

    def rows(self, rule_id: str) -> pa.Table:
        """The hits of one rule: its keys, amount_fen, people, since, severity, evidence."""
        for part, table in self.hits:
            if rule_id in part.columns:
                return _rows(part, table, rule_id)
        raise KeyError(rule_id)

    def _each(self) -> Iterator[Finding]:
        for part, table in self.hits:
            for rule in part.rules:
                keys = rule.spec.scope.keys
                for row in _rows(part, table, rule.spec.id).to_pylist():
                    yield Finding(
                        rule=rule.spec.id,
                        subject=tuple(row.pop(key) for key in keys),
                        severity=row.pop("severity") or rule.spec.severity.value,
                        amount_fen=row.pop("amount_fen") or 0,
                        people=row.pop("people") or 0,
                        since=row.pop("since"),
                        evidence=row,
                    )


def compile_plan(rules: Iterable[Rule], dialect: str) -> Plan:
    """The plan of `rules` for the dialect of an engine ("duckdb", "postgres" or "pyspark")."""
    ordered = tuple(sorted(rules, key=lambda rule: rule.spec.id))
    return _compile(ordered, dialect)


@lru_cache(maxsize=8)
def _compile(rules: tuple[Rule, ...], dialect: str) -> Plan:
    parameters = sorted({name for rule in rules for name in rule.spec.parameters})
    facts = Facts(parameters)
    groups: dict[Node, list[tuple[Rule, Judged]]] = defaultdict(list)
    for rule in rules:
        judged = rule.judge(facts)
        groups[judged.over.op()].append((rule, judged))
    parts = tuple(_part(group, dialect) for group in groups.values())
    kept = tuple((name, str(ibis.to_sql(grain, dialect=dialect))) for name, grain in facts.kept)
    return Plan(dialect, tuple(parameters), kept, parts)


def run(plan: Plan, engine: Engine) -> Result:
    """Run a plan over the tables that `engine` holds (see `load`)."""
    for name, sql in plan.kept:
        engine.keep(name, sql)
    counts: dict[str, Mapping[Outcome, int]] = {}
    lacking: dict[str, Mapping[str, int]] = {}
    hits = []
    for part in plan.parts:
        (row,) = engine.read(part.count_sql).to_pylist()
        for number, rule in enumerate(part.rules):
            counts[rule.spec.id] = _counts(row, number)
            lacking[rule.spec.id] = {
                name: int(row[f"l{number}_{index}"] or 0)
                for index, name in enumerate(part.lacking[rule.spec.id])
            }
        hits.append((part, engine.read(part.hit_sql)))
    return Result(tuple(hits), counts, lacking)


def verdict_sql(rule: Rule, dialect: str, parameters: Iterable[str]) -> str:
    """SQL for every subject's outcome under one rule, evidence beside it (tests, trials)."""
    judged = rule.judge(Facts(parameters))
    applies, missing, _, hit = _verdict(judged)
    outcome = ibis.cases(
        (~applies, Outcome.NOT_APPLICABLE.value),
        (missing, Outcome.CANNOT_TELL.value),
        (hit, Outcome.HIT.value),
        else_=Outcome.CLEAR.value,
    )
    chosen = judged.over.select(
        **{key: judged.over[key] for key in rule.spec.scope.keys},
        project_of=judged.over.project_key,
        outcome=outcome,
        amount_fen=_or_null(judged.amount_fen, "int64"),
        since=_or_null(judged.since, "date"),
        severity=_or_null(judged.severity, "string"),
        **judged.evidence,
    )
    return str(ibis.to_sql(chosen, dialect=dialect))


def load(engine: Engine, tables: Mapping[str, pa.Table], *, as_of: dt.date, plan: Plan) -> None:
    """Give `engine` the fact tables, the spine and the contexts that `plan` reads on `as_of`."""
    whole = {name: tables.get(name, spec.empty()) for name, spec in TABLES.items()}
    for name, table in whole.items():
        engine.load(name, table)
    joined = spine(whole)
    engine.load(WORKER_MONTH.name, joined)
    months = _months(whole, joined)
    attended = attended_months(whole["attendance_month"])
    load_context(engine, whole, months=months, attended=attended, as_of=as_of, plan=plan)


def load_context(
    engine: Engine,
    tables: Mapping[str, pa.Table],
    *,
    months: Sequence[dt.date],
    attended: Collection[tuple[int, dt.date]],
    as_of: dt.date,
    plan: Plan,
) -> None:
    """Give `engine` what the calendar and the law say on `as_of`; the facts stand already."""
    law = plan.parameters
    context = month_context(tables, as_of=as_of, months=months, attended=attended, parameters=law)
    engine.load("month_context", context)
    engine.load("project_context", project_context(tables, as_of=as_of, parameters=law))


def attended_months(attendance: pa.Table) -> frozenset[tuple[int, dt.date]]:
    """The (project, month) pairs in which anybody's attendance is recorded."""
    keys = ["project_key", "month"]
    pairs = attendance.select(keys).group_by(keys).aggregate([])
    return frozenset(zip(*(pairs[key].to_pylist() for key in keys), strict=True))


def _months(tables: Mapping[str, pa.Table], joined: pa.Table) -> list[dt.date]:
    columns = [joined["month"], tables["progress_payment"]["month"], tables["indicator"]["month"]]
    columns.append(pc.floor_temporal(tables["account_entry"]["on"], unit="month").cast(pa.date32()))
    return sorted({month for column in columns for month in pc.unique(column).to_pylist() if month})


def _part(group: Sequence[tuple[Rule, Judged]], dialect: str) -> Part:
    over = group[0][1].over
    counters: dict[str, ir.Value] = {"rows": over.count()}
    hit_flags: dict[str, ir.Value] = {}
    evidence: dict[str, ir.Value] = {}
    columns: dict[str, dict[str, str]] = {}
    names: dict[Node, str] = {}

    def column(value: ir.Value) -> str:
        if value.op() not in names:
            names[value.op()] = f"e{len(names)}"
            evidence[names[value.op()]] = value
        return names[value.op()]

    for number, (rule, judged) in enumerate(group):
        applies, missing, told, hit = _verdict(judged)
        counters[f"a{number}"] = _count(applies)
        counters[f"c{number}"] = _count(applies & missing)
        counters[f"h{number}"] = _count(applies & told & hit)
        for index, absent in enumerate(judged.lacking.values()):
            counters[f"l{number}_{index}"] = _count(applies & absent.fill_null(True))
        hit_flags[f"hit{number}"] = applies & told & hit
        wanted = {
            **{key: over[key] for key in rule.spec.scope.keys},
            "amount_fen": _or_null(judged.amount_fen, "int64"),
            "people": _or_null(judged.people, "int64"),
            "since": _or_null(judged.since, "date"),
            "severity": _or_null(judged.severity, "string"),
            **judged.evidence,
        }
        columns[rule.spec.id] = {name: column(value) for name, value in wanted.items()}
    any_hit = _any(list(hit_flags.values()))
    hits = over.filter(any_hit).select(**hit_flags, **evidence)
    return Part(
        rules=tuple(rule for rule, _ in group),
        count_sql=str(ibis.to_sql(over.aggregate(**counters), dialect=dialect)),
        hit_sql=str(ibis.to_sql(hits, dialect=dialect)),
        columns=columns,
        lacking={rule.spec.id: tuple(judged.lacking) for rule, judged in group},
    )


def _verdict(
    judged: Judged,
) -> tuple[ir.BooleanValue, ir.BooleanValue, ir.BooleanValue, ir.BooleanValue]:
    """(applies, cannot be told, can be told, hits) with every null resolved as `Judged` says."""
    applies = judged.applies.fill_null(False)
    missing = judged.hit.isnull()
    for absent in judged.lacking.values():
        missing = missing | absent.fill_null(True)
    return applies, missing, ~missing, judged.hit.fill_null(False)


def _count(condition: ir.BooleanValue) -> ir.Value:
    return condition.cast("int32").sum()


def _or_null(value: ir.Value | None, kind: str) -> ir.Value:
    return ibis.null(kind) if value is None else value.cast(kind)


def _any(conditions: list[ir.Value]) -> ir.Value:
    whole = conditions[0]
    for condition in conditions[1:]:
        whole = whole | condition
    return whole


def _counts(row: Mapping[str, Any], number: int) -> dict[Outcome, int]:
    applies, cannot, hit = (int(row[f"{kind}{number}"] or 0) for kind in "ach")
    figures = (hit, applies - cannot - hit, cannot, int(row["rows"]) - applies)
    return dict(zip(_OUTCOMES, figures, strict=True))


def _rows(part: Part, table: pa.Table, rule_id: str) -> pa.Table:
    number = next(n for n, rule in enumerate(part.rules) if rule.spec.id == rule_id)
    mine = table.filter(table[f"hit{number}"])
    chosen = pa.table({name: mine[column] for name, column in part.columns[rule_id].items()})
    keys = part.rules[number].spec.scope.keys
    return chosen.sort_by([(key, "ascending") for key in keys])
