"""Twins of `check_identity` and `check_card` for whole columns, on fixed-width bytes.

Rows in the plain written form, nearly all, are judged at once; the others one by one by the
checks themselves, so that both always agree (a test holds them equal).
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from huxin.kernel.identity import (
    CARD_DIGITS,
    CHECKS,
    PROVINCES,
    WEIGHTS,
    YEAR_BORN_MIN,
    Card,
    Identity,
    check_card,
    check_identity,
)

__all__ = ["identities_ok", "luhn_ok"]

Flags = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]

_ZERO, _SMALL_X, _CAPITAL_X = ord("0"), ord("x"), ord("X")
_CHECK_BYTES: Bytes = np.frombuffer(CHECKS.encode(), dtype=np.uint8)
_PROVINCE: Flags = np.isin(np.arange(100), sorted(PROVINCES))
_MONTH_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], dtype=np.int32)
_DOUBLED: Bytes = np.array([0, 2, 4, 6, 8, 1, 3, 5, 7, 9], dtype=np.uint8)


def identities_ok(
    array: pa.StringArray | pa.ChunkedArray, *, as_of: dt.date | None = None
) -> Flags:
    """Per row whether `check_identity` would find no fault; nulls are false. n rows → n flags."""
    whole, begins, widths, data = _bytes(array)
    rows = np.flatnonzero(widths == 18)
    text = data[begins[rows, None] + np.arange(18)]
    digits = text[:, :17] - _ZERO  # bytes below "0" wrap around and are no digits either
    last = np.where(text[:, 17] == _SMALL_X, _CAPITAL_X, text[:, 17])
    plain = (digits < 10).all(axis=1) & ((last - np.uint8(_ZERO) < 10) | (last == _CAPITAL_X))
    rows, digits, last = rows[plain], digits[plain], last[plain]

    sums = digits.astype(np.int16) @ np.array(WEIGHTS, dtype=np.int16)
    held = _CHECK_BYTES[sums % 11] == last
    held &= _PROVINCE[digits[:, 0] * np.uint8(10) + digits[:, 1]]
    held &= _dates_ok(digits[:, 6:14].astype(np.int32), as_of)

    found = np.zeros(len(whole), dtype=np.bool_)
    judged = np.zeros(len(whole), dtype=np.bool_)
    found[rows], judged[rows] = held, True
    for row in np.flatnonzero((widths > 0) & ~judged):
        found[row] = isinstance(check_identity(whole[int(row)].as_py(), as_of=as_of), Identity)
    return found


def luhn_ok(array: pa.StringArray | pa.ChunkedArray) -> Flags:
    """Per row whether `check_card` accepts the number and its Luhn digit holds; nulls are false."""
    whole, begins, widths, data = _bytes(array)
    found = np.zeros(len(whole), dtype=np.bool_)
    judged = np.zeros(len(whole), dtype=np.bool_)
    for width in range(CARD_DIGITS[0], CARD_DIGITS[1] + 1):
        rows = np.flatnonzero(widths == width)
        digits = data[begins[rows, None] + np.arange(width)] - _ZERO
        plain = (digits < 10).all(axis=1)
        rows, digits = rows[plain], digits[plain]
        doubled = _DOUBLED[digits[:, -2::-2]].sum(axis=1, dtype=np.int32)
        found[rows] = (digits[:, -1::-2].sum(axis=1, dtype=np.int32) + doubled) % 10 == 0
        judged[rows] = True
    for row in np.flatnonzero((widths > 0) & ~judged):
        card = check_card(whole[int(row)].as_py())
        found[row] = isinstance(card, Card) and card.luhn_holds
    return found


def _bytes(
    array: pa.StringArray | pa.ChunkedArray,
) -> tuple[pa.StringArray, npt.NDArray[np.int64], npt.NDArray[np.int64], Bytes]:
    """The column, where each row's bytes begin, how many they are (0 for null), and the bytes."""
    whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    whole = whole.cast(pa.string())
    _, offsets, data = whole.buffers()
    if data is None or not len(whole):
        nothing = np.zeros(len(whole), dtype=np.int64)
        return whole, nothing, nothing, np.zeros(1, dtype=np.uint8)
    bounds = np.frombuffer(offsets, dtype=np.int32)[whole.offset : whole.offset + len(whole) + 1]
    widths = np.diff(bounds).astype(np.int64)
    widths[whole.is_null().to_numpy(zero_copy_only=False)] = 0
    return whole, bounds[:-1].astype(np.int64), widths, np.frombuffer(data, dtype=np.uint8)


def _dates_ok(digits: npt.NDArray[np.int32], as_of: dt.date | None) -> Flags:
    """Whether eight digits are a real date from 1900 on and not after `as_of`."""
    year = digits[:, :4] @ np.array([1000, 100, 10, 1], dtype=np.int32)
    month = digits[:, 4] * 10 + digits[:, 5]
    day = digits[:, 6] * 10 + digits[:, 7]
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    longest = _MONTH_DAYS[np.where(month <= 12, month, 0)] + (leap & (month == 2))
    found: Flags = (day >= 1) & (day <= longest) & (year >= YEAR_BORN_MIN)
    if as_of is not None:
        found &= (
            year * 10_000 + month * 100 + day <= as_of.year * 10_000 + as_of.month * 100 + as_of.day
        )
    return found
