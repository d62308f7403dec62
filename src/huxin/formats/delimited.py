"""Text tables (csv and its kin): which encoding, which delimiter, and the rows as text."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass

__all__ = ["DelimitedText", "decode", "read_delimited"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ",\t;|"
_LINES_LOOKED_AT = 50
_DAMAGE_SHARE_MAX = 50
"""Up to one unreadable letter in fifty is taken for UTF-8 with a few damaged bytes."""


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """The rows of a text table, and what had to be decided to read them."""

    rows: list[list[str]]
    encoding: str
    delimiter: str
    unreadable: int
    """How many letters could not be read in any encoding."""


def decode(data: bytes) -> tuple[str, str, int]:
    """Text, encoding and number of unreadable letters: marks first, then UTF-8, then GB 18030."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _counted(data, encoding)
    try:
        return data.decode("utf-8"), "utf-8", 0
    except UnicodeDecodeError:
        text, _, unreadable = _counted(data, "utf-8")
    letters = sum(1 for letter in text if letter > "\x7f")
    if unreadable * _DAMAGE_SHARE_MAX <= letters:
        return text, "utf-8", unreadable
    return _counted(data, "gb18030")


def _counted(data: bytes, encoding: str) -> tuple[str, str, int]:
    text = data.decode(encoding, errors="replace")
    return text, encoding, text.count("\ufffd")


def _delimiter(text: str) -> str:
    """The mark that divides most of the first lines; a comma where none does."""
    lines = [line for line in text[:65_536].splitlines() if line.strip()][:_LINES_LOOKED_AT]
    counts = {mark: sum(line.count(mark) for line in lines) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: counts[mark])


def read_delimited(data: bytes, *, rows_max: int) -> DelimitedText:
    """At most one row more than `rows_max`; raises `csv.Error` on endless fields."""
    text, encoding, unreadable = decode(data)
    delimiter = _delimiter(text)
    rows: list[list[str]] = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        rows.append(row)
        if len(rows) > rows_max:
            break
    return DelimitedText(rows, encoding, delimiter, unreadable)
