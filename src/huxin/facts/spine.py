"""The spine: one row per worker, project and month, from which most rules read.

It joins what the month holds about one worker on one site: attendance, wage lines, payments, and
beside them enrolment, contract and days on other sites. `spine()` is the vectorised form used
when facts are loaded; `spine_sql.expression()` says the same portably; a test holds both equal.
A null from attendance means no attendance record, `lines` 0 no wage line, `payments` 0 no payment.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from huxin.facts.columns import (
    BITS,
    COUNT,
    DAY,
    DIGEST,
    FEN,
    FLAG,
    KEY,
    LABEL,
    MONTH,
    Column,
    FactTable,
)
from huxin.facts.spine_columns import presence, settlement

WORKER_MONTH = FactTable(
    "worker_month",
    "one worker on one project in one month, all that is known of it",
    ("project_key", "worker_key", "month"),
    (
        Column("project_key", KEY, "the project"),
        Column("worker_key", KEY, "the worker"),
        Column("month", MONTH, "month worked"),
        Column("days_bits", BITS, "days worked as bits; null: no attendance record"),
        Column("days", COUNT, "days with attendance"),
        Column("days_centi", COUNT, "days worked in hundredths"),
        Column("minutes", COUNT, "minutes worked; null: not measured"),
        Column("longest_day_minutes", COUNT, "longest day"),
        Column("single_punch_days", COUNT, "days with one punch only"),
        Column(
            "other_site_bits",
            BITS,
            "of those days, the days on which the worker was also on another site",
        ),
        Column("lines", COUNT, "wage lines"),
        Column("sheet_key", KEY, "wage sheet (the first, when several)"),
        Column("employer_key", KEY, "party that drew up the sheet"),
        Column("sheet_days_centi", COUNT, "days on the sheet in hundredths"),
        Column("sheet_rate_fen", FEN, "highest day rate on the sheet"),
        Column("overtime_fen", FEN, "overtime pay"),
        Column("payable_fen", FEN, "payable"),
        Column("deducted_fen", FEN, "deducted"),
        Column("net_fen", FEN, "to be paid"),
        Column("signed", FLAG, "every line is signed"),
        Column("reviewed", FLAG, "every line is reviewed"),
        Column("posted_days", COUNT, "days of posting"),
        Column("in_kind", FLAG, "a line is paid in kind"),
        Column("sheet_card", DIGEST, "card on the line"),
        Column("drawn_up_on", DAY, "sheet drawn up"),
        Column("payments", COUNT, "payments reported, whatever their outcome"),
        Column("paid_fen", FEN, "paid"),
        Column("special_fen", FEN, "of it from the special account"),
        Column("cash_fen", FEN, "of it in cash"),
        Column("other_fen", FEN, "of it from another account"),
        Column(
            "in_kind_fen", FEN, "of it in goods or securities; what is left has no known channel"
        ),
        Column("failed_fen", FEN, "failed"),
        Column("returned_fen", FEN, "returned"),
        Column("unknown_fen", FEN, "outcome not known"),
        Column("first_paid_on", DAY, "first payment that arrived"),
        Column("last_paid_on", DAY, "last payment that arrived"),
        Column("paid_card", DIGEST, "card credited (the largest digest, when several)"),
        Column("paid_card_owner", KEY, "worker on whose enrolment that card stands"),
        Column("strangers", COUNT, "payments whose payee is not the worker by name"),
        Column("enrolled", FLAG, "on the roster of the project"),
        Column("party_key", KEY, "employer by the roster"),
        Column("team_key", KEY, "team"),
        Column("post", LABEL, "post"),
        Column("entered_on", DAY, "entered the site"),
        Column("left_on", DAY, "left the site"),
        Column("registered_on", DAY, "registered by real name"),
        Column("under_age", FLAG, "under age on entry"),
        Column("agreed_rate_fen", FEN, "agreed pay per day"),
        Column("card_digest", DIGEST, "wage card by the roster"),
        Column("contracts", COUNT, "labour contracts"),
        Column("contract_from_on", DAY, "first contract runs from"),
        Column(
            "contract_to_on", DAY, "last contract runs to; null: none, or until the task is done"
        ),
        Column("contract_signed_on", DAY, "first contract signed"),
        Column("contract_filed_on", DAY, "first contract filed"),
        Column("first_present_on", DAY, "first day with attendance"),
        Column("last_present_on", DAY, "last day with attendance"),
        Column("run_days", COUNT, "longest run of days with attendance"),
        Column("on_payroll", FLAG, "stands on a sheet, or is no management that is paid elsewhere"),
        Column("earned_fen", FEN, "net by the sheet; without one the days at the agreed rate"),
        Column("owed_fen", FEN, "what of it has not arrived"),
    ),
    by_month="month",
)

Ints = npt.NDArray[np.int64]
_KEYS = ("project_key", "worker_key", "month")


def spine(tables: Mapping[str, pa.Table]) -> pa.Table:
    """The spine of the fact tables given (names and schemas of the contract), sorted by its key."""
    attendance = tables["attendance_month"]
    wages = _wages(tables["wage_line"])
    payments = _payments(tables["payment"], tables["enrolment"])
    keys = _all_keys([attendance, wages, payments])
    columns: dict[str, pa.Array] = {name: keys[name] for name in _KEYS}
    for part in (attendance, wages, payments):
        columns |= _aligned(part, keys, _KEYS)
    columns["lines"] = pc.fill_null(columns["lines"], 0)
    columns["payments"] = pc.fill_null(columns["payments"], 0)
    columns |= _aligned(_enrolment(tables["enrolment"]), keys, _KEYS[:2])
    columns["enrolled"] = pc.fill_null(columns["enrolled"], False)
    columns |= _aligned(_contracts(tables["labour_contract"]), keys, _KEYS[:2])
    columns["contracts"] = pc.fill_null(columns["contracts"], 0)
    columns["other_site_bits"] = _other_sites(keys, columns["days_bits"])
    columns |= presence(columns["month"], columns["days_bits"])
    columns |= settlement(columns)
    return pa.table({name: columns[name] for name in WORKER_MONTH.arrow.names}).cast(
        WORKER_MONTH.arrow
    )


def _placed(rows: pa.Table) -> pa.Table:
    """The rows that name their worker and their month; others have no place in the spine."""
    return rows.filter(pc.and_(pc.is_valid(rows["worker_key"]), pc.is_valid(rows["month"])))


def _wages(lines: pa.Table) -> pa.Table:
    grouped = (
        _placed(lines)
        .group_by(list(_KEYS))
        .aggregate(
            [
                ([], "count_all"),
                ("sheet_key", "min"),
                ("party_key", "min"),
                ("days_centi", "sum"),
                ("day_rate_fen", "max"),
                ("overtime_fen", "sum"),
                ("payable_fen", "sum"),
                ("deducted_fen", "sum"),
                ("net_fen", "sum"),
                ("signed", "min"),
                ("reviewed", "min"),
                ("posted_days", "min"),
                ("in_kind", "max"),
                ("card_digest", "max"),
                ("drawn_up_on", "max"),
            ]
        )
    )
    return _renamed(
        grouped,
        {
            "count_all": "lines",
            "sheet_key_min": "sheet_key",
            "party_key_min": "employer_key",
            "days_centi_sum": "sheet_days_centi",
            "day_rate_fen_max": "sheet_rate_fen",
            "overtime_fen_sum": "overtime_fen",
            "payable_fen_sum": "payable_fen",
            "deducted_fen_sum": "deducted_fen",
            "net_fen_sum": "net_fen",
            "signed_min": "signed",
            "reviewed_min": "reviewed",
            "posted_days_min": "posted_days",
            "in_kind_max": "in_kind",
            "card_digest_max": "sheet_card",
            "drawn_up_on_max": "drawn_up_on",
        },
    )


def _payments(payments: pa.Table, enrolment: pa.Table) -> pa.Table:
    known = _placed(payments)
    state, channel, amount = (
        known["state"].cast(pa.string()),
        known["channel"].cast(pa.string()),
        known["amount_fen"],
    )
    paid = pc.equal(state, "paid")

    def amount_where(condition: pa.ChunkedArray) -> pa.ChunkedArray:
        return pc.if_else(pc.fill_null(condition, False), amount, pa.scalar(0, pa.int64()))

    arrived_on = pc.if_else(paid, known["paid_on"], pa.scalar(None, DAY))
    columns = {name: known[name] for name in _KEYS} | {
        "paid_fen": amount_where(paid),
        "special_fen": amount_where(pc.and_(paid, pc.equal(channel, "special_account"))),
        "cash_fen": amount_where(pc.and_(paid, pc.equal(channel, "cash"))),
        "other_fen": amount_where(pc.and_(paid, pc.equal(channel, "other_account"))),
        "in_kind_fen": amount_where(pc.and_(paid, pc.equal(channel, "in_kind"))),
        "failed_fen": amount_where(pc.equal(state, "failed")),
        "returned_fen": amount_where(pc.equal(state, "returned")),
        "unknown_fen": amount_where(pc.equal(state, "unknown")),
        "arrived_on": arrived_on,
        "card": pc.if_else(paid, known["card_digest"], pa.scalar(None, DIGEST)),
        "strangers": pc.cast(pc.fill_null(pc.invert(known["payee_matches"]), False), COUNT),
    }
    sums = (
        "paid_fen",
        "special_fen",
        "cash_fen",
        "other_fen",
        "in_kind_fen",
        "failed_fen",
        "returned_fen",
        "unknown_fen",
        "strangers",
    )
    grouped = (
        pa.table(columns)
        .group_by(list(_KEYS))
        .aggregate(
            [
                ([], "count_all"),
                ("arrived_on", "min"),
                ("arrived_on", "max"),
                ("card", "max"),
                *((n, "sum") for n in sums),
            ]
        )
    )
    names = {
        "count_all": "payments",
        "arrived_on_min": "first_paid_on",
        "arrived_on_max": "last_paid_on",
        "card_max": "paid_card",
    }
    table = _renamed(grouped, names | {f"{name}_sum": name for name in sums})
    return table.append_column("paid_card_owner", _owners(table["paid_card"], enrolment))


def _owners(cards: pa.ChunkedArray, enrolment: pa.Table) -> pa.Array:
    """For each card the smallest worker key on whose enrolment it stands; null when on none."""
    roster = (
        enrolment.filter(pc.is_valid(enrolment["card_digest"]))
        .group_by("card_digest")
        .aggregate([("worker_key", "min")])
    )
    index = pc.index_in(cards, value_set=roster["card_digest"].combine_chunks())
    return _one(roster["worker_key_min"]).take(_one(index)).cast(KEY)


def _enrolment(enrolment: pa.Table) -> pa.Table:
    names = (
        "party_key",
        "team_key",
        "post",
        "entered_on",
        "left_on",
        "registered_on",
        "under_age",
        "card_digest",
    )
    columns = {name: enrolment[name] for name in (*_KEYS[:2], *names)}
    columns["agreed_rate_fen"] = enrolment["day_rate_fen"]
    columns["enrolled"] = pa.array(np.ones(enrolment.num_rows, bool))
    return pa.table(columns)


def _contracts(contracts: pa.Table) -> pa.Table:
    far = pa.scalar(_FAR, pa.int32()).cast(DAY)
    table = contracts.select([*_KEYS[:2], "from_on", "signed_on", "filed_on"]).append_column(
        "until_on", pc.fill_null(contracts["to_on"], far)
    )
    grouped = table.group_by(list(_KEYS[:2])).aggregate(
        [
            ([], "count_all"),
            ("from_on", "min"),
            ("until_on", "max"),
            ("signed_on", "min"),
            ("filed_on", "min"),
        ]
    )
    until = grouped["until_on_max"]
    return _renamed(
        grouped.drop_columns(["until_on_max"]).append_column(
            "contract_to_on", pc.if_else(pc.equal(until, far), pa.scalar(None, DAY), until)
        ),
        {
            "count_all": "contracts",
            "from_on_min": "contract_from_on",
            "signed_on_min": "contract_signed_on",
            "filed_on_min": "contract_filed_on",
        },
    )


_FAR = 2_000_000  # a day number that no contract reaches, standing for "until the task is done"


def _other_sites(keys: Mapping[str, pa.Array], bits: pa.Array) -> pa.Array:
    """Days of each row on which the same worker has attendance on another project too."""
    present = pc.fill_null(bits, 0).to_numpy(zero_copy_only=False)
    worker, month = _ints(keys["worker_key"]), _ints(keys["month"])
    code = worker * (1 << 20) + month
    order = np.argsort(code, kind="stable")
    starts = (
        np.flatnonzero(np.r_[True, np.diff(code[order]) != 0])
        if len(order)
        else np.array([], np.int64)
    )
    sizes = np.diff(np.r_[starts, len(order)])
    other = np.zeros(len(present), np.int32)
    for start, size in zip(starts[sizes > 1], sizes[sizes > 1], strict=True):
        rows = order[start : start + size]
        for row in rows:
            rest = np.bitwise_or.reduce(present[rows[rows != row]])
            other[row] = present[row] & rest
    return pa.array(other, mask=pc.is_null(bits).to_numpy(zero_copy_only=False))


def _all_keys(parts: list[pa.Table]) -> dict[str, pa.Array]:
    project = np.concatenate([_ints(part["project_key"]) for part in parts])
    worker = np.concatenate([_ints(part["worker_key"]) for part in parts])
    month = np.concatenate([_ints(part["month"]) for part in parts])
    order = np.lexsort((month, worker, project))
    project, worker, month = project[order], worker[order], month[order]
    first = np.r_[True, (np.diff(project) != 0) | (np.diff(worker) != 0) | (np.diff(month) != 0)][
        : len(project)
    ]
    return {
        "project_key": pa.array(project[first].astype(np.int32)),
        "worker_key": pa.array(worker[first].astype(np.int32)),
        "month": pa.array(month[first].astype(np.int32)).cast(MONTH),
    }


def _aligned(
    part: pa.Table, keys: Mapping[str, pa.Array], by: tuple[str, ...]
) -> dict[str, pa.Array]:
    """The columns of `part` laid beside `keys`; null where `part` has no row of that key."""
    wanted, held = (_code([source[name] for name in by]) for source in (keys, part))
    order = np.argsort(held, kind="stable")
    found = np.searchsorted(held[order], wanted)
    found[found == len(order)] = 0
    at = order[found] if len(order) else np.zeros(len(wanted), np.int64)
    hit = held[at] == wanted if len(order) else np.zeros(len(wanted), bool)
    take = pa.array(at, mask=~hit)
    return {name: _one(part[name]).take(take) for name in part.column_names if name not in by}


def _code(columns: list[pa.ChunkedArray]) -> Ints:
    """One int64 per row that orders like the key columns: project 22 bits, worker 26, month 16."""
    code = _ints(columns[0])
    for column, width in zip(columns[1:], (26, 16), strict=False):
        code = (code << width) | _ints(column)
    return code


def _ints(column: pa.ChunkedArray | pa.Array) -> Ints:
    wide = column.cast(pa.int32()).cast(pa.int64())
    return np.asarray(
        wide.to_numpy()
        if isinstance(wide, pa.ChunkedArray)
        else wide.to_numpy(zero_copy_only=False)
    )


def _one(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _renamed(table: pa.Table, names: Mapping[str, str]) -> pa.Table:
    return table.rename_columns([names.get(name, name) for name in table.column_names])
