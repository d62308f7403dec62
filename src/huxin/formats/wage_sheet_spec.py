"""What a wage sheet (工资表) is: how it is recognised, and the codes of its faults."""

from __future__ import annotations

from huxin.formats.base import FindingCode, Severity
from huxin.formats.people_codes import people_codes
from huxin.formats.spec import FormatSpec
from huxin.formats.wage_fields import FIELDS
from huxin.formats.wordlist import words
from huxin.kernel.texts import N_

__all__ = ["PEOPLE", "WAGE_SHEET"]

_CHECK = N_("Check the line against the records and correct it if it is wrong.")

PEOPLE = {
    "number": "WS-001",
    "card_number": "WS-002",
    "unsound": "WS-003",
    "form": "WS-004",
    "no_name": "WS-005",
    "nobody": "WS-006",
    "twice": "WS-014",
    "name_number": "WS-019",
    "card_form": "WS-020",
    "card_weak": "WS-021",
    "swapped": "WS-023",
    "no_identity": "WS-024",
}
"""Codes of the faults that every list of people can have; see `people`."""

CODES = (
    *people_codes(PEOPLE),
    FindingCode(
        "WS-007",
        Severity.ERROR,
        N_("Line {line}: no amount can be used, neither 应发工资 nor 实发工资."),
        N_("Fill in the amount; the other {accepted} rows were accepted."),
        refuses=True,
    ),
    FindingCode(
        "WS-008",
        Severity.ERROR,
        N_("Cell {cell}: what stands under {header} is no amount of money; the cell was not read."),
        N_("Write the amount as a number, such as 1,234.56."),
    ),
    FindingCode(
        "WS-009",
        Severity.WARNING,
        N_("Cell {cell}: the amount under {header} is finer than one fen; it was rounded."),
        N_("Round the amount to whole fen in the sheet, so that sums meet."),
    ),
    FindingCode(
        "WS-010",
        Severity.WARNING,
        N_("Cell {cell}: the amount under {header} is negative ({amount})."),
        N_("Write deductions as positive amounts in their own column, or correct the amount."),
    ),
    FindingCode(
        "WS-011",
        Severity.WARNING,
        N_("Line {line}: the parts of the pay come to {sum}, but 应发工资 says {written}."),
        _CHECK,
    ),
    FindingCode(
        "WS-012",
        Severity.WARNING,
        N_("Line {line}: 应发工资 less deductions is {sum}, but 实发工资 says {written}."),
        _CHECK,
    ),
    FindingCode(
        "WS-013",
        Severity.WARNING,
        N_("Cell {cell}: the total under {header} says {written}, but the lines come to {sum}."),
        N_("Check whether a line is missing or was changed after the total was made."),
    ),
    FindingCode(
        "WS-015",
        Severity.WARNING,
        N_("Cell {cell}: {days} days of work are impossible in a month of {length} days."),
        N_("Correct the days by the attendance record."),
    ),
    FindingCode(
        "WS-016",
        Severity.WARNING,
        N_("Cell {cell}: what stands under {header} cannot be read; the cell was left out."),
        N_("Write it as the reference page shows."),
    ),
    FindingCode(
        "WS-017",
        Severity.WARNING,
        N_("The sheet is for {month}, which has not begun yet on {as_of}."),
        N_("Correct the month in the title or the column."),
    ),
    FindingCode(
        "WS-018",
        Severity.WARNING,
        N_("The month of sheet {sheet} stands in no title, column, sheet name or file name."),
        N_("Write it in the title, such as 2025年3月工资表."),
    ),
    FindingCode(
        "WS-022",
        Severity.WARNING,
        N_("Line {line}: the deductions come to {sum}, but 扣款合计 says {written}."),
        _CHECK,
    ),
)  # fmt: skip

WAGE_SHEET = FormatSpec(
    id="wage_sheet",
    title=N_("Wage sheet"),
    kinds=("xlsx", "xls", "csv"),
    fields=FIELDS,
    codes=CODES,
    recognised=N_("By headings for a name or identity number and for pay due or paid out."),
    needs=(("name", "identity"), ("payable_fen", "net_fen")),
    telling=("payable_fen", "net_fen", "days_centi", "deducted_fen", "signed", "base_fen"),
    titles=("工资表", "工资发放表", "工资单", "工资"),
    foreign=words(
            "失败原因 发放状态 发放结果 交易状态 处理结果 代发结果 批次号"
            " 借方金额 贷方金额 余额 交易时间 交易日期"
        ),
    notes=(
        N_("Title lines above, group headings over the header, merged cells, totals and signature "
           "lines below are understood and counted as left alone."),
        N_("Amounts are in yuan unless the heading or the title says 万元."),
        N_("The month is taken from the column, the title, the sheet's name or the file's name."),
    ),
)  # fmt: skip
