"""Wage sheets as sites write them: six layouts with titles, totals and signature rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from huxin.sim.model import Line, Sheet, Site
from huxin.sim.writers.book import (
    Cell,
    Grid,
    long_date,
    money,
    short_date,
    wan,
    write_csv,
    write_xlsx,
)

__all__ = ["write_sheets", "written_sheets"]

Column = tuple[str, Callable[[int, Line, Sheet], Cell]]
Amount = Callable[[int | None], Cell]


def written_sheets(site: Site) -> list[list[Sheet]]:
    """The teams' sheets as they stand together on one written sheet.

    A site that writes one sheet per team has one each, the others one per employer and month.
    """
    if site.style.sheet in {"team_sheets", "two_rows"}:
        return [[sheet] for sheet in site.sheets]
    ordered = sorted(site.sheets, key=_employer_month)
    return [list(group) for _, group in groupby(ordered, key=_employer_month)]


def _employer_month(sheet: Sheet) -> tuple[dt.date, int]:
    return sheet.month, sheet.party


def write_sheets(site: Site, folder: Path) -> None:
    """Writes all wage sheets of the site into its folder."""
    {
        "team_sheets": _monthly_books,
        "two_rows": _monthly_books,
        "one_list": _employer_books,
        "year_book": _year_books,
        "csv_gbk": _csv_files,
        "csv_bom": _csv_files,
    }[site.style.sheet](site, folder)


def _short(site: Site, party: int) -> str:
    name = site.parties[party].name
    return name.removesuffix("有限公司").removesuffix("建筑劳务").removesuffix("建筑工程")


def _label(month: dt.date) -> str:
    return f"{month.year}年{month.month}月"


def _monthly_books(site: Site, folder: Path) -> None:
    """One workbook a month, one sheet per team."""
    for month in sorted({sheet.month for sheet in site.sheets}):
        sheets = [sheet for sheet in site.sheets if sheet.month == month]
        make = _two_row_grid if site.style.sheet == "two_rows" else _plain_grid
        path = folder / "工资表" / f"{_label(month)}工资表.xlsx"
        write_xlsx(path, [make(site, [sheet], sheet.team) for sheet in sheets])


def _employer_books(site: Site, folder: Path) -> None:
    """One workbook per month and employer with a single list."""
    for group in written_sheets(site):
        first = group[0]
        path = folder / f"{_label(first.month)}工资表-{_short(site, first.party)}.xlsx"
        write_xlsx(path, [_list_grid(site, group)])


def _year_books(site: Site, folder: Path) -> None:
    """One workbook per employer, one sheet per month."""
    groups = written_sheets(site)
    for party in sorted({group[0].party for group in groups}):
        mine = [group for group in groups if group[0].party == party]
        grids = [_plain_grid(site, group, f"{group[0].month.month}月") for group in mine]
        write_xlsx(folder / "工资" / f"{_short(site, party)}工资发放表.xlsx", grids)


def _csv_files(site: Site, folder: Path) -> None:
    encoding = "gb18030" if site.style.sheet == "csv_gbk" else "utf-8-sig"
    for group in written_sheets(site):
        first = group[0]
        grid = _list_grid(site, group)
        name = f"工资表_{first.month:%Y%m}_{_short(site, first.party)}.csv"
        write_csv(folder / "工资表" / name, grid.rows, encoding=encoding)


def _days(centi: int) -> Cell:
    return Decimal(centi) / 100


def _columns(site: Site) -> tuple[Column, ...]:
    """The columns with the headings most sites use."""
    amount: Amount = wan if site.style.unit == "wan" else money
    unit = "(万元)" if site.style.unit == "wan" else ""
    return (
        ("序号", lambda number, _line, _sheet: number),
        ("姓名", lambda _number, line, _sheet: line.worker.person.name),
        ("身份证号", lambda _number, line, _sheet: line.worker.person.identity),
        ("工种", lambda _number, line, _sheet: line.worker.trade),
        ("班组", lambda _number, line, _sheet: line.worker.team),
        ("出勤天数", lambda _number, line, _sheet: _days(line.days_centi)),
        ("日工资", lambda _number, line, _sheet: money(line.day_rate_fen)),
        (f"基本工资{unit}", lambda _number, line, _sheet: amount(line.base_fen)),
        (f"加班工资{unit}", lambda _number, line, _sheet: amount(line.overtime_fen)),
        (f"奖金{unit}", lambda _number, line, _sheet: amount(line.bonus_fen)),
        (f"应发工资{unit}", lambda _number, line, _sheet: amount(line.payable_fen)),
        (f"个税{unit}", lambda _number, line, _sheet: amount(line.tax_fen)),
        (f"社保{unit}", lambda _number, line, _sheet: amount(line.social_fen)),
        (f"借支{unit}", lambda _number, line, _sheet: amount(line.advance_fen)),
        (f"扣款合计{unit}", lambda _number, line, _sheet: amount(line.deducted_fen)),
        (f"实发工资{unit}", lambda _number, line, _sheet: amount(line.net_fen)),
        ("银行卡号", lambda _number, line, _sheet: line.worker.person.card),
        ("开户行", lambda _number, line, _sheet: line.worker.person.bank),
        ("本人签字", lambda _number, line, _sheet: "已签" if line.signed else ""),
        ("总包审核", lambda _number, _line, sheet: "已审核" if sheet.reviewed else "未审核"),
        ("发放方式", lambda _number, line, _sheet: "实物" if line.in_kind else "银行代发"),
    )


_MONEY_FROM, _MONEY_TO = 7, 15


def _body(group: Sequence[Sheet], columns: Sequence[Column]) -> list[list[Cell]]:
    """The lines of all sheets of the group, numbered through."""
    pairs = [(line, sheet) for sheet in group for line in sheet.lines]
    return [
        [cell(number, line, sheet) for _, cell in columns]
        for number, (line, sheet) in enumerate(pairs, start=1)
    ]


def _totals(body: Sequence[Sequence[Cell]], columns: Sequence[Column]) -> list[Cell]:
    """The row 合计: sums of the money columns, nothing elsewhere."""
    row: list[Cell] = ["合计"]
    for place in range(1, len(columns)):
        is_money = _MONEY_FROM <= place <= _MONEY_TO
        values = [line[place] for line in body] if is_money else []
        row.append(sum((each for each in values if isinstance(each, Decimal)), Decimal()) or None
                   if is_money else None)  # fmt: skip
    return row


def _head(site: Site, group: Sequence[Sheet], title: str) -> list[list[Cell]]:
    first = group[0]
    return [
        [title],
        [f"用工单位：{site.parties[first.party].name}", None, None, None, None, None,
         f"项目名称：{site.project.name}"],
        [f"制表日期：{long_date(first.drawn_up_on)}", None, None, None, None, None,
         f"公示开始：{long_date(first.posted_from)}", None, None, None,
         f"公示结束：{long_date(first.posted_to)}"],
    ]  # fmt: skip


def _plain_grid(site: Site, group: Sequence[Sheet], name: str) -> Grid:
    """Title rows, one header row, lines, a blank row, totals and a signature row."""
    columns = _columns(site)
    month = group[0].month
    grid = Grid(name, [*_head(site, group, f"{site.project.name}{_label(month)}农民工工资表")])
    grid.merges.append((0, 0, 0, len(columns) - 1))
    grid.rows.append([heading for heading, _ in columns])
    body = _body(group, columns)
    grid.rows += [*body, [], _totals(body, columns), _SIGNATURES]
    grid.widths = {1: 9, 2: 21, 16: 22}
    return grid


_SIGNATURES: list[Cell] = [
    "制表人：", None, None, "班组长：", None, None, "劳资专管员：", None, None, None, "项目经理：",
]  # fmt: skip


def _two_row_grid(site: Site, group: Sequence[Sheet], name: str) -> Grid:
    """As the plain one, with earnings and deductions grouped under a header of two rows."""
    grid = _plain_grid(site, group, name)
    lower = list(grid.rows[3])
    upper: list[Cell] = list(lower)
    upper[7:11] = ["应发工资", None, None, None]
    upper[11:15] = ["扣款", None, None, None]
    for place in (*range(7), *range(15, len(lower))):
        lower[place] = None
    unit = "(万元)" if site.style.unit == "wan" else ""
    lower[10], lower[14] = f"应发小计{unit}", f"扣款合计{unit}"
    grid.rows[3:4] = [upper, lower]
    grid.merges += [(3, 7, 3, 10), (3, 11, 3, 14)]
    grid.merges += [(3, place, 4, place) for place in (*range(7), *range(15, len(lower)))]
    return grid


_LIST_HEADINGS = {
    "身份证号": "身份证号码", "日工资": "日工资标准", "基本工资": "计时工资", "加班工资": "加班费",
    "奖金": "其他", "应发工资": "应发金额", "借支": "预支", "实发工资": "实发金额",
    "银行卡号": "工资卡号", "开户行": "开户银行", "本人签字": "农民工签字",
}  # fmt: skip


def _list_grid(site: Site, group: Sequence[Sheet]) -> Grid:
    """A list for computers: no titles, all that belongs to the sheet stands on every line."""
    columns = _columns(site)
    first = group[0]
    extra: list[Column] = [
        ("工资月份", lambda _number, _line, sheet: f"{sheet.month:%Y-%m}"),
        ("用工单位", lambda _number, _line, sheet: site.parties[sheet.party].name),
        ("项目名称", lambda _number, _line, _sheet: site.project.name),
        ("制表日期", lambda _number, _line, sheet: short_date(sheet.drawn_up_on)),
        ("公示开始", lambda _number, _line, sheet: short_date(sheet.posted_from)),
        ("公示结束", lambda _number, _line, sheet: short_date(sheet.posted_to)),
    ]
    whole = [*columns, *extra]
    body = _body(group, whole)
    heads: list[Cell] = [_list_heading(heading) for heading, _ in whole]
    return Grid(f"{first.month.month}月工资", [heads, *body, _totals(body, whole)])


def _list_heading(heading: str) -> str:
    plain = heading.removesuffix("(万元)")
    unit = heading[len(plain) :]
    return _LIST_HEADINGS.get(plain, plain) + unit
