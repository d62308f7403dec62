"""Reads rosters (花名册): one row per worker on the site, with contract and dates."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from huxin.formats.base import FindingCode, Reading, Severity
from huxin.formats.headers import Layout
from huxin.formats.labels import labelled
from huxin.formats.lines import sort_lines
from huxin.formats.people import check_people
from huxin.formats.people_codes import people_codes
from huxin.formats.roster_fields import FIELDS
from huxin.formats.spec import FormatSpec
from huxin.formats.table import SheetRead, Table, read_sheets
from huxin.formats.wordlist import words
from huxin.formats.workbook import Book
from huxin.kernel.texts import N_

__all__ = ["ROSTER", "read_roster"]

PEOPLE = {
    "number": "RO-001",
    "card_number": "RO-002",
    "unsound": "RO-003",
    "form": "RO-004",
    "no_name": "RO-005",
    "nobody": "RO-006",
    "twice": "RO-007",
    "name_number": "RO-008",
    "card_form": "RO-009",
    "card_weak": "RO-010",
    "swapped": "RO-011",
    "no_identity": "RO-012",
}
_CORRECT = N_("Check both dates against the papers and correct the wrong one.")
_PAIRS = (("entered_on", "left_on"), ("contract_from", "contract_to"))

ROSTER = FormatSpec(
    id="roster",
    title=N_("Roster"),
    kinds=("xlsx", "xls", "csv"),
    fields=FIELDS,
    codes=(
        *people_codes(PEOPLE),
        FindingCode(
            "RO-013",
            Severity.WARNING,
            N_("Cell {cell}: what stands under {header} cannot be read; the cell was left out."),
            N_("Write it as the reference page shows."),
        ),
        FindingCode(
            "RO-014",
            Severity.WARNING,
            N_("Line {line}: {header} {later} lies before {other} {earlier}."),
            _CORRECT,
        ),
        FindingCode(
            "RO-015",
            Severity.WARNING,
            N_("Cell {cell}: the sex written here is not that of the identity number."),
            N_("Compare both with the identity card and correct the wrong one."),
        ),
        FindingCode(
            "RO-016",
            Severity.WARNING,
            N_("Cell {cell}: the amount under {header} is finer than one fen; it was rounded."),
            N_("Round the amount to whole fen in the sheet, so that sums meet."),
        ),
    ),
    recognised=N_("By headings for a name or identity number and for entry, leaving, contract, "
                  "sex or registration."),
    needs=(
        ("name", "identity"),
        ("entered_on", "left_on", "contract_signed_on", "contract_from", "registered_on", "gender",
         "contract_to"),
    ),
    telling=("entered_on", "left_on", "contract_signed_on", "contract_from", "gender",
             "registered_on", "post"),
    titles=("花名册", "名册", "人员信息", "实名制"),
    foreign=words(
            "应发工资 实发工资 应发 实发 扣款合计 失败原因 发放状态 借方金额"
            " 贷方金额 余额"
        ),
    notes=(
        N_("Dates are written 2025-03-01, 2025/3/1, 2025.3.1, 2025年3月1日 or as days of Excel."),
    ),
)  # fmt: skip


def read_roster(book: Book, *, as_of: dt.date) -> Reading:
    """All rosters of a book; `as_of` is the day after which nobody can be born.

    Fields: dates as dates, day rate in fen; see `ROSTER`.
    """
    return read_sheets(book, ROSTER, lambda layout: _read(layout, book.file, as_of))


def _read(layout: Layout, file: str, as_of: dt.date) -> SheetRead:
    table = Table(layout, sort_lines(layout), file)
    table.parse()
    check_people(table, PEOPLE, as_of=as_of)
    for field in layout.spec.fields:
        if table.has(field.name) and field.type in {"date", "integer", "money", "phone"}:
            found = table.parsed[field.name]
            if field.name != "seq":
                table.find("RO-013", found.at("unreadable"), at=field.name)
            table.find("RO-016", found.at("finer"), at=field.name)
    for earlier, later in _PAIRS:
        _check_order(table, earlier, later)
    _check_gender(table)
    return table.finish(_around(table))


def _check_order(table: Table, earlier: str, later: str) -> None:
    if not (table.has(earlier) and table.has(later)):
        return
    first, last = table.values(earlier), table.values(later)
    days = [each.cast(pa.int32()).fill_null(0).to_numpy() for each in (first, last)]
    wrong = table.given(earlier) & table.given(later) & (days[1] < days[0])
    other = table.layout.spec.field(earlier).header
    table.find(
        "RO-014",
        np.flatnonzero(wrong),
        at=later,
        values=lambda place: {
            "other": other,
            "earlier": first[place].as_py(),
            "later": last[place].as_py(),
        },
    )


def _check_gender(table: Table) -> None:
    """The seventeenth digit of an identity number is odd for men (GB 11643)."""
    if not (table.has("gender") and table.has("identity")):
        return
    numbers, written = table.values("identity").to_pylist(), table.values("gender").to_pylist()
    wrong = [
        place
        for place, (number, sex) in enumerate(zip(numbers, written, strict=True))
        if number
        and len(number) == 18
        and sex in {"男", "女"}
        and (sex == "男") != int(number[16]) % 2
    ]
    table.find("RO-015", np.array(wrong, dtype=np.int64), at="gender")


def _around(table: Table) -> dict[str, pa.Array]:
    """The employer or team named above the table, for rows that name none."""
    layout = table.layout
    above = [row for row in table.lines.left if row < layout.first]
    columns = {}
    for name, (text, _, _) in labelled(layout.grid, above, layout.spec).items():
        columns[name] = table.values(name).fill_null(text)
    return columns
