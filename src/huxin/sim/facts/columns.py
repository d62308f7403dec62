"""Arrow columns out of numpy arrays, in the types of the fact tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from huxin.facts.schema import TABLES

__all__ = ["Bools", "Ints", "day_number", "days", "flags", "ints", "labels", "table"]

Ints: TypeAlias = "npt.NDArray[np.int32] | npt.NDArray[np.int64]"
Bools: TypeAlias = "npt.NDArray[np.bool_]"

_EPOCH = dt.date(1970, 1, 1)


def day_number(on: dt.date) -> int:
    """Days since 1970-01-01, as Arrow stores a date."""
    return (on - _EPOCH).days


def ints(values: Ints, unknown: Bools | None = None) -> pa.Array:
    """Whole numbers; null where `unknown`."""
    return pa.array(values, mask=unknown)


def days(values: Ints, unknown: Bools | None = None) -> pa.Array:
    """Days given as numbers; null where `unknown`."""
    return pa.array(values.astype(np.int32), mask=unknown).view(pa.date32())


def flags(values: Bools, unknown: Bools | None = None) -> pa.Array:
    """Yes or no; null where `unknown`."""
    return pa.array(values, mask=unknown)


def labels(codes: Ints, names: Sequence[str], unknown: Bools | None = None) -> pa.Array:
    """Labels given as places in `names`."""
    index = pa.array(codes.astype(np.int32), mask=unknown)
    return pa.DictionaryArray.from_arrays(index, pa.array(list(names)))


def table(name: str, columns: Mapping[str, pa.Array], rows: int) -> pa.Table:
    """The fact table `name`; columns that are not given are not known."""
    schema = TABLES[name].arrow
    arrays = [
        columns[each.name].cast(each.type) if each.name in columns else pa.nulls(rows, each.type)
        for each in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)
