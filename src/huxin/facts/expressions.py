"""The small words that grains and rules are written with, the same on every engine."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from huxin.facts.context import parameter_column
from huxin.facts.schema import TABLES, FactTable

ZERO = ibis.literal(0, "int64")


def unbound(spec: FactTable) -> ir.Table:
    """The table of the contract as an expression; labels are text."""
    return ibis.table({column.name: _type(column.type) for column in spec.columns}, name=spec.name)


def _type(arrow: pa.DataType) -> str:
    return "string" if pa.types.is_dictionary(arrow) else str(ibis.dtype(arrow))


def money(value: ir.Value) -> ir.Value:
    """A money column with null read as nothing."""
    return value.cast("int64").fill_null(0)


def total(value: ir.Value) -> ir.Value:
    """Sum of a group as int64: engines widen sums, each to a type of its own."""
    return value.cast("int64").sum().cast("decimal(38, 0)").cast("int64")


def count_where(condition: ir.Value) -> ir.Value:
    """How many rows of a group meet `condition`; a null condition does not."""
    return total(condition.fill_null(False).ifelse(1, 0))


def sum_where(condition: ir.Value, value: ir.Value) -> ir.Value:
    """Sum of `value` over the rows of a group that meet `condition`, 0 when none does."""
    return total(condition.fill_null(False).ifelse(value, ZERO))


def fact(name: str) -> ir.Table:
    """A fact table of the contract, as it stands."""
    return unbound(TABLES[name])


def longest_run(bits: ir.Value) -> ir.Value:
    """Length of the longest run of set bits, counted up to twelve."""
    run, length = bits, (bits != 0).ifelse(1, 0)
    for shift in range(1, 12):
        run = run & (bits >> shift)
        length = length + (run != 0).ifelse(1, 0)
    return length.cast("int64")


def parameter(over: ir.Table, name: str) -> ir.Value:
    """The parameter `name` as the column of a grain that carries it."""
    return over[parameter_column(name)]
