"""What a register says of rows that were given to it in bulk: taken, unchanged, or refused."""

from __future__ import annotations

from dataclasses import dataclass

from huxin.kernel.errors import HuxinError

__all__ = ["RefusedRow", "Remark", "Taken"]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row that a register did not take; `line` and `sheet` as the reader of the file counts."""

    line: int
    code: str
    error: HuxinError
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of one row that was left out although the row itself was taken."""

    line: int
    code: str
    error: HuxinError
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome of a bulk action: rows in = accepted + unchanged + refused, always.

    `left_alone` are rows that no register keeps; a remark says which.
    """

    accepted: int = 0
    unchanged: int = 0
    refused: tuple[RefusedRow, ...] = ()
    remarks: tuple[Remark, ...] = ()
    left_alone: int = 0

    @property
    def rows(self) -> int:
        return self.accepted + self.unchanged + len(self.refused)
