"""Whole numbers and answers that may not be known, with the logic of SQL for one value.

A formula of the rules is written once over columns; with these values the same formula runs over
one record. "Not known" spreads: a sum with it is not known, "no and not known" is no.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Known", "cases", "coalesce"]

Plain: TypeAlias = "int | bool | str | None"


@dataclass(frozen=True, slots=True, eq=False)
class Known:  # noqa: PLW1641 -- compared, never kept in a set
    """One value; `value` None: not known."""

    value: Plain

    def __add__(self, other: Known | int) -> Known:
        return _both(self, other, lambda a, b: a + b)

    def __radd__(self, other: int) -> Known:
        return _both(other, self, lambda a, b: a + b)

    def __sub__(self, other: Known | int) -> Known:
        return _both(self, other, lambda a, b: a - b)

    def __rsub__(self, other: int) -> Known:
        return _both(other, self, lambda a, b: a - b)

    def __mul__(self, other: Known | int) -> Known:
        return _both(self, other, lambda a, b: a * b)

    def __floordiv__(self, other: Known | int) -> Known:
        return _both(self, other, lambda a, b: a // b)

    def __ge__(self, other: Known | int) -> Known:
        return _both(self, other, lambda a, b: a >= b)

    def __lt__(self, other: Known | int) -> Known:
        return _both(self, other, lambda a, b: a < b)

    def __eq__(self, other: object) -> Known:  # type: ignore[override]
        return _both(self, other, lambda a, b: a == b)  # type: ignore[arg-type]

    def __and__(self, other: Known) -> Known:
        if self.value is False or other.value is False:
            return Known(value=False)
        return _both(self, other, lambda a, b: a and b)

    def __or__(self, other: Known) -> Known:
        if self.value is True or other.value is True:
            return Known(value=True)
        return _both(self, other, lambda a, b: a or b)

    def __invert__(self) -> Known:
        return Known(None if self.value is None else not self.value)

    def isnull(self) -> Known:
        return Known(self.value is None)

    def notnull(self) -> Known:
        return Known(self.value is not None)

    def fill_null(self, other: Plain) -> Known:
        return Known(other) if self.value is None else self

    def ifelse(self, one: Known | Plain, other: Known | Plain) -> Known:
        return _known(one) if self.value is True else _known(other)


def coalesce(*values: Known | Plain) -> Known:
    """The first that is known."""
    return next((each for each in _all(values) if each.value is not None), Known(None))


def cases(*branches: tuple[Known, Known | Plain], else_: Known | Plain = None) -> Known:
    """The value of the first branch that holds, else `else_`."""
    return next((_known(value) for holds, value in branches if holds.value is True), _known(else_))


def _known(value: Known | Plain) -> Known:
    return value if isinstance(value, Known) else Known(value)


def _all(values: tuple[Known | Plain, ...]) -> Iterator[Known]:
    return (_known(each) for each in values)


def _both(one: Known | Plain, other: Known | Plain, combine: object) -> Known:
    left, right = _known(one).value, _known(other).value
    if left is None or right is None:
        return Known(None)
    return Known(combine(left, right))  # type: ignore[operator]
