"""Many messy layouts of one and the same wage sheet: four workers, March 2025."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from tests.formats.papers import PEOPLE, Cell, Sheet, text, xls, xlsx

Layout = Callable[[Path], Path]
LAYOUTS: dict[str, Layout] = {}

PAID = ((22, 6600, 6100), (20.5, 6150, 6150), (18, 5400.5, 5000.5), (26, 7800, 7300))
"""Days, payable and net in yuan."""
HEAD: list[Cell] = ["序号", "姓名", "身份证号", "出勤天数", "应发工资", "实发工资"]
TITLE = "某某小区二期工程2025年3月份农民工工资表"
NAME = "2025年3月工资表"


def rows(times: float = 1) -> list[list[Cell]]:
    return [
        [number, *person, days, payable * times, net * times]
        for number, (person, (days, payable, net)) in enumerate(
            zip(PEOPLE, PAID, strict=False), start=1
        )
    ]


def layout(make: Layout) -> Layout:
    LAYOUTS[make.__name__] = make
    return make


def _xlsx(
    folder: Path, table: list[list[Cell]], *, name: str = NAME, sheet: str = "Sheet1"
) -> Path:
    return xlsx(folder / f"{name}.xlsx", Sheet(table, sheet))


@layout
def plain_with_month_in_file_name(folder: Path) -> Path:
    return _xlsx(folder, [HEAD, *rows()])


@layout
def title_above(folder: Path) -> Path:
    return _xlsx(folder, [[TITLE], HEAD, *rows()], name="工资")


@layout
def merged_title_and_labels(folder: Path) -> Path:
    labels: list[Cell] = ["用工单位：甲劳务有限公司", None, None, "项目名称：某某小区二期工程"]
    sheet = Sheet([[TITLE], labels, HEAD, *rows()], merges=((0, 0, 0, 5), (1, 0, 1, 2)))
    return xlsx(folder / "a.xlsx", sheet)


@layout
def blank_lines_between(folder: Path) -> Path:
    lines: list[list[Cell]] = [[TITLE], [], HEAD, []]
    for row in rows():
        lines += [row, []]
    return _xlsx(folder, lines, name="工资")


def _grouped() -> list[list[Cell]]:
    upper: list[Cell] = [
        "序号",
        "姓名",
        "身份证号",
        "出勤天数",
        "应发工资",
        None,
        None,
        "扣款",
        None,
        "实发工资",
    ]
    lower: list[Cell] = [None, None, None, None, "计时", "加班", "合计", "借支", "个税", None]
    body = [
        [*row[:4], float(row[4]) - 100, 100, row[4], float(row[4]) - float(row[5]), 0, row[5]]  # type: ignore[arg-type]
        for row in rows()
    ]
    return [[TITLE], upper, lower, *body]


@layout
def two_header_rows_merged(folder: Path) -> Path:
    tall = [(1, column, 2, column) for column in (0, 1, 2, 3, 9)]
    return xlsx(folder / "a.xlsx", Sheet(_grouped(), merges=((1, 4, 1, 6), (1, 7, 1, 8), *tall)))


@layout
def two_header_rows_without_merges(folder: Path) -> Path:
    return text(folder / "a.csv", _grouped())


@layout
def aliases(folder: Path) -> Path:
    head: list[Cell] = ["编号", "工人姓名", "公民身份号码", "实际出勤天数", "应领工资", "实领金额"]
    return _xlsx(folder, [[TITLE], head, *rows()])


@layout
def units_in_brackets(folder: Path) -> Path:
    head: list[Cell] = [
        "序号",
        "姓名",
        "身份证号(18位)",
        "出勤天数(天)",
        "应发工资(元)",
        "实发工资(元)",
    ]
    return _xlsx(folder, [[TITLE], head, *rows()])


@layout
def full_width_and_spaced_headings(folder: Path) -> Path:
    head: list[Cell] = [
        "序　号",
        "姓 名",
        "身份证号码",
        "出勤天数（天）",
        "应 发 工 资（元）",
        "实发工资：（元）",
    ]
    return _xlsx(folder, [[TITLE], head, *rows()])


@layout
def headings_with_line_breaks(folder: Path) -> Path:
    head: list[Cell] = ["序号", "姓名", "身份证\n号码", "出勤\n天数", "应发\n工资", "实发\n工资"]
    return _xlsx(folder, [[TITLE], head, *rows()])


@layout
def ten_thousands_in_heading(folder: Path) -> Path:
    return _xlsx(
        folder, [[TITLE], [*HEAD[:4], "应发工资(万元)", "实发工资（万元）"], *rows(0.0001)]
    )


@layout
def ten_thousands_in_title(folder: Path) -> Path:
    return _xlsx(folder, [[TITLE, None, None, "单位：万元"], HEAD, *rows(0.0001)])


@layout
def chinese_numerals_in_title(folder: Path) -> Path:
    return _xlsx(folder, [["二〇二五年三月份工资发放表"], HEAD, *rows()], name="工资")


@layout
def dotted_month_in_title(folder: Path) -> Path:
    return _xlsx(folder, [["工资表（2025.03）"], HEAD, *rows()], name="工资")


@layout
def month_column_as_text(folder: Path) -> Path:
    return _xlsx(folder, [[*HEAD, "工资月份"], *([*row, "2025-03"] for row in rows())], name="工资")


@layout
def month_column_as_day(folder: Path) -> Path:
    lines = [[*row, dt.date(2025, 3, 31)] for row in rows()]
    return _xlsx(folder, [[*HEAD, "月份"], *lines], name="工资")


@layout
def month_column_as_number(folder: Path) -> Path:
    return _xlsx(folder, [[*HEAD, "所属月份"], *([*row, 202503] for row in rows())], name="工资")


@layout
def month_in_sheet_name(folder: Path) -> Path:
    return _xlsx(folder, [HEAD, *rows()], name="工资", sheet="2025年3月")


@layout
def month_in_sheet_name_year_in_file_name(folder: Path) -> Path:
    return _xlsx(folder, [["工资表"], HEAD, *rows()], name="2025年工资发放表", sheet="3月")


@layout
def totals_and_signatures(folder: Path) -> Path:
    total: list[Cell] = ["合计", None, None, 86.5, 25950.5, 24550.5]
    signed: list[Cell] = ["制表人：", None, "审核：", None, "项目经理："]
    return _xlsx(folder, [[TITLE], HEAD, *rows(), [], total, signed, ["注：本表一式三份。"]])


@layout
def subtotals_by_team(folder: Path) -> Path:
    body = rows()
    first: list[Cell] = [None, "小计", None, None, 12750, 12250]
    second: list[Cell] = [None, "小 计", None, None, 13200.5, 12300.5]
    total: list[Cell] = [None, "总  计", None, None, 25950.5, 24550.5]
    return _xlsx(folder, [[TITLE], HEAD, *body[:2], first, *body[2:], second, total])


@layout
def csv_utf8(folder: Path) -> Path:
    return text(folder / f"{NAME}.csv", [HEAD, *rows()])


@layout
def csv_with_mark(folder: Path) -> Path:
    return text(folder / f"{NAME}.csv", [HEAD, *rows()], encoding="utf-8-sig")


@layout
def csv_gbk(folder: Path) -> Path:
    return text(folder / "a.csv", [[TITLE], HEAD, *rows()], encoding="gbk")


@layout
def csv_semicolons(folder: Path) -> Path:
    return text(folder / "a.csv", [[TITLE], HEAD, *rows()], delimiter=";")


@layout
def unicode_text_of_excel(folder: Path) -> Path:
    return text(folder / "a.txt", [[TITLE], HEAD, *rows()], encoding="utf-16", delimiter="\t")


@layout
def csv_with_text_formulas(folder: Path) -> Path:
    lines = [[row[0], row[1], f'="{row[2]}"', *row[3:]] for row in rows()]
    return text(folder / "a.csv", [[TITLE], HEAD, *lines])


@layout
def old_excel(folder: Path) -> Path:
    return xls(folder / "a.xls", Sheet([[TITLE], HEAD, *rows()]))


@layout
def amounts_as_text(folder: Path) -> Path:
    lines = [[*row[:4], f"{row[4]:,.2f}", f"￥{row[5]:.2f}元"] for row in rows()]
    return _xlsx(folder, [[TITLE], HEAD, *lines])


@layout
def amounts_in_full_width(folder: Path) -> Path:
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    lines = [[*row[:4], f"{row[4]}".translate(wide), f"{row[5]}".translate(wide)] for row in rows()]
    return _xlsx(folder, [[TITLE], HEAD, *lines])


@layout
def identities_with_marks(folder: Path) -> Path:
    lines = [[row[0], row[1], f"'{str(row[2]).lower()} ", *row[3:]] for row in rows()]
    return _xlsx(folder, [[TITLE], HEAD, *lines])


@layout
def names_with_blanks(folder: Path) -> Path:
    lines = [[row[0], "　".join(str(row[1])), *row[2:]] for row in rows()]
    return _xlsx(folder, [[TITLE], HEAD, *lines])


@layout
def table_away_from_the_corner(folder: Path) -> Path:
    lines: list[list[Cell]] = [[], [], [], [None, None, TITLE]]
    return _xlsx(folder, [*lines, *([None, None, *row] for row in [HEAD, *rows()])])


@layout
def header_again_on_each_page(folder: Path) -> Path:
    body = rows()
    page: list[Cell] = ["本页小计", None, None, None, 12750, 12250]
    return _xlsx(folder, [[TITLE], HEAD, *body[:2], page, [TITLE], HEAD, *body[2:]])


@layout
def numbered_ahead(folder: Path) -> Path:
    ahead: list[list[Cell]] = [[number, None, None, None, 0, 0] for number in range(5, 12)]
    return _xlsx(folder, [[TITLE], HEAD, *rows(), *ahead])


@layout
def two_sheets(folder: Path) -> Path:
    body = rows()
    first, second = (
        Sheet([[TITLE], HEAD, *body[:2]], "木工"),
        Sheet([[TITLE], HEAD, *body[2:]], "钢筋工"),
    )
    return xlsx(folder / "a.xlsx", first, second, Sheet([], "Sheet3"))


@layout
def blank_and_unknown_columns(folder: Path) -> Path:
    lines = [[*row[:3], None, *row[3:], "领讫"] for row in [HEAD[:3] + HEAD[3:], *rows()]]
    lines[0][-1] = "备注"
    return _xlsx(folder, [[TITLE], *lines])
