"""The fast path writes tables of the contract: seeded, and clean where nothing is planted."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from huxin.facts.schema import TABLES
from huxin.facts.store import Store
from huxin.sim.county import Wish
from huxin.sim.facts import FactsWish, write_facts

WISH = Wish.of("140923", sites=6, months=4, seed=3, start=dt.date(2025, 11, 1))
EMPTY = {"complaint", "court_measure", "feed_delivery"}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("clean") / "facts")
    write_facts(FactsWish(WISH, 300), store.root, planted=False)
    return store


def test_all_tables_are_there_and_follow_the_contract(clean: Store) -> None:
    for name, spec in TABLES.items():
        table = clean.read(name)
        assert table.schema.names == spec.arrow.names
        assert (table.num_rows == 0) == (name in EMPTY)
        keys = table.select(list(spec.key)).to_pandas()
        assert not keys.duplicated().any()


def test_months_as_bits_agree_with_days(clean: Store) -> None:
    daily = clean.read("attendance_day")
    monthly = clean.read("attendance_month")
    bits = monthly["days_bits"].to_numpy()
    assert pc.sum(monthly["days"]).as_py() == daily.num_rows
    assert sum(int(each).bit_count() for each in bits) == daily.num_rows
    assert np.unpackbits(bits.view(np.uint8)).sum() == daily.num_rows


def test_without_faults_every_line_is_paid_in_full_and_every_balance_holds(clean: Store) -> None:
    lines, payments = clean.read("wage_line"), clean.read("payment")
    keys = ["project_key", "worker_key", "month"]
    joined = lines.join(payments.select([*keys, "amount_fen", "state"]), keys)
    assert joined.num_rows == lines.num_rows
    assert joined["net_fen"].to_pylist() == joined["amount_fen"].to_pylist()
    assert set(joined["state"].to_pylist()) == {"paid"}
    assert pc.min(clean.read("account_entry")["balance_fen"]).as_py() > 0


def test_planted_faults_are_counted(tmp_path: Path) -> None:
    wish = Wish.of("140923", sites=60, months=4, seed=3, start=dt.date(2025, 11, 1))
    truth = write_facts(FactsWish(wish, 3_000), tmp_path / "facts", planted=True)
    counts = truth["counts"]
    assert isinstance(counts, dict)
    store = Store(tmp_path / "facts")
    lines, payments = store.read("wage_line"), store.read("payment")
    assert lines.num_rows - payments.num_rows == counts["attended_unpaid"] > 0
    returned = pc.equal(payments["state"].cast(pa.string()), "returned")
    assert pc.sum(returned).as_py() == counts["returned_pay_not_repaid"] > 0
    assert 60 - store.read("signboard").num_rows == counts["signboard_missing"]


def test_the_same_seed_gives_the_same_tables(clean: Store, tmp_path: Path) -> None:
    again = Store(tmp_path / "facts")
    write_facts(FactsWish(WISH, 300), again.root, planted=False)
    for name in TABLES:
        pairs = zip(clean.parts(name), again.parts(name), strict=True)
        assert all(_digest(one) == _digest(other) for one, other in pairs)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
