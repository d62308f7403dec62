"""Plans: a set of rules compiled once for the dialect of an engine.

Rules over the same grain share their queries: one counts outcomes, one brings the rows that at
least one rule hit together with all evidence, one says which inputs were missing (asked only
when something could not be told). Compiling takes seconds, so plans are kept in the user's cache
under the digest of everything they were made from.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis.backends.sql import compilers
from ibis.expr.operations import Node
from sqlglot import exp
from sqlglot.optimizer.pushdown_projections import pushdown_projections

from huxin.facts.grains import Facts
from huxin.rules.base import Judged, Outcome, Rule


@dataclass(frozen=True, slots=True)
class Part:
    """The queries of the rules over one grain.

    `verdict_sql` is kept as `name`, one row per subject: for rule n a{n} it applies, t{n} it can
    be told, v{n} it hits. `count_sql` and `hit_sql` read that; in the first rule n has a{n}
    subjects, h{n} hits, c{n} clear ones, in the second its flag is hit{n} and `columns` names the
    column of each value. `lacking_sql` counts l{n}_{i}, subjects without rule n's i-th `lacking`;
    it is empty where no rule names any.
    """

    name: str
    rules: tuple[str, ...]
    verdict_sql: str
    count_sql: str
    hit_sql: str
    lacking_sql: str
    columns: Mapping[str, Mapping[str, str]]
    lacking: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled rule set: parameters it asks for, grains to keep, then one `Part` per grain."""

    rules: Mapping[str, Rule]
    dialect: str
    parameters: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]


def compile_plan(rules: Iterable[Rule], dialect: str) -> Plan:
    """The plan of `rules` for the dialect of an engine ("duckdb", "postgres" or "pyspark")."""
    return _compiled(tuple(sorted(rules, key=lambda rule: rule.spec.id)), dialect)


@lru_cache(maxsize=8)
def _compiled(rules: tuple[Rule, ...], dialect: str) -> Plan:
    kept_at = _cache_folder() / f"{_digest(rules, dialect)}.json"
    try:
        return _thawed(json.loads(kept_at.read_text(encoding="utf-8")), rules, dialect)
    except (OSError, ValueError, KeyError, TypeError):
        with _collecting_less():
            plan = _compile(rules, dialect)
    try:
        kept_at.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept_at.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(_frozen(plan)), encoding="utf-8")
        fresh.replace(kept_at)
    except OSError:
        pass  # a read-only home costs seconds, not answers
    return plan


@contextmanager
def _collecting_less() -> Iterator[None]:
    """Compiling makes millions of objects that live: to look for garbage takes a third of it."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _compile(rules: tuple[Rule, ...], dialect: str) -> Plan:
    parameters = tuple(sorted({name for rule in rules for name in rule.spec.parameters}))
    facts = Facts(parameters)
    translate = _Translator(facts, dialect)
    groups: dict[Node, list[tuple[Rule, Judged]]] = defaultdict(list)
    for rule in rules:
        judged = rule.judge(translate)
        groups[judged.over.op()].append((rule, judged))
    parts = tuple(
        _part(f"verdicts_{number}", group, translate.sql)
        for number, group in enumerate(groups.values())
    )
    kept = tuple((name, _sql(grain, dialect)) for name, grain in facts.kept)
    return Plan({rule.spec.id: rule for rule in rules}, dialect, parameters, kept, parts)


class _Translator:
    """The grains of `facts` as bare tables, and the SQL of what is written over them.

    A rule needs the columns of its grain, not what they are made of: that is translated once for
    all queries of all rules, which takes a third of the time.
    """

    def __init__(self, facts: Facts, dialect: str) -> None:
        self._facts, self._dialect = facts, dialect
        self._grains: dict[str, exp.Query] = {}

    def __getattr__(self, name: str) -> Any:
        """A grain as a table of its name; anything else as `facts` has it."""
        found = getattr(self._facts, name)
        if not isinstance(found, ir.Table):
            return found
        if f"grain_{name}" not in self._grains:
            self._grains[f"grain_{name}"] = _query(found, self._dialect)
        return ibis.table(found.schema(), name=f"grain_{name}")

    def sql(self, expression: ir.Table) -> str:
        """SQL of an expression over the tables, with the grains in their place."""
        whole = _query(expression, self._dialect)
        for table in list(whole.find_all(exp.Table)):
            grain = self._grains.get(table.name)
            if grain is not None:
                table.replace(exp.Subquery(this=grain.copy(), alias=table.args["alias"]))
        return _text(whole, self._dialect)


def verdict_sql(rule: Rule, dialect: str, facts: Facts) -> str:
    """SQL for every subject's outcome under one rule, evidence beside it (tests, trials)."""
    judged = rule.judge(facts)
    applies = judged.applies.fill_null(False)
    missing = judged.hit.cast("int32").isnull()  # a bare "NOT x IS NULL" negates the test
    for absent in judged.lacking.values():
        missing = missing | absent.fill_null(True)
    outcome = ibis.cases(
        (~applies, Outcome.NOT_APPLICABLE.value),
        (missing, Outcome.CANNOT_TELL.value),
        (judged.hit, Outcome.HIT.value),
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
    return _sql(chosen, dialect)


def _part(name: str, group: Sequence[tuple[Rule, Judged]], sql: Callable[[ir.Table], str]) -> Part:
    """Nulls need no filling here: a null condition is neither counted nor kept by a filter."""
    over = group[0][1].over
    verdicts: dict[str, ir.Value] = {}
    absent_from: dict[str, ir.Value] = {}
    for number, (_, judged) in enumerate(group):
        told = judged.applies
        for absent in judged.lacking.values():
            told = told & ~absent
        absent_from |= _absences(number, judged)
        verdicts |= {f"a{number}": judged.applies, f"t{number}": told, f"v{number}": judged.hit}
    keys = sorted({key for rule, _ in group for key in rule.spec.scope.keys})
    rows = over.select(*keys, **verdicts)
    kept = ibis.table(rows.schema(), name=name)
    hits, columns = _hits(kept, keys, group, verdicts)
    return Part(
        name=name,
        rules=tuple(rule.spec.id for rule, _ in group),
        verdict_sql=sql(rows),
        count_sql=sql(kept.aggregate(**_counters(kept, len(group)))),
        hit_sql=sql(hits),
        lacking_sql=sql(over.aggregate(**absent_from)) if absent_from else "",
        columns=columns,
        lacking={rule.spec.id: tuple(judged.lacking) for rule, judged in group},
    )


def _absences(number: int, judged: Judged) -> dict[str, ir.Value]:
    return {
        f"l{number}_{index}": _count(judged.applies & absent.fill_null(True))
        for index, absent in enumerate(judged.lacking.values())
    }


def _counters(kept: ir.Table, rules: int) -> dict[str, ir.Value]:
    counters: dict[str, ir.Value] = {"rows": kept.count()}
    for number in range(rules):
        told, hit = kept[f"t{number}"], kept[f"v{number}"]
        counters[f"a{number}"] = _count(kept[f"a{number}"])
        counters[f"h{number}"] = _count(told & hit)
        counters[f"c{number}"] = _count(told & ~hit)
    return counters


def _hits(
    kept: ir.Table,
    keys: Sequence[str],
    group: Sequence[tuple[Rule, Judged]],
    verdicts: Mapping[str, ir.Value],
) -> tuple[ir.Table, dict[str, dict[str, str]]]:
    """The rows that any rule hit; every distinct value is one column, whoever asks it.

    Only the keys come from the kept verdicts: details are read for subjects that were hit.
    """
    names: dict[Node, str] = {}
    values: dict[str, ir.Value] = {}

    def column(value: ir.Value) -> str:
        name = names.setdefault(value.op(), f"e{len(names)}")
        values[name] = value
        return name

    columns = {
        rule.spec.id: {name: column(value) for name, value in _wanted(rule, judged).items()}
        for rule, judged in group
    }
    over = group[0][1].over
    flags = {f"hit{n}": verdicts[f"t{n}"] & verdicts[f"v{n}"] for n in range(len(group))}
    any_hit = ibis.or_(*(kept[f"t{n}"] & kept[f"v{n}"] for n in range(len(group))))
    hits = over.semi_join(kept.filter(any_hit).select(*keys), list(keys))
    return hits.select(**flags, **values), columns


def _wanted(rule: Rule, judged: Judged) -> dict[str, ir.Value]:
    return {
        **{key: judged.over[key] for key in rule.spec.scope.keys},
        "amount_fen": _or_null(judged.amount_fen, "int64"),
        "people": _or_null(judged.people, "int64"),
        "since": _or_null(judged.since, "date"),
        "severity": _or_null(judged.severity, "string"),
        **judged.evidence,
    }


def _sql(expression: ir.Table, dialect: str) -> str:
    return _text(_query(expression, dialect), dialect)


def _query(expression: ir.Table, dialect: str) -> exp.Query:
    found: exp.Query = getattr(compilers, dialect).compiler.to_sqlglot(expression)
    return found


def _text(whole: exp.Query, dialect: str) -> str:
    """SQL that names only the columns it needs: grains are wide, rules narrow."""
    if whole.find(exp.Window) is None:  # the optimiser loses columns that only a window orders by
        whole = pushdown_projections(whole)
    dialect_of = getattr(compilers, dialect).compiler.dialect
    return str(whole.transform(_plainer, copy=False).sql(dialect_of))


def _plainer(node: exp.Expression) -> exp.Expression:
    """A forced cast (see `expressions.total`) without the detour that forced it."""
    if not isinstance(node, exp.Cast) or not isinstance(node.this, exp.Cast):
        return node
    forced = node.this.to.is_type(exp.DataType.Type.DECIMAL)
    if forced and node.to.is_type(exp.DataType.Type.BIGINT):
        return exp.cast(node.this.this, exp.DataType.Type.BIGINT)
    return node


def _count(condition: ir.BooleanValue) -> ir.Value:
    return condition.cast("int32").sum()


def _or_null(value: ir.Value | None, kind: str) -> ir.Value:
    return ibis.null(kind) if value is None else value.cast(kind)


def _cache_folder() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "huxin" / "plans"


def _digest(rules: tuple[Rule, ...], dialect: str) -> str:
    """Digest of everything a plan is made from: rules chosen, our code, the compiler's version."""
    whole = hashlib.sha256()
    for word in (dialect, metadata.version("ibis-framework"), metadata.version("sqlglot")):
        whole.update(word.encode() + b"\0")
    for rule in rules:
        whole.update(rule.spec.id.encode() + b"\0")
    for room in ("huxin.rules", "huxin.facts"):
        for source in _sources(resources.files(room)):
            whole.update(source.read_bytes() + b"\0")
    return whole.hexdigest()[:32]


def _sources(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            found += _sources(entry)
        elif entry.name.endswith(".py"):
            found.append(entry)
    return found


def _frozen(plan: Plan) -> dict[str, object]:
    return {
        "parameters": plan.parameters,
        "kept": plan.kept,
        "parts": [asdict(part) for part in plan.parts],
    }


def _thawed(held: Mapping[str, Any], rules: tuple[Rule, ...], dialect: str) -> Plan:
    parts = [dict(part) for part in held["parts"]]
    for part in parts:
        part["rules"] = tuple(part["rules"])
        part["lacking"] = {rule: tuple(names) for rule, names in part["lacking"].items()}
    kept = tuple((str(name), str(sql)) for name, sql in held["kept"])
    return Plan(
        {rule.spec.id: rule for rule in rules},
        dialect,
        tuple(str(name) for name in held["parameters"]),
        kept,
        tuple(Part(**part) for part in parts),
    )
