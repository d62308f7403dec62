"""The small words that grains and rules are written with, the same on every engine."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from huxin.facts.columns import FactTable
from huxin.facts.context import parameter_column
from huxin.facts.schema import TABLES

ZERO = ibis.literal(0, "int64")
MONTH_DAYS = 31  # days that a mask of a month has room for


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


def longest_run(bits: ir.Value, most: int = 12) -> ir.Value:
    """Length of the longest run of set bits, counted up to `most`."""
    run, length = bits, (bits != 0).ifelse(1, 0)
    for shift in range(1, most):
        run = run & (bits >> shift)
        length = length + (run != 0).ifelse(1, 0)
    return length.cast("int64")


def count_days(days: ir.Value) -> ir.Value:
    """How many days of a month's mask are set."""
    found = days & 1
    for shift in range(1, MONTH_DAYS):
        found = found + ((days >> shift) & 1)
    return found.cast("int32")


def days_of_any(days: ir.Value) -> ir.Value:
    """How many days are set in at least one mask of a group."""
    found = (days & 1).max()
    for shift in range(1, MONTH_DAYS):
        found = found + ((days >> shift) & 1).max()
    return found.cast("int32")


def first_day(days: ir.Value) -> ir.Value:
    """First day of the month that is set in its mask; null when none is."""
    return ibis.cases(*(((days & (1 << n)) != 0, n + 1) for n in range(MONTH_DAYS))).cast("int32")


def last_day(days: ir.Value) -> ir.Value:
    """Last day of the month that is set in its mask; null when none is."""
    set_bits = (((days & (1 << n)) != 0, n + 1) for n in reversed(range(MONTH_DAYS)))
    return ibis.cases(*set_bits).cast("int32")


def parameter(over: ir.Table, name: str) -> ir.Value:
    """The parameter `name` as the column of a grain that carries it."""
    return over[parameter_column(name)]


def month_of(date: ir.Value) -> ir.Value:
    """First day of a day's month as a date: most engines truncate dates to moments."""
    return date.cast("timestamp").truncate("M").cast("date")


def months_between(later: ir.Value, earlier: ir.Value) -> ir.Value:
    """Calendar months from one day's month to another's, as int64 on every engine."""
    apart = (later.year() - earlier.year()) * 12 + later.month() - earlier.month()
    return apart.cast("decimal(38, 0)").cast("int64")
