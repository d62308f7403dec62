from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from huxin.facts.schema import TABLES
from huxin.facts.settle import settle
from huxin.facts.spine import WORKER_MONTH, spine
from huxin.facts.store import Store, conform
from huxin.kernel.errors import InputError
from tests.facts.tables import SPINE_TABLES, tables

JULY, AUGUST = dt.date(2025, 7, 1), dt.date(2025, 8, 1)


def lines(*rows: tuple[int, int, dt.date, int]) -> pa.Table:
    """Wage lines of (sheet, line, month, net)."""
    spec = TABLES["wage_line"]
    names = ("sheet_key", "line", "month", "net_fen")
    whole = [
        dict.fromkeys(spec.arrow.names)
        | {"project_key": 1, "worker_key": 1}
        | dict(zip(names, row, strict=True))
        for row in rows
    ]
    return pa.Table.from_pylist(whole, schema=spec.arrow)


def placed(name: str, rows: pa.Table) -> pa.Table:
    """The rows that have a month, where the table is kept by month."""
    month = TABLES[name].by_month
    return rows.filter(pc.is_valid(rows[month])) if month else rows


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "facts")


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.parquet")}


def test_what_was_written_is_read_sorted_by_its_key(store: Store) -> None:
    store.write("wage_line", lines((2, 1, AUGUST, 5), (1, 2, JULY, 3), (1, 1, JULY, 4)))
    assert store.read("wage_line")["net_fen"].to_pylist() == [4, 3, 5]
    assert store.read("wage_line").schema == TABLES["wage_line"].arrow
    assert store.months("wage_line") == ["2025-07", "2025-08"]
    assert store.read_month("wage_line", "2025-08")["net_fen"].to_pylist() == [5]


@pytest.mark.parametrize("name", SPINE_TABLES)
def test_every_value_and_every_null_comes_back(store: Store, name: str) -> None:
    given = placed(name, tables(3, rows=60)[name])
    store.write(name, given)
    assert store.read(name).to_pylist() == conform(TABLES[name], given).to_pylist()


def test_rows_in_another_order_give_the_same_bytes(store: Store, tmp_path: Path) -> None:
    rows = [(1, 1, JULY, 4), (1, 2, JULY, 3), (2, 1, AUGUST, 5)]
    other = Store(tmp_path / "other")
    store.write("wage_line", lines(*rows))
    other.write("wage_line", lines(*reversed(rows)))
    assert files(store.root) == files(other.root)
    assert files(store.root)


def test_a_month_written_again_replaces_that_month_only(store: Store) -> None:
    store.write("wage_line", lines((1, 1, JULY, 4), (1, 2, JULY, 3), (2, 1, AUGUST, 5)))
    august = files(store.root)["wage_line/month=2025-08/part-0.parquet"]
    store.write("wage_line", lines((1, 1, JULY, 7)))
    assert store.read("wage_line")["net_fen"].to_pylist() == [7, 5]
    assert files(store.root)["wage_line/month=2025-08/part-0.parquet"] == august


def test_a_table_not_kept_by_month_is_replaced_whole(store: Store) -> None:
    spec = TABLES["worker"]
    for keys in ([1, 2], [3]):
        store.write("worker", pa.table({"worker_key": keys, "identity_ok": [None] * len(keys)}))
    assert store.read("worker")["worker_key"].to_pylist() == [3]
    assert store.read("worker").schema == spec.arrow


def test_what_was_never_written_is_empty(store: Store) -> None:
    assert store.read("payment").equals(TABLES["payment"].empty())
    assert store.read_month("payment", "2025-07").num_rows == 0


def test_a_missing_column_is_named(store: Store) -> None:
    with pytest.raises(InputError) as refused:
        store.write("worker", pa.table({"worker_key": [1]}))
    assert "identity_ok" in refused.value.say("en")
    assert refused.value.where == "worker"
    assert refused.value.say("zh") != refused.value.say("en")


def test_a_value_out_of_the_contract_is_refused(store: Store) -> None:
    with pytest.raises(InputError) as refused:
        store.write("worker", pa.table({"worker_key": [2**40], "identity_ok": [True]}))
    assert refused.value.where == "worker"
    assert store.parts("worker") == []


def test_rows_without_a_month_are_refused_not_lost(store: Store) -> None:
    whole = lines((1, 1, JULY, 4), (1, 2, JULY, 3))
    months = pa.array([JULY, None], pa.date32())
    with pytest.raises(InputError) as refused:
        store.write("wage_line", whole.set_column(3, "month", months))
    assert refused.value.where == "wage_line"
    assert store.parts("wage_line") == []


def test_the_settled_spine_is_that_of_the_whole(store: Store) -> None:
    given = tables(5, rows=80)
    for name in SPINE_TABLES:
        store.write(name, placed(name, given[name]))
    assert settle(store) == ["2024-12", "2025-01", "2025-03"]
    whole = spine({name: store.read(name) for name in SPINE_TABLES})
    assert store.read(WORKER_MONTH.name).to_pylist() == conform(WORKER_MONTH, whole).to_pylist()


def test_settling_one_month_leaves_the_others(store: Store) -> None:
    store.write("wage_line", lines((1, 1, JULY, 4), (2, 1, AUGUST, 5)))
    settle(store)
    store.write("wage_line", lines((1, 1, JULY, 9), (2, 1, AUGUST, 9)))
    assert settle(store, ["2025-07"]) == ["2025-07"]
    assert store.read(WORKER_MONTH.name)["net_fen"].to_pylist() == [9, 5]
