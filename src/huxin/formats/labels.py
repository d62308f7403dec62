"""What stands around a table: labels with values (用工单位：甲公司), the unit, the month.

These are the fields that a format calls `sheet_level`; they count for every row of the sheet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from huxin.formats.headings import compact
from huxin.formats.layout import Layout
from huxin.formats.spec import FormatSpec
from huxin.formats.workbook import Cell, Grid

__all__ = ["labelled", "title_unit"]

_LABEL_TEXT_MAX = 400
_UNIT_TITLE = re.compile(r"单位:?(?:人民币)?(万元|元)")


def title_unit(layout: Layout) -> str:
    """`wan` or `yuan` where a line above the header says 单位：万元, else the empty text."""
    for row in layout.grid.rows[: layout.first]:
        for cell in row:
            found = _UNIT_TITLE.search(compact(_written(cell)))
            if found:
                return "wan" if found[1] == "万元" else "yuan"
    return ""


def labelled(grid: Grid, rows: Iterable[int], spec: FormatSpec) -> dict[str, tuple[str, int, int]]:
    """Sheet-level fields written as 用工单位：某公司: field → text, row, column of the label.

    The value stands after the colon or in the next filled cell of the same line.
    """
    headings, pattern = _sheet_headings(spec)
    found: dict[str, tuple[str, int, int]] = {}
    for row in rows:
        cells = grid.rows[row]
        for column, cell in enumerate(cells):
            for label, value in _pairs(_written(cell), headings, pattern):
                text = value or _next_written(cells, column)
                if text and headings[label] not in found:
                    found[headings[label]] = (text, row, column)
    return found


@lru_cache(maxsize=64)
def _sheet_headings(spec: FormatSpec) -> tuple[Mapping[str, str], re.Pattern[str] | None]:
    """Heading → field of the fields that stand around a table, and all headings as a pattern."""
    headings = {
        compact(heading): each.name
        for each in spec.fields
        if each.sheet_level
        for heading in each.headings
    }
    words = "|".join(sorted(map(re.escape, headings), key=len, reverse=True))
    spaced = re.compile(rf"(?:^|(?<=[\s,;]))({words})\s*:\s*") if words else None
    return headings, spaced


def _pairs(
    text: str, headings: Mapping[str, str], spaced: re.Pattern[str] | None
) -> list[tuple[str, str]]:
    """Labels and values of one cell: 项目名称：甲项目    用工单位：乙公司."""
    if not text or len(text) > _LABEL_TEXT_MAX:
        return []
    if compact(text).rstrip(":") in headings:
        return [(compact(text).rstrip(":"), "")]
    plain = unicodedata.normalize("NFKC", text)
    marks = list(spaced.finditer(plain)) if spaced else []
    if not marks:
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(plain)]
    return [
        (mark[1], _first_part(plain[mark.end() : end]))
        for mark, end in zip(marks, ends, strict=True)
    ]


def _first_part(text: str) -> str:
    """Up to a wide gap or the next label of any kind: 乙公司   2025年3月 → 乙公司."""
    return re.split(r"\s{2,}|\t|\s(?=[^\s:]{2,8}:)", text.strip())[0].strip(" ,;")


def _next_written(cells: list[Cell], column: int) -> str:
    for cell in cells[column + 1 :]:
        if isinstance(cell, str) and not cell.strip():
            continue
        return str(cell).strip()
    return ""


def _written(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ""
