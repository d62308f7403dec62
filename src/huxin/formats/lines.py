"""Sorts the lines of a sheet: which are rows, and why each other line is none.

A line is looked at one by one only where it has no identity number (or no name, in sheets without
identity numbers), so that long sheets cost nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from huxin.formats.base import Left
from huxin.formats.columns import NUMBER, Cells, by_distinct, flags
from huxin.formats.headings import compact, loose
from huxin.formats.layout import Layout
from huxin.formats.workbook import Cell

__all__ = ["Lines", "left_counts", "sort_lines"]

_TOTAL = re.compile(
    r"^.{0,12}(合计|小计|总计|共计|累计|合計)(金额|人数|工资)?(大写|小写)?(\(.*\))?[:：]?.{0,20}$"
)
_SIGNATURE = re.compile(
    r"制表|编制|填表|填报|审核|复核|审批|审定|核准|负责人|经办|签字|签章|签名|盖章|公章|考勤员|记工员|劳资专管员|"
    r"班组长[:：]|项目经理|领导|备注[:：]|说明[:：]|^注[:：]?\d?|公示|监督|举报|电话[:：]|日期[:：]|单位[:：]|项目名称|"
    r"本人确认|以下空白|以上"
)
_DIGITS = re.compile(r"\d{12,}")


@dataclass(frozen=True, slots=True)
class Lines:
    """`rows`: places of the rows in the grid, ascending. `left`: why other lines are none.

    `totals` are the grid rows of total lines, which a reader may compare with its own sums.
    """

    rows: npt.NDArray[np.int64]
    left: dict[int, Left]

    @property
    def totals(self) -> tuple[int, ...]:
        """Grid rows of total lines, ascending."""
        return tuple(sorted(row for row, why in self.left.items() if why is Left.TOTAL))


def left_counts(left: Iterable[Left]) -> tuple[tuple[Left, int], ...]:
    """How many lines were left alone for each reason, sorted."""
    return tuple(sorted(Counter(left).items()))


def sort_lines(layout: Layout, *, amounts: tuple[str, ...] = (), number: str = "seq") -> Lines:
    """Every line of the sheet as row, title, header, blank, total or signature.

    `amounts` are fields without which a line with a word of signature is no row; `number` is the
    field of running numbers, which alone make no row (templates are often numbered ahead).
    """
    grid, sorter = layout.grid, _Sorter(layout, amounts, number)
    left = {row: _above(grid.rows[row], row, layout) for row in range(layout.last + 1)}
    for row in sorter.doubtful().tolist():
        why = sorter.why_left(row)
        if why is not None:
            left[row] = why
    kept = np.ones(grid.height, dtype=np.bool_)
    kept[list(left)] = False
    return Lines(np.flatnonzero(kept), left)


def _above(cells: list[Cell], row: int, layout: Layout) -> Left:
    if row >= layout.first:
        return Left.HEADER
    return Left.TITLE if any(not _is_blank(each) for each in cells) else Left.BLANK


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, (int, float)) or (isinstance(cell, str) and cell.strip().isdigit())


class _Sorter:
    """Judges the doubtful lines below one header."""

    def __init__(self, layout: Layout, amounts: tuple[str, ...], number: str) -> None:
        columns = layout.columns
        self.layout, self.rows = layout, layout.grid.rows
        self.name, self.identity = columns.get("name"), columns.get("identity")
        self.number = columns.get(number)
        self.amounts = tuple(columns[each] for each in amounts if each in columns)
        self.headings = {
            each.column: {loose(each.written), loose(each.written.rpartition("/")[2])}
            for each in layout.reading.matches
        }

    def doubtful(self) -> npt.NDArray[np.int64]:
        """Grid rows that may be something else than a row."""
        key = self.identity if self.identity is not None else self.name
        begin = self.layout.last + 1
        if key is None or begin >= len(self.rows):
            return np.arange(begin, len(self.rows))
        cells = Cells(self.layout.grid.columns[key][begin:])
        sure = ~cells.blank
        if key == self.identity:
            long = pc.greater_equal(pc.utf8_length(cells.texts), 15)
            sure &= flags(long) | (cells.kind == NUMBER)
        else:
            is_word = by_distinct(cells.texts, self._is_word)
            sure &= ~np.fromiter((each is True for each in is_word), np.bool_, len(cells))
        return np.flatnonzero(~sure) + begin

    def _is_word(self, text: str) -> bool:
        plain = compact(text)
        return (
            len(plain) > 4
            or bool(_TOTAL.match(plain) or _SIGNATURE.search(plain))
            or plain == "姓名"
        )

    def why_left(self, row: int) -> Left | None:
        """Why the line is no row; none if it is one."""
        cells = self.rows[row]
        texts = [(at, compact(each)) for at, each in enumerate(cells) if isinstance(each, str)]
        texts = [(at, each) for at, each in texts if each]
        if self._says_nothing(cells):
            return Left.BLANK
        if self._is_header(texts):
            return Left.HEADER
        if any(_DIGITS.search(each) for at, each in texts if at in (self.name, self.identity)):
            return None
        return self._words(cells, texts)

    def _says_nothing(self, cells: list[Cell]) -> bool:
        """Blank, or a line of a template: a running number and noughts only."""
        return all(
            _is_blank(cell)
            or (at == self.number and _is_figure(cell))
            or (isinstance(cell, (int, float)) and not cell)
            for at, cell in enumerate(cells)
        )

    def _is_header(self, texts: list[tuple[int, str]]) -> bool:
        same = sum(1 for at, each in texts if loose(each) in self.headings.get(at, ()))
        return same >= 2 and same * 2 > len(texts)

    def _words(self, cells: list[Cell], texts: list[tuple[int, str]]) -> Left | None:
        name = next((each for at, each in texts if at == self.name), "")
        is_plain_name = bool(name) and not _TOTAL.match(name) and not _SIGNATURE.search(name)
        if is_plain_name and len(texts) > 1:
            return None
        first_amount = min(self.amounts, default=len(cells))
        if any(_TOTAL.match(each) for at, each in texts if at < first_amount):
            return Left.TOTAL
        has_amount = any(isinstance(cells[at], (int, float)) and cells[at] for at in self.amounts)
        if has_amount:
            return None
        if any(_SIGNATURE.search(each) for _, each in texts):
            return Left.SIGNATURE
        filled = sum(1 for cell in cells if not _is_blank(cell))
        if filled == 1 and not is_plain_name:
            return Left.TITLE
        return None
