"""Columns of the spine that follow from one row alone, worked out once when facts are loaded."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huxin.facts.columns import DAY, FEN

MONTH_DAYS = 31
PAYROLL_POSTS = ("worker", "team_leader")


def presence(month: pa.Array, bits: pa.Array) -> dict[str, pa.Array]:
    """First and last day with attendance and the longest run of such days; null without any."""
    known = pc.fill_null(bits, 0).to_numpy(zero_copy_only=False).astype(np.int64)
    start = month.cast(pa.int32()).to_numpy(zero_copy_only=False).astype(np.int64)
    first = np.zeros(len(known), np.int64)
    last = np.zeros(len(known), np.int64)
    length = (known != 0).astype(np.int64)
    run = known
    for day in range(MONTH_DAYS):
        there = (known >> day) & 1 == 1
        last[there] = day
        first[(known >> (MONTH_DAYS - 1 - day)) & 1 == 1] = MONTH_DAYS - 1 - day
    for shift in range(1, MONTH_DAYS):
        run = run & (known >> shift)
        length += run != 0
    absent = known == 0
    return {
        "first_present_on": pa.array((start + first).astype(np.int32), mask=absent).cast(DAY),
        "last_present_on": pa.array((start + last).astype(np.int32), mask=absent).cast(DAY),
        "run_days": pa.array(length, mask=pc.is_null(bits).to_numpy(zero_copy_only=False)),
    }


def settlement(columns: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
    """What the month earned and what of it is owed.

    Management without a wage sheet is paid elsewhere and by no day count: `on_payroll` is false
    and nothing counts as earned.
    """
    post = columns["post"].cast(pa.string())
    ordinary = pc.or_(
        pc.is_null(post), pc.fill_null(pc.is_in(post, pa.array(PAYROLL_POSTS)), False)
    )
    listed = pc.greater(columns["lines"], 0)
    by_days = pc.divide(
        pc.multiply(columns["days_centi"].cast(FEN), columns["agreed_rate_fen"].cast(FEN)), 100
    )
    by_days = pc.if_else(ordinary, by_days, pa.scalar(None, FEN))
    earned = pc.if_else(listed, columns["net_fen"], by_days)
    unpaid = pc.subtract(pc.fill_null(earned, 0), pc.fill_null(columns["paid_fen"], 0))
    return {
        "on_payroll": pc.or_(listed, ordinary),
        "earned_fen": earned,
        "owed_fen": pc.max_element_wise(unpaid, pa.scalar(0, FEN)),
    }
