from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cache

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.expr.operations import UnboundTable

from huxin.facts import spine_sql
from huxin.facts.engine import DuckDBEngine, Engine, PostgresEngine
from huxin.facts.schema import TABLES
from huxin.facts.spine import WORKER_MONTH, spine
from tests.facts.tables import SPINE_TABLES, tables

KEYS = list(WORKER_MONTH.key)
JULY = dt.date(2025, 7, 1)


@cache
def sql(expression: Callable[[], ir.Table], dialect: str) -> str:
    return str(ibis.to_sql(expression(), dialect=dialect))


def portable(
    engine: Engine, given: dict[str, pa.Table], expression: Callable[[], ir.Table]
) -> list[dict[str, object]]:
    """The rows of `expression` on `engine`, in the order of their key."""
    for name in SPINE_TABLES:
        engine.load(name, given[name])
    rows = engine.read(sql(expression, engine.dialect)).to_pylist()
    return sorted(rows, key=lambda row: tuple(row[key] for key in KEYS))


def without_payments_only() -> ir.Table:
    """A spine that forgets those who were paid and neither came nor stood on a sheet."""
    whole = spine_sql.expression()
    return whole.filter(whole.days_bits.notnull() | (whole.lines > 0))


@pytest.fixture(scope="module")
def duckdb() -> Iterator[DuckDBEngine]:
    with DuckDBEngine(threads=1) as engine:
        yield engine


@given(seed=st.integers(0, 10_000))
@settings(max_examples=12)
def test_both_forms_say_the_same_on_duckdb(duckdb: DuckDBEngine, seed: int) -> None:
    given = tables(seed, rows=25)
    assert portable(duckdb, given, spine_sql.expression) == spine(given).to_pylist()


@pytest.mark.parametrize("seed", [1, 2])
def test_both_forms_say_the_same_on_postgres(postgres_url: str, seed: int) -> None:
    given = tables(seed, rows=400)
    with PostgresEngine(postgres_url, schema="spine") as engine:
        assert portable(engine, given, spine_sql.expression) == spine(given).to_pylist()


def all_pay_from_the_account() -> ir.Table:
    """A spine that takes every payment for one from the special account."""
    whole = spine_sql.expression()
    return whole.mutate(special_fen=whole.paid_fen)


@pytest.mark.parametrize("wrong", [without_payments_only, all_pay_from_the_account])
def test_a_wrong_spine_is_caught(duckdb: DuckDBEngine, wrong: Callable[[], ir.Table]) -> None:
    tried = [tables(seed, rows=25) for seed in range(5)]
    assert any(portable(duckdb, given, wrong) != spine(given).to_pylist() for given in tried)


def test_columns_are_those_of_the_contract() -> None:
    assert spine_sql.expression().columns == tuple(WORKER_MONTH.arrow.names)
    assert spine({name: TABLES[name].empty() for name in SPINE_TABLES}).schema == WORKER_MONTH.arrow


def rows(name: str, *listed: dict[str, object]) -> pa.Table:
    spec = TABLES[name]
    whole = [{column: row.get(column) for column in spec.arrow.names} for row in listed]
    return pa.Table.from_pylist(whole, schema=spec.arrow)


def one(**given: pa.Table) -> dict[str, object]:
    """The single row of the spine over the tables given."""
    whole = {name: given.get(name, TABLES[name].empty()) for name in SPINE_TABLES}
    (row,) = spine(whole).to_pylist()
    return dict(row)


def at(worker: int = 1, **more: object) -> dict[str, object]:
    return {"project_key": 1, "worker_key": worker, "month": JULY, **more}


def test_lines_and_payments_of_a_month_add_up() -> None:
    row = one(
        wage_line=rows(
            "wage_line",
            at(sheet_key=2, line=1, net_fen=100, signed=True),
            at(sheet_key=3, line=1, net_fen=50, signed=False),
        ),
        payment=rows(
            "payment",
            at(payment_key=1, amount_fen=70, state="paid", channel="special_account"),
            at(payment_key=2, amount_fen=30, state="paid", channel="cash"),
            at(payment_key=3, amount_fen=9, state="returned", channel="special_account"),
            at(payment_key=4, amount_fen=5, state="paid"),
        ),
    )
    assert (row["lines"], row["sheet_key"], row["net_fen"], row["signed"]) == (2, 2, 150, False)
    sums = [row[f"{name}_fen"] for name in ("paid", "special", "cash", "other", "returned")]
    assert sums == [105, 70, 30, 0, 9]


def test_whoever_was_only_paid_has_a_row() -> None:
    row = one(payment=rows("payment", at(payment_key=1, amount_fen=70, state="paid")))
    assert (row["payments"], row["lines"], row["days_bits"]) == (1, 0, None)
    assert (row["enrolled"], row["contracts"], row["net_fen"]) == (False, 0, None)


def test_a_payment_to_nobody_known_has_no_row() -> None:
    nobody = rows("payment", {"payment_key": 1, "project_key": 1, "month": JULY, "amount_fen": 1})
    assert spine({**{n: TABLES[n].empty() for n in SPINE_TABLES}, "payment": nobody}).num_rows == 0


def test_days_on_two_sites_show_on_both() -> None:
    here = at(days_bits=0b0111, days=3)
    there = at(project_key=2, days_bits=0b1010, days=2)
    whole = {name: TABLES[name].empty() for name in SPINE_TABLES}
    found = spine({**whole, "attendance_month": rows("attendance_month", here, there)})
    assert found["other_site_bits"].to_pylist() == [0b0010, 0b0010]


def test_a_contract_without_end_runs_on() -> None:
    contracts = rows(
        "labour_contract",
        at(from_on=dt.date(2025, 1, 1), to_on=dt.date(2025, 6, 30)),
        at(from_on=dt.date(2025, 7, 1)),
    )
    attended = rows("attendance_month", at(days_bits=1, days=1))
    row = one(labour_contract=contracts, attendance_month=attended)
    assert (row["contracts"], row["contract_to_on"]) == (2, None)
    assert row["contract_from_on"] == dt.date(2025, 1, 1)


def test_the_fact_tables_of_the_spine_are_those_it_reads() -> None:
    read = {each.name for each in spine_sql.expression().op().find(UnboundTable)}
    assert read == set(SPINE_TABLES)
