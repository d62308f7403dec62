"""Empty workbooks to fill in: the headings of a format, notes, text columns, words to choose from.

What is written here is recognised by the reader of the same format; a test holds both together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from huxin.formats.payroll_spec import CHANNEL_WORDS, STATE_WORDS
from huxin.formats.project_sheet import SPEC as PROJECT_SHEET
from huxin.formats.project_sheet import blank_project_sheet
from huxin.formats.project_sheet.reports import FIGURE_LIST
from huxin.formats.project_sheet.template import CREATED, HINTS, LIST_TEXT_MAX
from huxin.formats.registry import READERS
from huxin.formats.spec import FieldSpec, FormatSpec

__all__ = ["TEMPLATES", "Template"]

ROWS = 2_000
DAYS = range(1, 32)
NOTE = (
    "填写说明：请保留表头；身份证号、银行卡号、电话列为文本格式，请勿改为数字；"
    "一行一条，不要合并单元格。"
)
DAYS_NOTE = (
    "填写说明：请在标题写明年月；√ 出勤，0.5 半天，× 缺勤，也可填小时数；身份证号列请保持文本格式。"
)
FIGURE_WORDS = FIGURE_LIST.choices["kind"]
MARKS = ("√", "0.5", "×", "假", "休", "病")
_AS_TEXT = frozenset({"identity", "card", "phone"})
_CODES = frozenset({"firm_code", "project_code"})
"""Texts of many digits, which a spreadsheet would make a number of."""
_NAMES = {
    "bank_statement": "专用账户流水",
    "payroll_result": "工资代发明细",
    "progress_payment": "工程款支付",
    "figure_list": "经营指标清单",
    "users": "考勤人员对照表",
}
_CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("payroll_result", "state"): tuple(said[0] for said in STATE_WORDS.values()),
    ("payroll_result", "channel"): tuple(said[0] for said in CHANNEL_WORDS.values()),
    ("roster", "gender"): ("男", "女"),
    ("bank_statement", "direction"): ("借", "贷"),
    ("attendance_list", "mark"): MARKS,
    ("figure_list", "kind"): tuple(said[0] for said in FIGURE_WORDS.values()),
}
_HINTS = {
    **HINTS,
    "money": "单位为元，最多两位小数",
    "identity": "18 位公民身份号码，请保持文本格式",
    "phone": "请保持文本格式",
    "days": "如 22 或 22.5",
    "moment": "如 07:30",
}


@dataclass(frozen=True, slots=True)
class Template:
    """An empty workbook of one format: the title that a file of it would carry, and its writer."""

    format: str
    title: str
    write: Callable[[Path], None]


def _title(spec: FormatSpec) -> str:
    return _NAMES.get(spec.id) or spec.titles[0]


def _write(spec: FormatSpec, path: Path) -> None:
    """Title, what stands around the table, a note, the headings; always the same bytes."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    book.set_properties({"created": CREATED, "title": _title(spec)})
    head = book.add_format({"bold": True, "bg_color": "#e7f0f0", "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(_title(spec))
    around = [each.header for each in spec.fields if each.sheet_level and not each.derived]
    lines = [
        f"      年   月{_title(spec)}" if spec.day_columns else _title(spec),
        *(f"{header}：" for header in around),
        DAYS_NOTE if spec.day_columns else NOTE,
    ]
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)
    top = len(lines)
    for column, each in enumerate(_columns(spec)):
        is_text = each.type in _AS_TEXT or each.name in _CODES
        as_text = text if is_text else None
        width = 22 if is_text else max(10, 2 * len(each.header) + 2)
        sheet.set_column(column, column, width if each.type != "mark" else 5, as_text)
        sheet.write_string(top, column, each.header, head)
        _guide(sheet, spec, each, (top + 1, column, top + ROWS, column))
    sheet.freeze_panes(top + 1, 0)
    book.close()


def _columns(spec: FormatSpec) -> list[FieldSpec]:
    """The fields that stand under a heading; in a month grid the days come before the totals."""
    fields = [each for each in spec.fields if not (each.derived or each.sheet_level)]
    if not spec.day_columns:
        return fields
    days = [FieldSpec(f"day_{day}", "mark", str(day)) for day in DAYS]
    totals = [each for each in fields if each.type == "days"]
    return [*(each for each in fields if each not in totals), *days, *totals]


def _guide(
    sheet: Worksheet, spec: FormatSpec, each: FieldSpec, box: tuple[int, int, int, int]
) -> None:
    """A list to choose from where there is one, and what is expected, shown beside the cell."""
    options: dict[str, object] = {"validate": "any", "show_error": False}
    choices = _CHOICES.get((spec.id, each.name), ("是", "否") if each.type == "flag" else ())
    if each.type == "mark":
        choices = MARKS
    hint = "、".join(choices) or _HINTS.get(each.type, "")
    if choices and len(",".join(choices)) <= LIST_TEXT_MAX:
        options |= {"validate": "list", "source": list(choices)}
    if hint:
        sheet.data_validation(*box, {**options, "input_title": each.header, "input_message": hint})


TEMPLATES: Mapping[str, Template] = {
    each.format: each
    for each in (
        Template(PROJECT_SHEET.id, "项目信息", blank_project_sheet),
        *(
            Template(each.spec.id, _title(each.spec), partial(_write, each.spec))
            for each in READERS
        ),
    )
}
"""Every template by its format: the project sheet first, then the tables in the readers' order."""
