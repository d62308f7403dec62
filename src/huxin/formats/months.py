"""Which wage or attendance month a sheet is for, from its title, its name or the file's name."""

from __future__ import annotations

import datetime as dt
import re

from huxin.formats.headings import compact
from huxin.formats.layout import Layout
from huxin.formats.workbook import Cell
from huxin.kernel.errors import InputError
from huxin.kernel.period import month_of, parse_month

__all__ = ["month_in", "sheet_month"]

_CHINESE = "〇零○一二三四五六七八九十"
_YEAR = rf"(?P<year>20\d\d|二[{_CHINESE}]{{3}})"
_PATTERNS = tuple(
    re.compile(each)
    for each in (
        rf"{_YEAR}年度?第?(?P<month>\d{{1,2}}|[{_CHINESE}]{{1,3}})月(?!\d{{1,2}}日|[{_CHINESE}]{{1,3}}日)",
        r"(?<!\d)(?P<year>20\d\d)[-./_](?P<month>1[0-2]|0?[1-9])(?![-./_]?\d)",
        r"(?<!\d)(?P<year>20\d\d)(?P<month>1[0-2]|0[1-9])(?!\d)",
    )
)
_MONTH_ALONE = re.compile(
    rf"(?<!\d)(?P<month>1[0-2]|0?[1-9]|[{_CHINESE}]{{1,3}})月(?!\d{{1,2}}日|底|初|中|末)"
)
_YEAR_ALONE = re.compile(rf"(?<!\d){_YEAR}(?=年|\D|$)")
_NO_TITLE = re.compile(r"日期|时间|公示|开工|竣工")


def month_in(text: str) -> dt.date | None:
    """The month named in a text such as 某项目2025年3月份工资表; none without year and month."""
    plain = compact(text)
    for pattern in _PATTERNS:
        found = pattern.search(plain)
        if found:
            return _month(found["year"], found["month"])
    return None


def _month(year: str, month: str) -> dt.date | None:
    try:
        return parse_month(f"{year.replace('○', '〇')}年{month}月")
    except InputError:
        return None


def _texts_above(layout: Layout) -> list[str]:
    cells: list[Cell] = [cell for row in layout.grid.rows[: layout.first] for cell in row]
    return [each for each in cells if isinstance(each, str) and not _NO_TITLE.search(each)]


def sheet_month(layout: Layout, file: str) -> dt.date | None:
    """Title first, then the sheet's name, then the file's; a month without a year borrows one."""
    above = _texts_above(layout)
    places = [*above, layout.grid.sheet, file]
    for text in places:
        found = month_in(text)
        if found is not None:
            return found
    days = (each for row in layout.grid.rows[: layout.first] for each in row)
    day = next((each for each in days if isinstance(each, dt.date)), None)
    if day is not None:
        return month_of(day)
    month = next((m["month"] for m in map(_MONTH_ALONE.search, map(compact, places)) if m), None)
    year = next((m["year"] for m in map(_YEAR_ALONE.search, map(compact, places)) if m), None)
    return _month(year, month) if month and year else None
