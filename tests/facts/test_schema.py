from __future__ import annotations

import re

import pyarrow as pa
import pytest

from huxin.facts.columns import LABEL, Column, FactTable
from huxin.facts.context import parameter_column
from huxin.facts.expressions import fact
from huxin.facts.schema import SIGNBOARD_ITEMS, TABLES
from huxin.facts.spine import WORKER_MONTH

ALL = {**TABLES, WORKER_MONTH.name: WORKER_MONTH}
COLUMNS = [
    pytest.param(table, column, id=f"{table.name}.{column.name}")
    for table in ALL.values()
    for column in table.columns
]
OPEN_LABELS = {"trade", "feed", "name"}  # codes of the national platform, packs' feeds, parameters
PERSONAL = re.compile(r"(^|_)(name|identity|card|phone|address|account_number)(_no|_number)?$")


@pytest.mark.parametrize("table", ALL.values(), ids=lambda table: table.name)
def test_a_table_says_what_a_row_is_and_how_it_is_known(table: FactTable) -> None:
    names = [column.name for column in table.columns]
    assert table.row
    assert set(table.key) <= set(names)
    assert len(set(names)) == len(names)
    assert not table.by_month or table.by_month in names


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_column_says_what_it_means_in_the_type_of_its_unit(
    table: FactTable, column: Column
) -> None:
    assert column.meaning
    if column.name.endswith(("_fen", "_ppm", "_digest")):
        assert column.type == pa.int64()
    if column.name.endswith("_on") or column.name == "month":
        assert column.type == pa.date32()
    if column.name.endswith("_key"):
        assert column.type == pa.int32()


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_labels_are_listed_once_each(table: FactTable, column: Column) -> None:
    if column.type == LABEL and column.name not in OPEN_LABELS and table is not WORKER_MONTH:
        assert column.labels
    assert len(set(column.labels)) == len(column.labels)
    assert not column.labels or column.type == LABEL


def test_nothing_of_a_person_stands_in_a_fact_table() -> None:
    texts = [
        f"{table.name}.{column.name}"
        for table in ALL.values()
        for column in table.columns
        if PERSONAL.search(column.name) and column.type not in (LABEL, pa.int64())
    ]
    assert texts == []
    assert PERSONAL.search("worker_name")
    assert PERSONAL.search("phone")


def test_money_and_counts_are_whole_numbers() -> None:
    floats = [
        f"{table.name}.{column.name}"
        for table in ALL.values()
        for column in table.columns
        if pa.types.is_floating(column.type) or pa.types.is_decimal(column.type)
    ]
    assert floats == []


def test_empty_tables_and_expressions_have_the_columns_of_the_contract() -> None:
    for name, table in TABLES.items():
        assert table.empty().schema == table.arrow
        assert fact(name).columns == tuple(table.arrow.names)


def test_the_mask_of_signboard_items_has_a_bit_for_each() -> None:
    meaning = next(c.meaning for c in TABLES["signboard"].columns if c.name == "items_bits")
    assert [item for item in SIGNBOARD_ITEMS if item not in meaning] == []
    assert len(set(SIGNBOARD_ITEMS)) == len(SIGNBOARD_ITEMS)


def test_a_parameter_has_one_column_name() -> None:
    assert parameter_column("wage.minimum_monthly") == "p_wage__minimum_monthly"
