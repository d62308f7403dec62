"""Whole columns of cells into typed columns: money, days, dates, months, numbers of people, flags.

Work is done on whole columns; a loop runs only over distinct unusual texts. Every parser gives an
Arrow array with null where nothing usable stands, and the positions of each kind of fault, so that
a reader can name the very cell. Spreadsheet numbers reach money here and nowhere else: they are
rounded to whole fen once, and a cell that was finer than a fen is named.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from huxin.formats.columns import (
    DAY,
    NONE_GIVEN,
    NUMBER,
    TEXT,
    TIME,
    TRUTH,
    UNREADABLE,
    Cells,
    Flags,
    Parsed,
    by_distinct,
    nulls,
    plain_text,
    settle,
)
from huxin.formats.day_cells import parse_dates, parse_months, read_date
from huxin.formats.number_cells import parse_cards, parse_identities, parse_names, parse_phones
from huxin.formats.wordlist import words
from huxin.kernel.errors import InputError
from huxin.kernel.money import parse_fen

__all__ = [
    "Cells",
    "Parsed",
    "Unit",
    "parse_cards",
    "parse_dates",
    "parse_days",
    "parse_flags",
    "parse_identities",
    "parse_integers",
    "parse_money",
    "parse_months",
    "parse_names",
    "parse_phones",
    "parse_texts",
    "read_date",
]

Unit: TypeAlias = Literal["yuan", "wan", "fen"]

_FEN_OF = {"fen": 1, "yuan": 100, "wan": 1_000_000}
_NUMBER_MAX = 10**13
_PLAIN_AMOUNT = r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$"
_LONG_AMOUNT = re.compile(r"-?[0-9,]{1,15}\.[0-9]{3,20}")
_FINER_THAN_FEN = 1e-4
"""A spreadsheet number further than this from a whole fen was finer; nearer is binary noise."""
_YES = frozenset(
    words("√ ✓ ✔ ☑ 是 有 1 1.0 y yes true 对 已 已签 已签字 已审 已审核 已复核 同意 通过 签 属实")
)
_NO = frozenset(
    words("× ✗ ✘ ☐ 否 无 0 0.0 n no false 未 未签 未签字 未审 未审核 未复核 不同意 不通过 - — /")
)


def _scaled(column: Cells, times: int) -> tuple[npt.NDArray[np.int64], Flags, Flags, Flags]:
    """Numbers × `times` as whole numbers, where they are given, too large, or were not whole."""
    numbers = column.numbers
    given = column.is_a(NUMBER)
    large = given & ~(np.abs(numbers) < _NUMBER_MAX)
    given = given & ~large
    exact = np.where(given, numbers, 0) * times
    whole = np.rint(exact)
    finer = given & (np.abs(exact - whole) > _FINER_THAN_FEN)
    half_up = np.floor(np.abs(exact) + 0.5 + _FINER_THAN_FEN) * np.sign(exact)
    return np.where(finer, half_up, whole).astype(np.int64), given, large, finer


def _all_whole(column: Cells, times: int) -> npt.NDArray[np.int64] | None:
    """Numbers × `times` where all cells are numbers that come out whole: the usual column."""
    if not column.all_numbers:
        return None
    exact = column.numbers * times
    whole = np.rint(exact)
    usual = (np.abs(exact - whole) <= _FINER_THAN_FEN) & (np.abs(exact) < _NUMBER_MAX * times)
    return whole.astype(np.int64) if usual.all() else None


def parse_money(column: Cells, *, unit: Unit = "yuan") -> Parsed:
    """Fen as int64. Faults: `unreadable` (null), `finer` (rounded half up to fen, value kept)."""
    whole = _all_whole(column, _FEN_OF[unit])
    if whole is not None:
        return Parsed(pa.array(whole))
    fen, given, large, finer = _scaled(column, _FEN_OF[unit])
    if given.all() and not finer.any():
        return Parsed(pa.array(fen))
    known, unreadable = given, large | column.is_a(DAY) | column.is_a(TRUTH) | column.is_a(TIME)
    texts = np.flatnonzero(column.is_a(TEXT))
    if len(texts):
        amounts, bad, rounded = _money_texts(column.texts.take(pa.array(texts)), unit)
        good = ~nulls(amounts)
        fen[texts[good]] = amounts.drop_null().to_numpy()
        known = known.copy()
        known[texts[good]] = True
        unreadable[texts[bad]] = True
        finer[texts[rounded]] = True
    return Parsed(
        pa.array(fen, mask=~known),
        {
            kind: np.flatnonzero(at)
            for kind, at in (("unreadable", unreadable), ("finer", finer))
            if at.any()
        },
    )


def _money_texts(texts: pa.Array, unit: Unit) -> tuple[pa.Array, Flags, Flags]:
    """Fen of amounts written as text, which could not be read, which were finer than a fen."""
    if unit == "yuan" and pc.all(pc.match_substring_regex(texts, _PLAIN_AMOUNT)).as_py():
        exact = texts.cast(pa.decimal128(18, 2))
        fen = pc.multiply(exact, pa.scalar(100, pa.decimal128(3, 0))).cast(pa.int64())
        nothing = np.zeros(len(texts), np.bool_)
        return fen, nothing, nothing
    finer: set[str] = set()

    def fen_of(text: str) -> object:
        if text in NONE_GIVEN:
            return None
        plain = plain_text(text)
        try:
            return parse_fen(plain, unit=unit)
        except InputError:
            pass
        if _LONG_AMOUNT.fullmatch(plain) is None:
            return UNREADABLE
        finer.add(text)
        fen = Decimal(plain.replace(",", "")) * _FEN_OF[unit]
        return int(fen.to_integral_value(ROUND_HALF_UP))

    found = settle(by_distinct(texts, fen_of), pa.int64())
    bad = np.zeros(len(texts), np.bool_)
    bad[found.at("unreadable")] = True
    rounded = pc.is_in(texts, pa.array(sorted(finer), pa.string()))
    return found.values, bad, rounded.to_numpy(zero_copy_only=False)


def parse_days(column: Cells) -> Parsed:
    """Hundredths of a day (or of an hour) as int64. Fault: `unreadable`."""
    return _hundredths(column, r"(-?\d{1,6}(?:\.\d+)?)(?:天|日|个工|工|工日|小时|h|H)?")


def _hundredths(column: Cells, pattern: str) -> Parsed:
    whole = _all_whole(column, 100)
    if whole is not None:
        return Parsed(pa.array(whole))
    centi, given, large, _ = _scaled(column, 100)
    unreadable = large | column.is_a(DAY) | column.is_a(TRUTH) | column.is_a(TIME)
    if given.all():
        return Parsed(pa.array(centi))
    shape = re.compile(pattern)

    def read(text: str) -> object:
        if text in NONE_GIVEN:
            return None
        found = shape.fullmatch(plain_text(text))
        if found is None:
            return UNREADABLE
        whole, _, part = found[1].lstrip("-").partition(".")
        value = int(whole) * 100 + int(f"{part}00"[:2])
        return -value if found[1].startswith("-") else value

    answers = by_distinct(column.texts, read)
    for place in np.flatnonzero(given).tolist():
        answers[place] = int(centi[place])
    return settle(answers, pa.int64(), unreadable)


def parse_integers(column: Cells) -> Parsed:
    """Whole numbers as int64. Fault: `unreadable`, also for numbers that are not whole."""
    found = _hundredths(column, r"(-?\d{1,9}(?:\.0+)?)(?:条|项|个|人)?")
    if not found.values.null_count and not found.faults:
        centi = found.values.to_numpy()
        if not (centi % 100).any():
            return Parsed(pa.array(centi // 100))
    centi = found.values.fill_null(0).to_numpy()
    uneven = centi % 100 != 0
    gone = uneven | nulls(found.values)
    faults = np.union1d(found.at("unreadable"), np.flatnonzero(uneven))
    return Parsed(pa.array(centi // 100, mask=gone), {"unreadable": faults} if len(faults) else {})


def parse_texts(column: Cells) -> Parsed:
    """Free texts, trimmed; numbers and days as people see them. No faults."""
    return Parsed(column.written)


def parse_flags(
    column: Cells,
    *,
    yes: frozenset[str] = _YES,
    no: frozenset[str] = _NO,
    blank: bool | None = None,
    other: bool | None = None,
) -> Parsed:
    """Yes or no. `blank` is what an empty cell says, `other` any other text (a signature, say).

    Fault where `other` is none: `unreadable`.
    """

    def read(text: str) -> object:
        plain = plain_text(text).lower()
        if plain in no:
            return False
        if plain in yes:
            return True
        return UNREADABLE if other is None else other

    answers = by_distinct(column.written, read)
    if blank is not None:
        answers = [blank if each is None else each for each in answers]
    return settle(answers, pa.bool_())
