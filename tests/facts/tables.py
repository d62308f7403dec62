"""Random small fact tables: few keys, so that rows meet; nulls everywhere the contract allows."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pyarrow as pa

from huxin.facts.columns import Column
from huxin.facts.schema import TABLES

PROJECTS, WORKERS, PARTIES, SHEETS = 3, 5, 2, 4
MONTHS = (dt.date(2024, 12, 1), dt.date(2025, 1, 1), dt.date(2025, 3, 1))
CARDS = (7, -5, 2**62)
SPINE_TABLES = ("attendance_month", "wage_line", "payment", "enrolment", "labour_contract")
_KEYS = {
    "project_key": PROJECTS,
    "worker_key": WORKERS,
    "party_key": PARTIES,
    "team_key": PARTIES,
    "sheet_key": SHEETS,
}
_SOLE = {"worker_key", "month"}  # a wage line or payment may name neither


def tables(seed: int, *, rows: int) -> dict[str, pa.Table]:
    """Tables of at most `rows` rows each, whose keys are unique as the contract says."""
    dice = random.Random(seed)  # noqa: S311 -- test data, not secrets
    return {name: _table(dice, name, dice.randint(0, rows)) for name in SPINE_TABLES}


def _table(dice: random.Random, name: str, rows: int) -> pa.Table:
    spec = TABLES[name]
    made: dict[tuple[Any, ...], dict[str, Any]] = {}
    for number in range(rows):
        row = {column.name: _value(dice, name, column, number) for column in spec.columns}
        made[tuple(row[key] for key in spec.key)] = row
    return pa.Table.from_pylist(list(made.values()), schema=spec.arrow)


def _value(dice: random.Random, table: str, column: Column, number: int) -> Any:
    name, key = column.name, TABLES[table].key
    if name in {"payment_key", "line"}:
        return number
    may_be_null = name not in key and name != "project_key"
    may_be_null &= not (table == "attendance_month" and name in _SOLE)
    if may_be_null and dice.random() < 0.25:
        return None
    if name in _KEYS:
        return dice.randint(1, _KEYS[name])
    if name == "month":
        return dice.choice(MONTHS)
    return _plain(dice, column)


def _plain(dice: random.Random, column: Column) -> Any:
    if column.labels or pa.types.is_dictionary(column.type):
        return dice.choice(column.labels or ("010", "020"))
    if column.name.endswith("_digest"):
        return dice.choice(CARDS)
    if pa.types.is_boolean(column.type):
        return dice.random() < 0.5
    if pa.types.is_date(column.type):
        return dt.date(2025, 1, 1) + dt.timedelta(days=dice.randint(0, 400))
    if column.name == "days_bits":
        return dice.getrandbits(31)
    return dice.randint(0, 900_000)
