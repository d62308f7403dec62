"""Rule tables: YAML rows and expected outcomes per rule, all loaded at once into one engine.

Every case becomes a project and a place of its own, so one load and one run serve all cases of
all rules. In a case, keys are local (worker 1, party 1 …), `project_key` and `place` are filled
in, columns not named are null, and parameters hold for the case's place only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import yaml

from huxin.facts.engine import Engine
from huxin.facts.grains import Facts
from huxin.facts.schema import TABLES
from huxin.kernel.calendar import WorkCalendar
from huxin.rules.base import Rule, Scope
from huxin.rules.catalogue import RULES
from huxin.rules.runner import compile_plan, load, run, verdict_sql

AS_OF = dt.date(2025, 9, 30)
FOLDER = Path(__file__).parents[1] / "rules" / "tables"
_LOCAL_KEYS = (
    "worker_key",
    "party_key",
    "parent_party_key",
    "team_key",
    "sheet_key",
    "payment_key",
    "entry_key",
    "complaint_key",
)
_DIGESTS = ("card_digest", "phone_digest", "payee_digest")
_SPREAD = 100
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
GRAINS = tuple(
    name
    for name, each in vars(Facts).items()
    if isinstance(each, cached_property) and not name.startswith("_")
)


@dataclass(frozen=True)
class Case:
    """One case of a rule's table, with the project it was given."""

    rule: str
    name: str
    project: int
    body: Mapping[str, Any]

    @property
    def id(self) -> str:
        return f"{self.rule}: {self.name}"


@lru_cache(maxsize=1)
def cases() -> tuple[Case, ...]:
    found: list[Case] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        table = yaml.load(path.read_text(encoding="utf-8"), SAFE_LOADER)  # noqa: S506
        shared = {key: value for key, value in table.items() if key in ("facts", "parameters")}
        for each in table["cases"]:
            body = {"facts": shared.get("facts", {}) | each.get("facts", {})}
            body["parameters"] = shared.get("parameters", {}) | each.get("parameters", {})
            found.append(Case(table["rule"], each["name"], len(found) + 1, {**each, **body}))
    return tuple(found)


@lru_cache(maxsize=1)
def tables() -> dict[str, pa.Table]:
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for case in cases():
        given = {"project": [{}], **case.body["facts"]}
        for name, listed in given.items():
            spec = TABLES[name]
            unknown = {column for row in listed for column in row} - {*spec.arrow.names, "project"}
            assert not unknown, f"{case.id}: {name} has no column {sorted(unknown)}"
            rows[name] += [_row(case, spec.arrow.names, row) for row in listed]
        for name, value in case.body["parameters"].items():
            rows["parameter"].append(
                {
                    "place": case.project,
                    "name": name,
                    "from_on": dt.date(2016, 1, 1),
                    "to_on": None,
                    "value": value,
                }
            )
    rows["calendar"] = WorkCalendar.load().table(dt.date(2019, 1, 1), dt.date(2026, 12, 31))
    return {
        name: pa.Table.from_pylist(
            [{column: row.get(column) for column in TABLES[name].arrow.names} for row in listed],
            schema=TABLES[name].arrow,
        )
        for name, listed in rows.items()
    }


def _row(case: Case, columns: list[str], given: Mapping[str, Any]) -> dict[str, Any]:
    row = {"project_key": case.project, "place": case.project} | dict(given)
    if "project" in given:  # a second site of the same case, in the same place
        row["project_key"] = case.project + 1_000_000 * row.pop("project")
    for key in _LOCAL_KEYS:
        if row.get(key) is not None:
            row[key] = case.project * _SPREAD + row[key]
    for key in _DIGESTS:
        if row.get(key) is not None:
            row[key] = case.project * _SPREAD + row[key]
    return {name: value for name, value in row.items() if name in columns}


def outcomes(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every verdict of every rule over all cases, on one engine."""
    plan = compile_plan(RULES.values(), engine.dialect)
    load(engine, tables(), as_of=AS_OF, plan=plan)
    counted = run(plan, engine)
    facts, found = kept_grains(engine, plan.parameters), {}
    for rule_id, rule in RULES.items():
        rows = engine.read(verdict_sql(rule, engine.dialect, facts)).to_pylist()
        found[rule_id] = sorted(
            rows, key=lambda row: str([row[key] for key in rule.spec.scope.keys])
        )
        agree(rule, rows, counted.counts[rule_id])
    return found


def kept_grains(engine: Engine, parameters: Sequence[str]) -> Facts:
    """Facts whose grains stand in `engine` as tables, so that each rule's own query is small.

    A run has put the grains that others are built on there already.
    """
    facts, kept = Facts(parameters), Facts(parameters)
    for name in GRAINS:
        grain = getattr(facts, name)
        engine.keep(f"all_{name}", str(ibis.to_sql(grain, dialect=engine.dialect)))
        vars(kept)[name] = ibis.table(grain.schema(), name=f"all_{name}")
    return kept


def agree(rule: Rule, rows: list[dict[str, Any]], counts: Mapping[Any, int]) -> None:
    """The fused run and the rule alone must say the same."""
    for outcome, number in counts.items():
        alone = sum(row["outcome"] == outcome.value for row in rows)
        assert alone == number, f"{rule.spec.id}: {outcome} {number} in the run, {alone} alone"


def verdicts(found: Mapping[str, list[dict[str, Any]]], case: Case) -> list[dict[str, Any]]:
    """The verdicts of the case's rule on the case's own project, in the months the case names."""
    rows = [row for row in found[case.rule] if row["project_of"] % 1_000_000 == case.project]
    if RULES[case.rule].spec.scope is Scope.PROJECT_MONTH:
        rows = [row for row in rows if row["month"] in _months(case)]
    return rows


def _months(case: Case) -> set[dt.date]:
    """Every project has a row for every month of any case; a case answers for its own."""
    listed = [row for rows in case.body["facts"].values() for row in rows]
    dated = {"account_entry": "on", "complaint": "received_on"}
    booked = [
        row[column].replace(day=1)
        for name, column in dated.items()
        for row in case.body["facts"].get(name, [])
        if row.get(column)
    ]
    return {row["month"] for row in listed if "month" in row} | set(booked)
