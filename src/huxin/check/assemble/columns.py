"""Columns as the assembly handles them: by name or null, coded, grouped, fitted to a fact table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from huxin.facts.schema import TABLES

__all__ = ["Ints", "coded", "column", "distinct", "fact", "from_rows", "number_days", "texts"]

Ints: TypeAlias = npt.NDArray[np.int64]


def column(table: pa.Table, name: str, kind: pa.DataType) -> pa.Array:
    """Column `name` as one array of `kind`; all null when the table has none."""
    if name not in table.column_names:
        return pa.nulls(table.num_rows, kind)
    found = table[name].combine_chunks()
    return found if found.type == kind else found.cast(kind)


def texts(table: pa.Table, name: str) -> pa.Array:
    """A text column; blank texts are null."""
    found = pc.utf8_trim_whitespace(column(table, name, pa.string()))
    return pc.if_else(pc.equal(found, ""), pa.scalar(None, pa.string()), found)


def coded(array: pa.Array) -> tuple[Ints, list[Any]]:
    """Codes and values of a column; code -1 is null."""
    whole = array.dictionary_encode()
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, whole.dictionary.to_pylist()


def distinct(arrays: Sequence[pa.Array]) -> tuple[Ints, list[tuple[Any, ...]]]:
    """Rows that are alike in all `arrays`: the number of each row's kind, and the kinds."""
    parts = [coded(array) for array in arrays]
    key = np.zeros(len(arrays[0]), np.int64)
    for codes, values in parts:
        key = key * (len(values) + 1) + codes + 1
    _, first, kind = np.unique(key, return_index=True, return_inverse=True)
    rows = [
        tuple(None if codes[row] < 0 else values[codes[row]] for codes, values in parts)
        for row in first.tolist()
    ]
    return kind.astype(np.int64), rows


def number_days(array: pa.Array) -> Ints:
    """Days since 1970 of a date column without nulls."""
    return np.asarray(array.cast(pa.int32()).to_numpy(zero_copy_only=False)).astype(np.int64)


def fact(name: str, columns: Mapping[str, pa.Array], rows: int) -> pa.Table:
    """The fact table `name` from the columns at hand; the others are null."""
    schema = TABLES[name].arrow
    arrays = [
        _fitted(columns[field.name], field.type)
        if field.name in columns
        else pa.nulls(rows, field.type)
        for field in schema
    ]
    return pa.table(arrays, schema=schema)


def _fitted(array: pa.Array, kind: pa.DataType) -> pa.Array:
    whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if pa.types.is_dictionary(kind) and not pa.types.is_dictionary(whole.type):
        return whole.cast(pa.string()).dictionary_encode().cast(kind)
    return whole if whole.type == kind else whole.cast(kind)


def from_rows(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The fact table `name` from rows as mappings; a missing column is null."""
    schema = TABLES[name].arrow
    arrays = []
    for field in schema:
        values = [row.get(field.name) for row in rows]
        labels = pa.types.is_dictionary(field.type)
        array = pa.array(values, pa.string() if labels else field.type)
        arrays.append(array.dictionary_encode().cast(field.type) if labels else array)
    return pa.table(arrays, schema=schema)


def first_of_month(day: dt.date) -> dt.date:
    """The month of a day."""
    return day.replace(day=1)
