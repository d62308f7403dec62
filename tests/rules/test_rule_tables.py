"""Every rule against its table: hit, clear, not applicable, cannot tell, on each engine alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from huxin.facts.engine import DuckDBEngine, PostgresEngine
from huxin.rules.base import Finding, Outcome, explanation
from huxin.rules.catalogue import RULES
from tests.support.rule_tables import Case, cases, outcomes, verdicts

Found = Mapping[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def on_duckdb() -> Found:
    with DuckDBEngine() as engine:
        return outcomes(engine)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_table(case: Case, on_duckdb: Found) -> None:
    rows = verdicts(on_duckdb, case)
    expected = case.body["expect"]
    if isinstance(expected, str):
        assert [row["outcome"] for row in rows] == [expected], case.id
    else:
        assert Counter(row["outcome"] for row in rows) == Counter(expected), case.id
    for row in rows:
        if row["outcome"] == Outcome.HIT:
            for name, value in case.body.get("evidence", {}).items():
                assert row[name] == value, f"{case.id}: {name}"
            _explained(case, row)


def _explained(case: Case, row: Mapping[str, Any]) -> None:
    """Every hit can be said in both languages."""
    rule = RULES[case.rule]
    apart = {*rule.spec.scope.keys, "outcome", "project_of", "amount_fen", "since", "severity"}
    finding = Finding(
        rule=case.rule,
        subject=tuple(row[key] for key in rule.spec.scope.keys),
        severity=row["severity"] or rule.spec.severity,
        amount_fen=row["amount_fen"] or 0,
        people=1,
        since=row["since"],
        evidence={name: value for name, value in row.items() if name not in apart},
    )
    said = explanation(rule, finding)
    assert said.say("en")
    assert said.say("zh") != said.say("en"), f"{case.rule}: no Chinese explanation"


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_outcome_has_a_row(rule: str) -> None:
    shown = set()
    for case in cases():
        if case.rule == rule:
            expected = case.body["expect"]
            shown |= {expected} if isinstance(expected, str) else set(expected)
    assert shown >= {outcome.value for outcome in Outcome}


@pytest.mark.postgres
def test_postgres_says_the_same(on_duckdb: Found, postgres_url: str) -> None:
    with PostgresEngine(postgres_url) as engine:
        assert outcomes(engine) == on_duckdb
