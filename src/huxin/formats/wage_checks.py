"""The checks of a wage sheet, each over whole columns: amounts, days, totals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from huxin.formats.cells import parse_money
from huxin.formats.columns import Cells, Flags
from huxin.formats.table import Table
from huxin.kernel.texts import Fen, Value

__all__ = ["check_amounts", "check_days", "check_totals"]

Amounts = npt.NDArray[np.int64]

_MONEY = (
    "day_rate_fen",
    "base_fen",
    "overtime_fen",
    "bonus_fen",
    "payable_fen",
    "tax_fen",
    "social_fen",
    "advance_fen",
    "deducted_fen",
    "net_fen",
)
_PARTS = ("base_fen", "overtime_fen", "bonus_fen")
_DEDUCTIONS = ("tax_fen", "social_fen", "advance_fen")
_MONTH_DAYS_MAX = 31


# --- amounts ------------------------------------------------------------------------------------


def check_amounts(table: Table) -> None:
    """Unreadable, finer than a fen, negative, missing; the parts of a line must meet the whole."""
    for name in _MONEY:
        if not table.has(name):
            continue
        found = table.parsed[name]
        table.find("WS-008", found.at("unreadable"), at=name)
        table.find("WS-009", found.at("finer"), at=name)
        amounts = _amounts(table, name)
        table.find("WS-010", np.flatnonzero(amounts < 0), at=name, values=_amount(amounts))
    none = ~(table.given("payable_fen") | table.given("net_fen"))
    table.find("WS-007", np.flatnonzero(none), refuses=True)
    _check_earned(table)
    _check_deducted(table)
    _check_net(table)


def _amounts(table: Table, name: str) -> Amounts:
    """Fen per row, nought where nothing usable stands."""
    if not table.has(name):
        return np.zeros(table.size, dtype=np.int64)
    values = table.parsed[name].values
    given = values.fill_null(0) if values.null_count else values
    found: Amounts = given.to_numpy(zero_copy_only=False)
    return found


def _amount(amounts: Amounts) -> Callable[[int], Mapping[str, Value]]:
    return lambda place: {"amount": Fen(int(amounts[place]))}


def _pair(sums: Amounts, written: Amounts) -> Callable[[int], Mapping[str, Value]]:
    return lambda place: {"sum": Fen(int(sums[place])), "written": Fen(int(written[place]))}


def _between(table: Table, first: str, last: str) -> bool:
    """Whether unread columns with numbers stand between two fields: they may be further parts."""
    columns = table.layout.columns
    begin, end = sorted((columns[first], columns[last]))
    unread = [
        each.column for each in table.layout.reading.matches if not each.field and each.how != "day"
    ]
    return any(
        np.isfinite(Cells(table.layout.grid.columns[column]).numbers).any()
        for column in unread
        if begin < column < end
    )


def _check_earned(table: Table) -> None:
    if not (table.has("base_fen") and table.has("payable_fen")):
        return
    if _between(table, "base_fen", "payable_fen"):
        return
    sums = np.sum([_amounts(table, each) for each in _PARTS], axis=0)
    written = _amounts(table, "payable_fen")
    both = table.given("base_fen") & table.given("payable_fen")
    table.find("WS-011", np.flatnonzero(both & (sums != written)), at="payable_fen",
               values=_pair(sums, written))  # fmt: skip


def _check_deducted(table: Table) -> None:
    parts = [each for each in _DEDUCTIONS if table.has(each)]
    if not (table.has("deducted_fen") and parts):
        return
    if _between(table, parts[0], "deducted_fen"):
        return
    sums = np.sum([_amounts(table, each) for each in parts], axis=0)
    written = _amounts(table, "deducted_fen")
    # advances often stand beside the deductions and not within them
    apart = sums - _amounts(table, "advance_fen")
    wrong = table.given("deducted_fen") & (written != sums) & (written != apart) & (sums != 0)
    table.find("WS-022", np.flatnonzero(wrong), at="deducted_fen", values=_pair(sums, written))


def _check_net(table: Table) -> None:
    deductions = [each for each in (*_DEDUCTIONS, "deducted_fen") if table.has(each)]
    if not (deductions and table.has("payable_fen") and table.has("net_fen")):
        return
    if _between(table, "payable_fen", "net_fen"):
        return
    parts = np.sum([_amounts(table, each) for each in _DEDUCTIONS], axis=0)
    whole = np.where(table.given("deducted_fen"), _amounts(table, "deducted_fen"), parts)
    payable, net = _amounts(table, "payable_fen"), _amounts(table, "net_fen")
    sums = payable - whole
    apart = sums - np.where(table.given("deducted_fen"), _amounts(table, "advance_fen"), 0)
    both = table.given("payable_fen") & table.given("net_fen")
    wrong = both & (net != sums) & (net != apart)
    table.find("WS-012", np.flatnonzero(wrong), at="net_fen", values=_pair(sums, net))


# --- days and totals ----------------------------------------------------------------------------


def check_days(table: Table, month: pa.Array) -> None:
    """Days that cannot be read, are negative, or are more than the month has."""
    if not table.has("days_centi"):
        return
    found = table.parsed["days_centi"]
    table.find("WS-016", found.at("unreadable"), at="days_centi")
    days: Amounts = found.values.fill_null(0).to_numpy(zero_copy_only=False)
    length = _lengths(month)
    wrong: Flags = (days < 0) | (days > length * 100)
    table.find(
        "WS-015",
        np.flatnonzero(wrong),
        at="days_centi",
        values=lambda place: {"days": _days(int(days[place])), "length": int(length[place])},
    )


def _days(centi: int) -> str:
    whole, part = divmod(abs(centi), 100)
    text = f"{whole}.{part:02d}".rstrip("0").rstrip(".")
    return f"-{text}" if centi < 0 else text


def _lengths(month: pa.Array) -> Amounts:
    """Days of each row's month, 31 where it is not known."""
    coded = month.dictionary_encode()
    lengths = [_length(each) for each in coded.dictionary.to_pylist()]
    table = np.array([*lengths, _MONTH_DAYS_MAX], dtype=np.int64)
    found: Amounts = table[coded.indices.fill_null(len(lengths)).to_numpy(zero_copy_only=False)]
    return found


def _length(month: dt.date) -> int:
    return ((month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - month).days


def check_totals(table: Table) -> None:
    """Each total line against the lines above it: since the last total, or all of them."""
    names = [name for name in _MONEY if name != "day_rate_fen" and table.has(name)]
    units = sorted({table.unit_of(name) for name in names}) if table.lines.totals else []
    for unit in units:
        alike = [name for name in names if table.unit_of(name) == unit]
        columns = [table.layout.columns[name] for name in alike]
        rows = [table.layout.grid.rows[row] for row in table.lines.totals]
        written = parse_money(Cells([row[at] for at in columns for row in rows]), unit=unit)
        values = written.values.to_pylist()
        for at, name in enumerate(alike):
            _check_total(table, name, values[at * len(rows) : (at + 1) * len(rows)])


def _check_total(table: Table, name: str, written: list[int | None]) -> None:
    layout, rows = table.layout, table.lines.rows
    column, totals = layout.columns[name], table.lines.totals
    sums = np.concatenate([[0], np.cumsum(_amounts(table, name))])
    before = 0
    for row, total in zip(totals, written, strict=True):
        until = int(np.searchsorted(rows, row))
        whole, since = int(sums[until]), int(sums[until] - sums[before])
        before = until
        if total is None or total in {whole, since}:
            continue
        header = layout.spec.field(name).header
        values: dict[str, Value] = {"header": header, "written": Fen(total), "sum": Fen(whole)}
        table.say("WS-013", row=row, column=column, values=values)
