"""What every reader gives back: findings with a code and a remedy, and counts that must balance.

A row is either accepted or refused, and a refused row always has a finding that says why and what
to do; every other line of a file (title, header, blank, total, signature) is counted as left
alone. `Reading` refuses to exist when the sums do not meet, so that nothing is lost in silence.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

import pyarrow as pa

from huxin.kernel.texts import N_, Message, Value

__all__ = [
    "LIMITS",
    "Count",
    "FindingCode",
    "HeaderMatch",
    "HeaderReading",
    "Left",
    "Limits",
    "Reading",
    "RowFinding",
    "Severity",
    "UnbalancedError",
    "cell_address",
    "column_letters",
    "in_order",
]

_ONLY_SHEET = N_("(the only sheet)")
_NOTHING: Mapping[str, Value] = MappingProxyType({})


class Severity(enum.StrEnum):
    """How much a finding costs: an error loses a cell, a row or a file; a warning loses nothing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Left(enum.StrEnum):
    """Why a line of a file is no row: counted, named, never dropped."""

    TITLE = "title"
    HEADER = "header"
    BLANK = "blank"
    TOTAL = "total"
    SIGNATURE = "signature"
    CONTINUATION = "continuation"
    NOT_RECOGNISED = "not_recognised"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost before it is refused; one named number each, unit last."""

    file_bytes: int = 200 * 1024 * 1024
    entries: int = 4_096
    expanded_bytes: int = 1024 * 1024 * 1024
    expansion_times: int = 200
    expansion_floor_bytes: int = 16 * 1024 * 1024
    sheets: int = 256
    rows: int = 1_048_576
    columns: int = 512
    cells: int = 20_000_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class FindingCode:
    """One kind of fault, declared once in a `FormatSpec`; ids are never reused.

    `message` and `remedy` are text keys (`N_`) with `{named}` fields that `RowFinding.values`
    fills. `refuses` says whether the row is refused when this is found (a finding may differ).
    """

    id: str
    severity: Severity
    message: str
    remedy: str
    refuses: bool = False


@dataclass(frozen=True, slots=True)
class RowFinding:
    """One fault at one place. `values` hold no names and no identity, card or phone numbers.

    `line` counts from 1 within the sheet (or the text file), 0 when the whole sheet or file is
    meant. `cell` is an address such as `F17`, empty when the whole line is meant.
    """

    kind: FindingCode
    file: str
    sheet: str = ""
    line: int = 0
    cell: str = ""
    refused: bool = False
    values: Mapping[str, Value] = field(default_factory=lambda: _NOTHING, compare=False)

    @property
    def code(self) -> str:
        """The stable id of the fault, such as `WS-001`."""
        return self.kind.id

    @property
    def severity(self) -> Severity:
        """The severity declared for the code."""
        return self.kind.severity

    @property
    def message(self) -> Message:
        """What happened and to which record."""
        return Message(self.kind.message, self._fields())

    @property
    def remedy(self) -> Message:
        """What to do now."""
        return Message(self.kind.remedy, self._fields())

    def _fields(self) -> Mapping[str, Value]:
        place: dict[str, Value] = {
            "file": self.file,
            "sheet": self.sheet or Message(_ONLY_SHEET),
            "line": self.line,
            "cell": self.cell,
        }
        return {**place, **self.values}

    @property
    def order(self) -> tuple[str, str, int, str, str]:
        """The key that findings are sorted by: file, sheet, line, code, cell."""
        return (self.file, self.sheet, self.line, self.kind.id, self.cell)


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """How one column was understood.

    `how` is `name` (the canonical header), `alias` (a listed alias), `loose` (equal once brackets,
    units and spaces are taken away), `day` (a day of the month) or `unmatched`.
    """

    column: int
    cell: str
    written: str
    how: str
    field: str = ""
    alias: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class HeaderReading:
    """Which lines of a sheet were taken as its header and what became of each column."""

    sheet: str
    lines: tuple[int, ...]
    matches: tuple[HeaderMatch, ...]
    missing: tuple[str, ...] = ()

    @property
    def unmatched(self) -> tuple[HeaderMatch, ...]:
        """The columns with a header that no field knows."""
        return tuple(each for each in self.matches if not each.field)


@dataclass(frozen=True, slots=True)
class Count:
    """Lines of one reading: `lines == rows_in + left_alone`, `rows_in == accepted + rejected`."""

    lines: int = 0
    accepted: int = 0
    rejected: int = 0
    left: tuple[tuple[Left, int], ...] = ()

    @property
    def left_alone(self) -> int:
        """Title, header, blank, total and signature lines, and lines nobody could place."""
        return sum(number for _, number in self.left)

    @property
    def rows_in(self) -> int:
        """Lines that are rows: counted from the file, not from what became of them."""
        return self.lines - self.left_alone

    def __add__(self, other: Count) -> Count:
        left = dict(self.left)
        for why, number in other.left:
            left[why] = left.get(why, 0) + number
        return Count(
            self.lines + other.lines,
            self.accepted + other.accepted,
            self.rejected + other.rejected,
            tuple(sorted(left.items())),
        )


class UnbalancedError(AssertionError):
    """A reader lost or invented a row: a fault of this program, never of the file."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one file in one format.

    `rows` holds the accepted rows (columns `sheet`, `line` and the fields of the format).
    `one_row_each` is false for formats in which a line yields many rows or none, such as a month
    grid of attendance. Raises `UnbalancedError` when rows are unaccounted for.
    """

    format: str
    file: str
    count: Count
    findings: tuple[RowFinding, ...]
    rows: pa.Table
    headers: tuple[HeaderReading, ...] = ()
    one_row_each: bool = True

    def __post_init__(self) -> None:
        count = self.count
        refused = {(each.sheet, each.line) for each in self.findings if each.refused and each.line}
        wrong = [
            text
            for text, holds in (
                ("rows in are not accepted and rejected", self._sums_meet()),
                (
                    "a refused row has no finding, or a finding no row",
                    len(refused) == count.rejected,
                ),
                ("accepted rows are not in the table", self._rows_meet()),
            )
            if not holds
        ]
        if wrong:
            raise UnbalancedError(f"{self.format}: {'; '.join(wrong)}: {count}")

    def _sums_meet(self) -> bool:
        return self.count.rows_in == self.count.accepted + self.count.rejected

    def _rows_meet(self) -> bool:
        return not self.one_row_each or self.rows.num_rows == self.count.accepted

    @property
    def rows_in(self) -> int:
        """Rows found in the file."""
        return self.count.rows_in

    @property
    def accepted(self) -> int:
        """Rows that can be used, perhaps with warnings."""
        return self.count.accepted

    @property
    def rejected(self) -> int:
        """Rows that cannot be used; each has at least one finding with `refused`."""
        return self.count.rejected

    @property
    def left_alone(self) -> int:
        """Lines that are no rows."""
        return self.count.left_alone


def in_order(findings: Iterable[RowFinding]) -> tuple[RowFinding, ...]:
    """Findings by file, sheet, line, code and cell: the same file gives the same list."""
    return tuple(sorted(findings, key=lambda each: each.order))


@lru_cache(maxsize=1_024)
def column_letters(column: int) -> str:
    """The letters of a column counted from 0: 0 is A, 25 is Z, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_address(row: int, column: int) -> str:
    """The address people know of a cell counted from 0: (16, 5) is F17."""
    return f"{column_letters(column)}{row + 1}"
