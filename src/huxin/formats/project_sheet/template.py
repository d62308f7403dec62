"""An empty project sheet to fill in: every key, the lists, and the words to choose from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from huxin.formats.project_sheet.spec import LISTS, TABLES
from huxin.formats.project_sheet.tables import SHARE_UNIT, TableSpec
from huxin.formats.spec import FieldSpec

__all__ = ["HINTS", "blank_project_sheet"]

CREATED = dt.datetime(2026, 1, 1)  # noqa: DTZ001 -- xlsxwriter wants a naive moment
"""Fixed, so that the same template has the same bytes."""
LIST_ROWS = 500
LIST_TEXT_MAX = 255
"""Excel takes at most so many letters in the source of a validation list."""

HINTS = {
    "date": "如 2025-03-10",
    "month": "如 2025年3月",
    "money": "元；写明“万元”亦可",
    "flag": "是 / 否",
    "integer": "整数",
    "card": "请保持文本格式",
}


def blank_project_sheet(path: Path) -> None:
    """Write an empty project sheet (xlsx) with lists of choices; always the same bytes."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    book.set_properties({"created": CREATED, "title": "项目信息"})
    head = book.add_format({"bold": True, "bg_color": "#e7f0f0", "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    hint = book.add_format({"font_color": "#667085"})
    for table in TABLES:
        sheet = book.add_worksheet(table.sheet)
        sheet.freeze_panes(1, 0)
        if table in LISTS:
            _list(sheet, table, head, text)
        else:
            _keys(sheet, table, (head, text, hint))
    book.close()


def _keys(sheet: Worksheet, table: TableSpec, formats: tuple[Format, Format, Format]) -> None:
    head, text, hint = formats
    for column, (title, width) in enumerate((("项目", 22), ("内容", 40), ("填写说明", 48))):
        sheet.set_column(column, column, width, text if column == 1 else None)
        sheet.write_string(0, column, title, head)
    for row, each in enumerate(table.fields, start=1):
        sheet.write_string(row, 0, each.header)
        sheet.write_blank(row, 1, None, text)
        sheet.write_string(row, 2, _hint(table, each), hint)
        _validate(sheet, table, each, (row, 1, row, 1))


def _list(sheet: Worksheet, table: TableSpec, head: Format, text: Format) -> None:
    for column, each in enumerate(table.fields):
        sheet.set_column(column, column, max(12, 2 * len(each.header) + 2), text)
        sheet.write_string(0, column, each.header, head)
        _validate(sheet, table, each, (1, column, LIST_ROWS, column))


def _hint(table: TableSpec, each: FieldSpec) -> str:
    if each.name in table.choices:
        return " / ".join(said[0] for said in table.choices[each.name].values())
    return "如 30%" if each.unit == SHARE_UNIT else HINTS.get(each.type, "")


def _validate(
    sheet: Worksheet, table: TableSpec, each: FieldSpec, box: tuple[int, int, int, int]
) -> None:
    allowed: list[str] = []
    if each.name in table.choices:
        allowed = [said[0] for said in table.choices[each.name].values()]
    elif each.type == "flag":
        allowed = ["是", "否"]
    if allowed and len(",".join(allowed)) <= LIST_TEXT_MAX:
        options = {"validate": "list", "source": allowed, "error_type": "warning"}
        sheet.data_validation(*box, options)
