"""Wage sheets to the fact table `wage_line`; every sheet keeps its key, file and page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huxin.check.assemble.columns import column, distinct, fact, texts
from huxin.check.assemble.companies import Companies
from huxin.facts.columns import COUNT, DAY, FEN, FLAG, KEY, MONTH
from huxin.kernel.digest import Digester

__all__ = ["Sheet", "Wages", "wage_lines"]

WHOLE = ("net_fen", "payable_fen", "deducted_fen", "overtime_fen", "day_rate_fen")
DEDUCTIONS = ("tax_fen", "social_fen", "advance_fen")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One wage sheet: its site, where it stands, its month."""

    key: int
    project: int
    file: str
    page: str
    month: dt.date


@dataclass(frozen=True, slots=True)
class Wages:
    """The fact table, the sheets by key, and lines that no month could be given to."""

    lines: pa.Table
    sheets: dict[int, Sheet]
    without_month: int


def wage_lines(
    rows: pa.Table, workers: pa.Array, companies: Companies, digester: Digester
) -> Wages:
    """`workers` are the keys of `rows`; lines without a month or a worker cannot be facts."""
    month = column(rows, "month", MONTH)
    usable = pc.and_(pc.is_valid(month), pc.is_valid(workers))
    lost = rows.num_rows - int(pc.sum(usable).as_py() or 0)
    kept = rows.append_column("worker_key", workers).filter(usable)
    size = kept.num_rows
    month = pc.floor_temporal(column(kept, "month", MONTH), unit="month").cast(MONTH)
    kinds, named = distinct(
        [column(kept, "project_key", KEY), texts(kept, "file"), texts(kept, "sheet"), month]
    )
    order = sorted(range(len(named)), key=lambda at: (named[at][0], named[at][3], str(named[at])))
    number = np.zeros(len(named) or 1, np.int64)
    number[order] = np.arange(1, len(order) + 1)
    sheets = {
        int(number[at]): Sheet(int(number[at]), project, file or "", page or "", named_month)
        for at, (project, file, page, named_month) in enumerate(named)
    }
    columns = {
        "project_key": column(kept, "project_key", KEY),
        "worker_key": column(kept, "worker_key", KEY),
        "party_key": companies.keys(texts(kept, "employer")),
        "month": month,
        "sheet_key": pa.array(number[kinds].astype(np.int32)),
        "line": column(kept, "line", pa.int64()),
        "days_centi": column(kept, "days_centi", pa.int64()),
        "signed": column(kept, "signed", FLAG),
        "reviewed": column(kept, "reviewed", FLAG),
        "in_kind": column(kept, "in_kind", FLAG),
        "posted_days": _posted_days(kept),
        "drawn_up_on": column(kept, "drawn_up_on", DAY),
        "card_digest": digester.int64_column("card", texts(kept, "card")),
        **{name: column(kept, name, FEN) for name in WHOLE},
    }
    columns["deducted_fen"] = pc.coalesce(columns["deducted_fen"], _deductions(kept))
    columns["net_fen"] = pc.coalesce(
        columns["net_fen"],
        pc.subtract(
            columns["payable_fen"], pc.coalesce(columns["deducted_fen"], pa.scalar(0, FEN))
        ),
    )
    return Wages(fact("wage_line", columns, size), sheets, lost)


def _deductions(rows: pa.Table) -> pa.Array:
    """The sum of the single deductions; null when the sheet has none of them."""
    parts = [column(rows, name, FEN) for name in DEDUCTIONS]
    known = pc.is_valid(pc.coalesce(*parts))
    total = pc.add(
        pc.add(*[pc.fill_null(part, 0) for part in parts[:2]]), pc.fill_null(parts[2], 0)
    )
    return pc.if_else(known, total, pa.scalar(None, FEN))


def _posted_days(rows: pa.Table) -> pa.Array:
    """Days from the first to the last day of posting, both counted."""
    begin, end = (column(rows, name, DAY).cast(pa.int32()) for name in ("posted_from", "posted_to"))
    return pc.add(pc.subtract(end, begin), 1).cast(COUNT)
