"""A column of cells split by what they are, and what a parser of columns gives back."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from huxin.formats.workbook import Cell

__all__ = [
    "BLANK",
    "DAY",
    "NONE_GIVEN",
    "NUMBER",
    "TEXT",
    "TIME",
    "TRUTH",
    "UNREADABLE",
    "Cells",
    "Flags",
    "Parsed",
    "Places",
    "by_distinct",
    "flags",
    "nulls",
    "places",
    "plain_text",
    "settle",
    "write",
]

Flags: TypeAlias = npt.NDArray[np.bool_]
Places: TypeAlias = npt.NDArray[np.int64]

BLANK, TEXT, NUMBER, DAY, TRUTH, TIME = range(6)
_KIND: dict[type, int] = {
    str: TEXT,
    float: NUMBER,
    int: NUMBER,
    dt.datetime: DAY,
    dt.date: DAY,
    bool: TRUTH,
    dt.time: TIME,
    dt.timedelta: TIME,
}
NONE_GIVEN = (
    "-",
    "--",
    "—",
    "——",
    "－",
    "/",
    "／",
    "\\",
    "无",
    "N/A",
    "n/a",
    "NA",
    "*",
    "空",
    "暂无",
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """`values`: null where nothing usable stands; `faults`: kind → places (from 0), ascending."""

    values: pa.Array
    faults: Mapping[str, Places] = field(default_factory=dict)

    def at(self, kind: str) -> Places:
        """Places of one kind of fault; none if it did not occur."""
        return self.faults.get(kind, np.zeros(0, dtype=np.int64))


class Cells:
    """One column split by its kinds of cells: blank, text, number, day, truth value, time."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = cells
        types = set(map(type, cells))
        self.all_numbers = types == {float}
        self._all_texts = types <= {str}
        if self.all_numbers or self._all_texts:
            self._kind = np.full(len(cells), NUMBER if self.all_numbers else TEXT, dtype=np.uint8)
        else:
            codes = {each: _KIND.get(each, TEXT) for each in types}
            self._kind = np.fromiter(map(codes.__getitem__, map(type, cells)), np.uint8, len(cells))

    def __len__(self) -> int:
        return len(self.cells)

    def __getitem__(self, place: int) -> Cell:
        return self.cells[place]

    @cached_property
    def texts(self) -> pa.Array:
        """Trimmed texts; null where the cell is blank or no text."""
        if self._all_texts:
            texts = [each.strip() or None for each in self.cells]  # type: ignore[union-attr]
        else:
            texts = [each.strip() or None if type(each) is str else None for each in self.cells]
        return pa.array(texts, pa.string())

    @cached_property
    def kind(self) -> npt.NDArray[np.uint8]:
        """What each cell is; a text of blanks only is blank."""
        if self.all_numbers:
            return self._kind
        kind = self._kind.copy()
        if self._all_texts:
            kind[nulls(self.texts)] = BLANK
        else:
            cells = self.cells
            texts = np.flatnonzero(kind == TEXT).tolist()
            kind[[each for each in texts if not cells[each].strip()]] = BLANK  # type: ignore[union-attr]
        return kind

    @property
    def blank(self) -> Flags:
        """Cells in which nothing stands."""
        found: Flags = self.kind == BLANK
        return found

    def is_a(self, kind: int) -> Flags:
        """Cells of one kind."""
        found: Flags = self.kind == kind
        return found

    @cached_property
    def numbers(self) -> npt.NDArray[np.float64]:
        """The numbers; not-a-number elsewhere."""
        if self.all_numbers:
            return np.array(self.cells, dtype=np.float64)
        found = np.full(len(self.cells), np.nan)
        at = np.flatnonzero(self._kind == NUMBER)
        found[at] = [self.cells[place] for place in at.tolist()]
        return found

    @cached_property
    def written(self) -> pa.Array:
        """Every cell as text: whole numbers without a decimal point, days as 2025-03-01."""
        at = np.flatnonzero((self.kind != TEXT) & (self.kind != BLANK))
        if not len(at):
            return self.texts
        texts = self.texts.to_pylist()
        for place in at.tolist():
            texts[place] = write(self.cells[place])
        return pa.array(texts, pa.string())


def write(cell: Cell) -> str:
    """One cell as people see it."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == dt.time() else f"{cell:%Y-%m-%d %H:%M:%S}"
    return str(cell)


def nulls(array: pa.Array) -> Flags:
    """Where `array` is null, as flags."""
    if not array.null_count:
        return np.zeros(len(array), np.bool_)
    found: Flags = array.is_null().to_numpy(zero_copy_only=False)
    return found


def flags(array: pa.Array) -> Flags:
    """A truth column as flags; null is false."""
    given = pc.fill_null(array, fill_value=False) if array.null_count else array
    found: Flags = given.to_numpy(zero_copy_only=False)
    return found


def places(array: pa.Array) -> Places:
    """Where a truth column is true."""
    return np.flatnonzero(flags(array))


def plain_text(text: str) -> str:
    """Half-width, without spaces, quotes that mark text, or the ="…" of text tables."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if plain.startswith('="') and plain.endswith('"'):
        plain = plain[2:-1]
    return plain.strip("'`’‘\"")


def by_distinct(texts: pa.Array, parse: Callable[[str], object]) -> list[object]:
    """`parse` of each text, called once per distinct text; null stays None."""
    coded = texts.dictionary_encode()
    answers = [parse(each) for each in coded.dictionary.to_pylist()]
    codes = coded.indices.to_pylist()
    return [None if code is None else answers[code] for code in codes]


UNREADABLE = object()


def settle(answers: list[object], kind: pa.DataType, more: Flags | None = None) -> Parsed:
    """Answers into an array; `UNREADABLE` and the flagged places become faults."""
    bad = np.fromiter((each is UNREADABLE for each in answers), np.bool_, len(answers))
    if more is not None:
        bad |= more
    if bad.any():
        for place in np.flatnonzero(bad).tolist():
            answers[place] = None
    faults = {"unreadable": np.flatnonzero(bad)} if bad.any() else {}
    return Parsed(pa.array(answers, kind), faults)
