"""Text tables (csv and its kin): which encoding, which delimiter, and the rows as text."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass

__all__ = ["DelimitedText", "decode", "read_delimited"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ",\t;|"
_LINES_LOOKED_AT = 50
_LINE_BREAK = re.compile("\r\n|\r|\n")
_END = "\x00"
"""A line of its own after the last: what does not end with it has swallowed it."""
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
    open_mark: int = 0
    """The line whose quotation mark swallows the lines below it; 0: none does."""


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
    """At most one row more than `rows_max`; raises `csv.Error` on endless fields.

    A quotation mark that nobody closed would make one cell of all lines below it, and their
    rows would be lost in silence. Then every line is read by itself, and the mark is named.
    """
    text, encoding, unreadable = decode(data)
    delimiter = _delimiter(text)
    if not text.endswith(("\n", "\r")):
        text += "\n"
    rows, open_mark = _rows(text, delimiter, rows_max)
    if open_mark:
        rows = [
            next(csv.reader([line], delimiter=delimiter), [])
            for line in _LINE_BREAK.split(text, maxsplit=rows_max + 1)[:-1]
        ]
    return DelimitedText(rows, encoding, delimiter, unreadable, open_mark)


def _rows(text: str, delimiter: str, rows_max: int) -> tuple[list[list[str]], int]:
    """The rows with quotation marks as written, and the line of one that swallows lines."""
    rows: list[list[str]] = []
    joined: list[tuple[int, list[str]]] = []
    width = begun = 0
    reader = csv.reader(io.StringIO(f"{text}{_END}", newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if reader.line_num - begun > 1:
                joined.append((begun + 1, row))
            else:
                width = max(width, len(row))
            begun = reader.line_num
            rows.append(row)
            if len(rows) > rows_max:
                return rows, 0
    except csv.Error:
        return rows, begun + 1
    if rows[-1] != [_END]:
        return rows, joined[-1][0]
    swallowing = (
        line for line, row in joined if 2 * _marks(row, delimiter) > max(3 * (width - 1), 7)
    )
    return rows[:-1], next(swallowing, 0)


def _marks(row: list[str], delimiter: str) -> int:
    """Delimiters of a row, those within its cells too: two lines in one have twice as many."""
    return len(row) - 1 + sum(cell.count(delimiter) for cell in row)
