"""The formula of the deposit says the same over columns and over one record."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

import ibis
import pytest

from huxin.kernel import known
from huxin.kernel.known import Known
from huxin.law import deposit as formula

NAMES = (*formula.ARITHMETIC, *formula.EXEMPTION)
LAW: dict[str, int | None] = {
    formula.RATE: 20_000, "deposit.rate_max": 30_000, "deposit.rate_floor": 5_000,
    "deposit.cap": None, "deposit.clean_years_half": 2, "deposit.reduction": 500_000,
    "deposit.increase_arrears": 500_000, "deposit.increase_listed": 1_000_000,
    formula.SMALL: 300_000_000, formula.YEARS_EXEMPT: 3, formula.SYSTEMS: 1,
}  # fmt: skip
FIELDS = (
    "contract_price_fen", "clean_years", "had_arrears", "is_listed", "account_opened_on",
    "registered_on",
)  # fmt: skip
RECORDS: list[dict[str, Any]] = [
    dict(zip(FIELDS, values, strict=True))
    for values in itertools.product(
        (None, 200_000_000, 3_000_000_033), (None, 0, 2, 3), (None, False, True),
        (None, False, True), (None, 739_000), (739_100,),
    )
]  # fmt: skip
LAWS: list[dict[str, int | None]] = [
    LAW,
    {**LAW, formula.RATE: None},
    {**LAW, "deposit.cap": 40_000_000},
]
TYPES = {"had_arrears": "boolean", "is_listed": "boolean"}


def by_columns(law: dict[str, int | None]) -> list[tuple[Any, ...]]:
    """What ibis says on DuckDB, in the order of the records."""
    rows = [{"row": number} | record for number, record in enumerate(RECORDS)]
    schema = {"row": "int64"} | {name: TYPES.get(name, "int64") for name in FIELDS}
    t = ibis.memtable(rows, schema=ibis.schema(schema))
    due = formula.due(t, lambda name: ibis.literal(law[name], "int64"), ibis)
    holds = formula.exemption_holds(t, lambda name: ibis.literal(law[name], "int64"))
    chosen = t.select(
        "row", low=due.low_fen, high=due.high_fen, change=due.change_ppm, ground=due.ground,
        holds=holds,
    ).order_by("row")  # fmt: skip
    found = ibis.duckdb.connect().to_pyarrow(chosen).to_pylist()
    return [tuple(row.values())[1:] for row in found]


def by_record(law: dict[str, int | None]) -> list[tuple[Any, ...]]:
    """What the same formula says record by record."""
    found = []
    for record in RECORDS:
        t = SimpleNamespace(**{name: Known(value) for name, value in record.items()})
        due = formula.due(t, lambda name: Known(law[name]), known)
        holds = formula.exemption_holds(t, lambda name: Known(law[name]))
        whole = (due.low_fen, due.high_fen, due.change_ppm, due.ground, holds)
        found.append(tuple(each.value for each in whole))
    return found


@pytest.mark.parametrize("law", LAWS)
def test_columns_and_records_agree(law: dict[str, int | None]) -> None:
    assert by_record(law) == by_columns(law)


def test_a_wrong_logic_of_the_unknown_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: "unknown and no" taken for unknown."""
    strict = Known.__add__
    monkeypatch.setattr(
        Known, "__and__", lambda a, b: strict(a, b) if None in (a.value, b.value) else Known(
            a.value and b.value
        )
    )  # fmt: skip
    assert by_record(LAW) != by_columns(LAW)
