from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pyarrow as pa
import pytest

from huxin.facts.engine import DuckDBEngine
from huxin.facts.grains import Facts
from huxin.rules.base import Outcome, Scope
from huxin.rules.catalogue import RULES
from huxin.rules.plan import Plan
from huxin.rules.runner import Result, compile_plan, load, run, verdict_sql
from tests.support.rule_tables import AS_OF, agree, tables

CHOSEN = ("ARR-01", "ARR-03", "PAY-01", "PAY-02", "PAY-11", "PAY-20", "SHT-02")
STANDARD = {"amount_fen", "people", "since", "severity"}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_plan([RULES[each] for each in CHOSEN], "duckdb")


@pytest.fixture(scope="module")
def engine(plan: Plan) -> Iterator[DuckDBEngine]:
    with DuckDBEngine(threads=2) as opened:
        load(opened, tables(), as_of=AS_OF, plan=plan)
        yield opened


@pytest.fixture(scope="module")
def result(plan: Plan, engine: DuckDBEngine) -> Result:
    return run(plan, engine)


def alone(engine: DuckDBEngine, plan: Plan, rule_id: str) -> list[dict[str, object]]:
    """Every verdict of one rule, worked out without the others."""
    sql = verdict_sql(RULES[rule_id], engine.dialect, Facts(plan.parameters))
    return list(engine.read(sql).to_pylist())


def test_two_runs_find_the_same(plan: Plan, engine: DuckDBEngine, result: Result) -> None:
    again = run(plan, engine)
    assert again.findings == result.findings
    assert (again.counts, again.lacking) == (result.counts, result.lacking)
    assert all(again.rows(each).equals(result.rows(each)) for each in CHOSEN)
    assert result.findings


def test_the_order_of_rules_and_rows_does_not_matter(plan: Plan, result: Result) -> None:
    turned = compile_plan([RULES[each] for each in reversed(CHOSEN)], "duckdb")
    upside_down = {
        name: table.take(pa.array(range(table.num_rows)[::-1], pa.int64()))
        for name, table in tables().items()
    }
    with DuckDBEngine(threads=1) as other:
        load(other, upside_down, as_of=AS_OF, plan=turned)
        assert run(turned, other).findings == result.findings


@pytest.mark.parametrize("rule_id", CHOSEN)
def test_counts_add_up(plan: Plan, engine: DuckDBEngine, result: Result, rule_id: str) -> None:
    rows, counts = alone(engine, plan, rule_id), result.counts[rule_id]
    assert set(counts) == set(Outcome)
    assert sum(counts.values()) == len(rows)
    assert counts[Outcome.HIT] == result.rows(rule_id).num_rows
    agree(RULES[rule_id], rows, counts)


def test_what_lacks_is_counted_by_name(result: Result) -> None:
    lacking = result.lacking["PAY-11"]
    assert lacking["wage.minimum_monthly"] > 0
    assert lacking["wage_line.days_centi"] > 0
    assert all(number >= 0 for each in result.lacking.values() for number in each.values())


@pytest.mark.parametrize("rule_id", CHOSEN)
def test_rows_hold_keys_figures_and_evidence_sorted(result: Result, rule_id: str) -> None:
    rows = result.rows(rule_id)
    keys = RULES[rule_id].spec.scope.keys
    assert {*keys, *STANDARD} < set(rows.column_names)
    subjects = list(zip(*(rows[key].to_pylist() for key in keys), strict=True))
    assert subjects == sorted(set(subjects))


def test_findings_are_the_rows_of_all_rules(result: Result) -> None:
    found = {(each.rule, each.subject) for each in result.findings}
    assert len(found) == len(result.findings) == sum(result.rows(r).num_rows for r in CHOSEN)
    assert all(each.severity and each.amount_fen >= 0 for each in result.findings)


def test_a_rule_that_did_not_run_has_no_rows(result: Result) -> None:
    assert "PAY-17" in RULES
    for unknown in ("PAY-17", "PAY-99"):
        with pytest.raises(KeyError):
            result.rows(unknown)


def test_nothing_loaded_is_nothing_found(plan: Plan) -> None:
    with DuckDBEngine(threads=1) as empty:
        load(empty, {}, as_of=AS_OF, plan=plan)
        nothing = run(plan, empty)
    assert nothing.findings == ()
    assert all(sum(counts.values()) == 0 for counts in nothing.counts.values())


def test_rules_share_the_queries_of_their_grain(plan: Plan) -> None:
    scopes = {Scope(RULES[each].spec.scope) for each in CHOSEN}
    assert len(plan.parts) == len(scopes)
    assert sorted(rule for part in plan.parts for rule in part.rules) == sorted(CHOSEN)


def disagreements(engine: DuckDBEngine, plan: Plan, found: Result) -> Mapping[str, str]:
    """The rules of which a run and the rule alone do not say the same."""
    wrong = {}
    for rule_id in CHOSEN:
        try:
            agree(RULES[rule_id], alone(engine, plan, rule_id), found.counts[rule_id])
        except AssertionError as told:
            wrong[rule_id] = str(told)
    return wrong


def test_a_fused_run_that_mixes_up_two_rules_is_caught(
    plan: Plan, engine: DuckDBEngine, result: Result
) -> None:
    part = next(part for part in plan.parts if len(part.rules) > 1)
    crossed = part.count_sql.replace('"v0"', '"v"').replace('"v1"', '"v0"').replace('"v"', '"v1"')
    mixed = replace(part, count_sql=crossed)
    parts = tuple(mixed if each is part else each for each in plan.parts)
    broken = run(replace(plan, parts=parts), engine)
    assert disagreements(engine, plan, result) == {}
    assert set(disagreements(engine, plan, broken)) == set(part.rules[:2])
