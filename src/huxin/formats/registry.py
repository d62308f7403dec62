"""The table formats that a sheet can be, each with its reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from huxin.formats import bank_statement, payroll_result, users
from huxin.formats.base import Reading
from huxin.formats.project_sheet import PROGRESS_SPEC, read_progress_payments
from huxin.formats.spec import FormatSpec
from huxin.formats.workbook import Book

__all__ = ["READERS", "TableReader"]


@dataclass(frozen=True, slots=True)
class TableReader:
    """A format of tables, and what reads a book (or those of its sheets that are of it)."""

    spec: FormatSpec
    read: Callable[[Book], Reading]


READERS = (
    TableReader(bank_statement.SPEC, bank_statement.read_bank_statement),
    TableReader(payroll_result.SPEC, payroll_result.read_payroll_result),
    TableReader(PROGRESS_SPEC, read_progress_payments),
    TableReader(users.SPEC, users.read_users),
)
