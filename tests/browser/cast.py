"""Who takes part in the journeys, and the paper they quarrel about. Everybody is invented."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter

__all__ = ["BODIES", "CONTRACTOR", "DEVELOPER", "PLACE", "SEATS", "identity", "roster"]

PLACE = "140923"
DEVELOPER, CONTRACTOR = "代县滨河置业有限公司", "代县磐石建筑工程有限公司"
BODIES = {
    "inspection": ("department", "labour_inspection", "代县劳动保障监察大队"),
    "housing": ("department", "housing_department", "代县住房和城乡建设局"),
    "developer": ("company", "", DEVELOPER),
    "contractor": ("company", "", CONTRACTOR),
}
SEATS = {
    "clerk": ("general_contractor", "contractor"),
    "officer": ("labour_wage_officer", "contractor"),
    "housing": ("housing_department", "housing"),
    "inspector": ("labour_inspection", "inspection"),
}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
HEADS = (
    "序号",
    "姓名",
    "身份证号",
    "联系电话",
    "班组",
    "工种",
    "进场日期",
    "签订日期",
    "开始",
    "备案日期",
    "日工资",
)


def identity(number: int) -> str:
    """An invented identity number with its check digit (GB 11643)."""
    body = f"{PLACE}198{number % 10}0{1 + number % 9}15{number:03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    return body + CHECKS[rest]


def roster(file: Path, rows: list[tuple[str, ...]], *, site: str) -> Path:
    """A roster as sites have it: titles over the head, a head of two lines with merged cells."""
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet("花名册")
        last = len(HEADS) - 1
        title = book.add_format({"bold": True, "align": "center"})
        sheet.merge_range(0, 0, 0, last, f"{site}农民工花名册", title)
        sheet.merge_range(1, 0, 1, last, f"填报单位：{CONTRACTOR}（盖章）      填报日期：本月")
        for column, head in enumerate(HEADS):
            if head in ("签订日期", "开始", "备案日期"):
                sheet.write_string(3, column, head)
            else:
                sheet.merge_range(2, column, 3, column, head)
        sheet.merge_range(2, 7, 2, 9, "劳动合同", title)
        for at, row in enumerate(rows):
            for column, text in enumerate((str(at + 1), *row)):
                sheet.write_string(4 + at, column, text)
        foot = 4 + len(rows)
        sheet.merge_range(foot, 0, foot, last, "制表人：        审核人：        总包单位（盖章）")
    return file


def day(on: dt.date) -> str:
    """A day as clerks write it."""
    return f"{on.year}.{on.month}.{on.day}"
