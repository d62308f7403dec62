"""What fact tables are made of: the types of their columns, a column, a table."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

__all__ = [
    "BITS", "COUNT", "DAY", "DIGEST", "FEN", "FLAG", "KEY", "LABEL", "MONTH", "PPM", "Column",
    "FactTable",
]  # fmt: skip

KEY = pa.int32()
FEN = pa.int64()
PPM = pa.int64()
DAY = pa.date32()
MONTH = pa.date32()
FLAG = pa.bool_()
COUNT = pa.int32()
BITS = pa.int32()
DIGEST = pa.int64()
LABEL = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, Arrow type, meaning, and for labels the values it may take."""

    name: str
    type: pa.DataType
    meaning: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactTable:
    """One fact table: what a row is, its key, its columns and whether it is kept by month."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    by_month: str = ""

    @property
    def arrow(self) -> pa.Schema:
        return pa.schema([pa.field(column.name, column.type) for column in self.columns])

    def empty(self) -> pa.Table:
        return self.arrow.empty_table()
