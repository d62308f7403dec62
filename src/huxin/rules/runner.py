"""The runner: gives an engine its facts, runs a plan over them, and says what was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from huxin.facts.context import month_context, project_context
from huxin.facts.engine import DuckDBEngine, Engine
from huxin.facts.schema import TABLES
from huxin.facts.spine import WORKER_MONTH, spine
from huxin.facts.store import STORED, Store
from huxin.rules.base import Finding, Outcome
from huxin.rules.plan import Part, Plan, compile_plan, verdict_sql

__all__ = ["Result", "compile_plan", "load", "load_context", "load_store", "run", "verdict_sql"]


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found: hits, outcomes counted per rule, and inputs that were missing per rule."""

    plan: Plan = field(repr=False)
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
                mine = table.filter(table[f"hit{part.rules.index(rule_id)}"])
                chosen = {name: mine[column] for name, column in part.columns[rule_id].items()}
                keys = self.plan.rules[rule_id].spec.scope.keys
                return pa.table(chosen).sort_by([(key, "ascending") for key in keys])
        raise KeyError(rule_id)

    def _each(self) -> Iterator[Finding]:
        for rule_id, rule in self.plan.rules.items():
            for row in self.rows(rule_id).to_pylist():
                yield Finding(
                    rule=rule_id,
                    subject=tuple(row.pop(key) for key in rule.spec.scope.keys),
                    severity=row.pop("severity") or rule.spec.severity.value,
                    amount_fen=row.pop("amount_fen") or 0,
                    people=row.pop("people") or 0,
                    since=row.pop("since"),
                    evidence=row,
                )


def run(plan: Plan, engine: Engine) -> Result:
    """Run a plan over the tables that `engine` holds (see `load`)."""
    for name, sql in plan.kept:
        engine.keep(name, sql)
    counts: dict[str, Mapping[Outcome, int]] = {}
    lacking: dict[str, Mapping[str, int]] = {}
    hits = []
    for part in plan.parts:
        engine.keep(part.name, part.verdict_sql)
        row = _single(engine, part.count_sql)
        for number, rule in enumerate(part.rules):
            counts[rule] = _counts(row, number)
        lacking |= _lacking(part, engine, counts)
        hits.append((part, engine.read(part.hit_sql)))
    return Result(plan, tuple(hits), counts, lacking)


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


def load_store(
    engine: DuckDBEngine, store: Store, parameters: pa.Table, *, as_of: dt.date, plan: Plan
) -> None:
    """Let `engine` read a settled store where it lies; `parameters` is the law on `as_of`."""
    for name in STORED:
        parts = store.parts(name)
        if parts:
            engine.attach(name, parts)
        else:
            engine.load(name, STORED[name].empty())
    pairs = engine.read("SELECT DISTINCT project_key, month FROM worker_month WHERE days > 0")
    small = {name: store.read(name) for name in ("project", "calendar")}
    months = {dt.date.fromisoformat(f"{month}-01") for month in store.months(WORKER_MONTH.name)}
    months |= {*engine.read(_TOLD_MONTHS)["month"].to_pylist()}
    load_context(
        engine,
        {**small, "parameter": parameters},
        months=sorted(months),
        attended=attended_months(pairs),
        as_of=as_of,
        plan=plan,
    )


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


_TOLD_MONTHS = """
SELECT month FROM (
    SELECT month FROM progress_payment UNION SELECT month FROM indicator
    UNION SELECT CAST(date_trunc('month', "on") AS DATE) FROM account_entry
    UNION SELECT CAST(date_trunc('month', received_on) AS DATE) FROM complaint
) AS told WHERE month IS NOT NULL
"""
"""Months of which something is told besides attendance and wages, as `_months` finds them."""


def _months(tables: Mapping[str, pa.Table], joined: pa.Table) -> list[dt.date]:
    columns = [joined["month"], tables["progress_payment"]["month"], tables["indicator"]["month"]]
    days = (tables["account_entry"]["on"], tables["complaint"]["received_on"])
    columns += [pc.floor_temporal(each, unit="month").cast(pa.date32()) for each in days]
    return sorted({month for column in columns for month in pc.unique(column).to_pylist() if month})


def _single(engine: Engine, sql: str) -> dict[str, Any]:
    (row,) = engine.read(sql).to_pylist()
    return dict(row)


def _counts(row: Mapping[str, Any], number: int) -> dict[Outcome, int]:
    applies, hit, clear = (int(row[f"{kind}{number}"] or 0) for kind in "ahc")
    return {
        Outcome.HIT: hit,
        Outcome.CLEAR: clear,
        Outcome.CANNOT_TELL: applies - hit - clear,
        Outcome.NOT_APPLICABLE: int(row["rows"]) - applies,
    }


def _lacking(
    part: Part, engine: Engine, counts: Mapping[str, Mapping[Outcome, int]]
) -> dict[str, dict[str, int]]:
    """Missing inputs per rule; asked of the engine, once, only for what could not be told."""
    asked = {
        f"l{number}_{index}": (rule, name)
        for number, rule in enumerate(part.rules)
        for index, name in enumerate(part.lacking[rule])
        if counts[rule][Outcome.CANNOT_TELL]
    }
    found = {rule: dict.fromkeys(part.lacking[rule], 0) for rule in part.rules}
    if asked:
        # Our own names and query; what is not selected is not summed.
        row = _single(engine, f"SELECT {', '.join(asked)} FROM ({part.lacking_sql}) AS lacking")  # noqa: S608
        for column, (rule, name) in asked.items():
            found[rule][name] = int(row[column] or 0)
    return found
