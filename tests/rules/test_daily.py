"""Daily runs: every day the findings of judging everything anew, whatever was kept from before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from huxin.facts.engine import DuckDBEngine
from huxin.facts.grains import Facts
from huxin.facts.settle import settle
from huxin.facts.store import Store
from huxin.kernel.texts import Message, message
from huxin.rules.base import Judged, Rule, Scope
from huxin.rules.catalogue import RULES
from huxin.rules.daily import Daily, Rulebook
from huxin.rules.runner import compile_plan, load_store, run
from huxin.sim.county import Wish
from huxin.sim.facts import FactsWish, write_facts

CHOSEN = ("ARR-02", "PAY-01", "PAY-04", "PAY-05", "PAY-13", "SHT-02")
DAYS = tuple(dt.date(2025, 12, 31) + dt.timedelta(days=number) for number in range(3))


def absent(facts: Facts) -> Judged:
    """Paid and never there: both sides over all months."""
    t = facts.worker
    return Judged(
        over=t, applies=t.paid_fen > 0, hit=t.months_present == 0,
        amount_fen=t.paid_fen, people=ibis.literal(1),
    )  # fmt: skip


def say_absent(_: Mapping[str, Any]) -> Message:
    return message("{count} people", count=1)


ABSENT = Rule(
    replace(RULES["ARR-02"].spec, id="TST-ABSENT", scope=Scope.WORKER, parameters=()),
    "", absent, say_absent,
)  # fmt: skip
CATALOGUE = {**{name: RULES[name] for name in CHOSEN}, "TST-ABSENT": ABSENT}


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return Rulebook.of(CATALOGUE.values())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    wish = Wish.of("140923", sites=2, months=9, seed=3, start=dt.date(2025, 4, 1))
    write_facts(FactsWish(wish, 120), tmp_path / "facts", planted=True)
    made = Store(tmp_path / "facts")
    # Wages of an early month never arrived: rows of a closed month that stay open.
    early = made.read_month("payment", "2025-05")
    made.write("payment", early.slice(0, early.num_rows - 15))
    return made


@pytest.fixture
def law(store: Store) -> pa.Table:
    return store.read("parameter")


def anew(store: Store, law: pa.Table, as_of: dt.date) -> dict[str, pa.Table]:
    settle(store)
    plan = compile_plan(CATALOGUE.values(), "duckdb")
    with DuckDBEngine(threads=1) as engine:
        load_store(engine, store, law, as_of=as_of, plan=plan)
        result = run(plan, engine)
    return {name: result.rows(name) for name in CATALOGUE}


def differing(daily: Daily, expected: Mapping[str, pa.Table]) -> list[str]:
    return [name for name, rows in expected.items() if not rows.equals(daily.rows(name))]


def arrivals(store: Store) -> Iterator[dt.date]:
    """The span's days; between them wages of a closed and of a hot month come in late."""
    yield DAYS[0]
    for month, day in (("2025-05", DAYS[1]), ("2025-11", DAYS[2]), ("2025-12", DAYS[2])):
        paid = store.read_month("payment", month)
        missing = paid.slice(5, paid.num_rows - 25)
        store.write("payment", missing)
        yield day


def test_every_day_is_as_if_judged_anew(store: Store, law: pa.Table, rulebook: Rulebook) -> None:
    daily = Daily(store, rulebook, threads=1)
    found = 0
    for day in arrivals(store):
        daily.run(law, day)
        expected = anew(store, law, day)
        assert differing(daily, expected) == [], day
        assert differing(Daily(store, rulebook, threads=1), expected) == [], "read back"
        found += sum(rows.num_rows for rows in expected.values())
    assert found > 100
    kept = {each.name for each in (store.root / "findings").iterdir()}
    assert kept == {"base", "changes", "closed", "state.json"}


def test_a_quiet_day_writes_nothing(store: Store, law: pa.Table, rulebook: Rulebook) -> None:
    daily = Daily(store, rulebook, threads=1)
    assert len(daily.run(law, DAYS[0])) > 0
    assert len(daily.run(law, DAYS[0])) == 0
    assert not (store.root / "findings" / "changes").exists()


def test_only_rules_that_declare_a_window_are_frozen(rulebook: Rulebook) -> None:
    assert set(rulebook.windowed.rules) == {"PAY-01", "PAY-04", "PAY-05", "PAY-13"}
    assert rulebook.window_months == max(
        RULES[name].spec.window_months or 0 for name in rulebook.windowed.rules
    )


def test_sides_that_are_cut_apart_are_caught(
    store: Store, law: pa.Table, rulebook: Rulebook
) -> None:
    """Planted: attendance of closed months is forgotten, the payments of them are not."""
    daily = Daily(store, rulebook, threads=1)
    daily.run(law, DAYS[1])
    pieces = (store.root / "findings" / "closed").glob("closed_g_worker_*.parquet")
    (path,) = (each for each in pieces if "months_present" in pq.read_schema(each).names)
    kept = pq.read_table(path)
    at = kept.column_names.index("months_present")
    nobody = pa.nulls(kept.num_rows, kept.schema.field(at).type)
    pq.write_table(kept.set_column(at, "months_present", pc.fill_null(nobody, 0)), path)
    daily.run(law, DAYS[2])
    expected = anew(store, law, DAYS[2])
    assert "TST-ABSENT" in differing(daily, expected)
    assert daily.rows("TST-ABSENT").num_rows > expected["TST-ABSENT"].num_rows
