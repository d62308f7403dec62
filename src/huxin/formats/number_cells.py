"""Columns of numbers that belong to people: identity, card, phone; and their names.

A long number that a spreadsheet kept as a number has lost its last digits for good, so such cells
are refused, never repaired.
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huxin.formats.columns import (
    DAY,
    NONE_GIVEN,
    NUMBER,
    TIME,
    TRUTH,
    Cells,
    Parsed,
    places,
    plain_text,
)

__all__ = ["parse_cards", "parse_identities", "parse_names", "parse_phones"]

_NO_PLAIN_NAME = r"[\s0-9\x{3000}\x{FF01}-\x{FF5E}]"
_SPACED = r"[\s\x{3000}\x{FF01}-\x{FF5E}]"
_SCIENTIFIC = r"^\s*\d(?:\.\d+)?[eE]\+?\d+\s*$"


def _cleaned(texts: pa.Array, pattern: str) -> pa.Array:
    """Texts that do not look like `pattern` made plain one by one."""
    odd = places(pc.invert(pc.match_substring_regex(texts, pattern)))
    if not len(odd):
        return texts
    values = texts.to_pylist()
    for place in odd.tolist():
        values[place] = plain_text(values[place])
    return pa.array(values, pa.string())


def parse_identities(column: Cells) -> Parsed:
    """Identity numbers as text of 18 (or 15) characters, X in capitals.

    Faults, all null: `number` (stored as a number: digits are lost), `form` (no identity number).
    Check digit and birth date are left to `kernel.identity_columns`.
    """
    return _long_numbers(column, r"^(?:[0-9]{17}[0-9X]|[0-9]{15})$")


def parse_cards(column: Cells) -> Parsed:
    """Card and account numbers as digits. Faults, all null: `number`, `form`."""
    return _long_numbers(column, r"^[0-9]{8,30}$")


def _long_numbers(column: Cells, pattern: str) -> Parsed:
    texts = _cleaned(column.texts, pattern)
    plain = pc.fill_null(pc.match_substring_regex(texts, pattern), fill_value=True)
    if pc.all(plain).as_py():
        numbers = column.is_a(NUMBER)
        other = column.is_a(DAY) | column.is_a(TRUTH) | column.is_a(TIME)
        faults = (("number", numbers), ("form", other))
        return Parsed(texts, {kind: np.flatnonzero(at) for kind, at in faults if at.any()})
    texts = pc.utf8_upper(texts)
    held = pc.match_substring_regex(texts, pattern)
    lost = pc.match_substring_regex(texts, _SCIENTIFIC)
    none = pc.is_in(texts, pa.array(NONE_GIVEN))
    number = column.is_a(NUMBER)
    number[places(lost)] = True
    wrong = ~column.blank & ~number
    wrong[places(held)] = False
    wrong[places(none)] = False
    values = pc.if_else(pc.fill_null(held, fill_value=False), texts, pa.scalar(None, pa.string()))
    faults = (("number", number), ("form", wrong))
    return Parsed(values, {kind: np.flatnonzero(at) for kind, at in faults if at.any()})


def parse_phones(column: Cells) -> Parsed:
    """Telephone numbers as text; a short number has lost nothing. Fault: `unreadable`."""
    texts = _cleaned(column.written, r"^[0-9]{11}$")
    none = pc.is_in(texts, pa.array(NONE_GIVEN))
    held = pc.match_substring_regex(texts, r"^\+?[0-9][0-9\-]{6,19}$")
    bad = places(pc.invert(pc.or_(held, none)))
    values = pc.if_else(pc.fill_null(held, fill_value=False), texts, pa.scalar(None, pa.string()))
    return Parsed(values, {"unreadable": bad} if len(bad) else {})


def parse_names(column: Cells) -> Parsed:
    """Names without blanks between Chinese letters. Fault: `number` (digits, no name; null)."""
    texts = column.written
    if not pc.any(pc.match_substring_regex(texts, _NO_PLAIN_NAME)).as_py():
        return Parsed(texts)
    spaced = places(pc.match_substring_regex(texts, _SPACED))
    if len(spaced):
        values = texts.to_pylist()
        for place in spaced.tolist():
            values[place] = _name(values[place])
        texts = pa.array(values, pa.string())
    bad = places(pc.match_substring_regex(texts, r"[0-9]{6}|^[0-9.]+$"))
    if not len(bad):
        return Parsed(texts)
    gone = np.zeros(len(texts), np.bool_)
    gone[bad] = True
    return Parsed(pc.if_else(pa.array(gone), pa.scalar(None, pa.string()), texts), {"number": bad})


def _name(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip()
    return re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", plain)
