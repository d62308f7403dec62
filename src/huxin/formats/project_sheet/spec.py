"""The project sheet as one format: its tables in order, its codes."""

from __future__ import annotations

from huxin.formats.base import FindingCode, Severity
from huxin.formats.project_sheet.chain import PARTY, PROGRESS_PAYMENT
from huxin.formats.project_sheet.project import PROJECT
from huxin.formats.project_sheet.reports import COMPLAINT, FEED_DELIVERY, INDICATOR
from huxin.formats.project_sheet.security import COURT_MEASURE, DEPOSIT, GUARANTEE, SIGNBOARD
from huxin.formats.project_sheet.tables import TableSpec
from huxin.formats.spec import FormatSpec
from huxin.kernel.texts import N_

__all__ = ["LISTS", "SPEC", "TABLES", "table"]

A_SHARE = N_("a share, such as 35%")
A_COUNT = N_("a whole number")
AN_AMOUNT = N_("an amount in yuan, such as 1,234.56")

LISTS = (
    PARTY,
    DEPOSIT,
    GUARANTEE,
    COURT_MEASURE,
    SIGNBOARD,
    PROGRESS_PAYMENT,
    INDICATOR,
    COMPLAINT,
    FEED_DELIVERY,
)
TABLES: tuple[TableSpec, ...] = (PROJECT, *LISTS)


def table(name: str) -> TableSpec:
    """The table called `name`; raises `KeyError` when there is none."""
    return {each.name: each for each in TABLES}[name]


UNKNOWN_KEY = FindingCode(
    "PS-001",
    Severity.WARNING,
    N_("“{key}” is no item of the project sheet; the nearest one is “{nearest}”."),
    N_("Write the item as in the reference page, or delete the line. The others were taken in."),
    refuses=True,
)
UNREADABLE = FindingCode(
    "PS-002",
    Severity.ERROR,
    N_("“{key}” cannot be read: {expected} was expected."),
    N_("Correct this one value; all others were taken in."),
    refuses=True,
)
NOT_A_CHOICE = FindingCode(
    "PS-003",
    Severity.ERROR,
    N_("“{key}” holds none of its choices: {choices}."),
    N_("Use one of the choices; all other values were taken in."),
    refuses=True,
)
TWICE = FindingCode(
    "PS-004",
    Severity.WARNING,
    N_("“{key}” is given twice; the first value was taken."),
    N_("Keep the right one and delete the other."),
    refuses=True,
)
NO_NAME = FindingCode(
    "PS-005",
    Severity.ERROR,
    N_("The project sheet {file} names no project (项目名称)."),
    N_("Fill in 项目名称; without it no other file can be joined to the project."),
)
UNKNOWN_SHEET = FindingCode(
    "PS-006",
    Severity.NOTE,
    N_("Sheet or list “{sheet}” is none of the project sheet's and was left alone."),
    N_("If it belongs to the project sheet, name it as in the reference page."),
)
NOT_YAML = FindingCode(
    "PS-007",
    Severity.ERROR,
    N_("The file {file} is not proper YAML; reading stopped at line {at}."),
    N_("Check indents and colons near that line, or use the Excel form of the project sheet."),
)
AS_NUMBER = FindingCode(
    "PS-008",
    Severity.ERROR,
    N_("“{key}” is stored as a number: its last digits may already be lost."),
    N_("Set the cell to “text” and type the number again."),
    refuses=True,
)
NOT_A_LINE = FindingCode(
    "PS-009",
    Severity.ERROR,
    N_("Entry {place} of the list {sheet} is no set of items with values; it was left alone."),
    N_("Write each entry as items with values, as in the example of the reference page."),
)
UNKNOWN_COLUMN = FindingCode(
    "PS-010",
    Severity.WARNING,
    N_("Column “{key}” of sheet {sheet} is not known; the nearest one is “{nearest}”."),
    N_("Write the heading as in the reference page, or delete the column."),
)

SPEC = FormatSpec(
    id="project_sheet",
    title=N_("Project sheet (项目信息)"),
    kinds=("xlsx", "xls", "yaml"),
    fields=PROJECT.fields,
    codes=(
        UNKNOWN_KEY,
        UNREADABLE,
        NOT_A_CHOICE,
        TWICE,
        NO_NAME,
        UNKNOWN_SHEET,
        NOT_YAML,
        AS_NUMBER,
        NOT_A_LINE,
        UNKNOWN_COLUMN,
    ),
    recognised=N_(
        "A workbook with a sheet of items and values among which three are known, or a "
        "YAML file with such items."
    ),
    notes=(
        N_("Only 项目名称 is required. What is not given is not known and never guessed."),
        N_("In YAML the same names are used, in Chinese or as the field names of this page."),
    ),
)
