"""The table formats that a sheet can be, each with its reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from huxin.formats.attendance_grid import read_attendance_grid
from huxin.formats.attendance_list import read_attendance_list
from huxin.formats.attendance_spec import ATTENDANCE_GRID, ATTENDANCE_LIST
from huxin.formats.bank_statement import SPEC as BANK_STATEMENT
from huxin.formats.bank_statement import read_bank_statement
from huxin.formats.base import Reading
from huxin.formats.payroll_result import read_payroll_result
from huxin.formats.payroll_spec import SPEC as PAYROLL_RESULT
from huxin.formats.project_sheet import (
    FIGURES_SPEC,
    PROGRESS_SPEC,
    read_figures,
    read_progress_payments,
)
from huxin.formats.roster import ROSTER, read_roster
from huxin.formats.spec import FormatSpec
from huxin.formats.users import SPEC as USERS
from huxin.formats.users import read_users
from huxin.formats.wage_sheet import read_wage_sheet
from huxin.formats.wage_sheet_spec import WAGE_SHEET
from huxin.formats.workbook import Book

__all__ = ["READERS", "TableReader"]


class Reader(Protocol):
    """Reads a book, or those of its sheets that are of one format, as on a day."""

    def __call__(self, book: Book, *, as_of: dt.date) -> Reading: ...


@dataclass(frozen=True, slots=True)
class TableReader:
    """A format of tables and its reader."""

    spec: FormatSpec
    read: Reader


def _timeless(read: Callable[[Book], Reading]) -> Reader:
    """A reader that needs no day."""

    def reader(book: Book, *, as_of: dt.date) -> Reading:  # noqa: ARG001 -- nothing to compare
        return read(book)

    return reader


READERS = (
    TableReader(WAGE_SHEET, read_wage_sheet),
    TableReader(ROSTER, read_roster),
    TableReader(ATTENDANCE_GRID, read_attendance_grid),
    TableReader(ATTENDANCE_LIST, read_attendance_list),
    TableReader(BANK_STATEMENT, _timeless(read_bank_statement)),
    TableReader(PAYROLL_RESULT, _timeless(read_payroll_result)),
    TableReader(PROGRESS_SPEC, _timeless(read_progress_payments)),
    TableReader(FIGURES_SPEC, _timeless(read_figures)),
    TableReader(USERS, _timeless(read_users)),
)
