"""The faults that every list of people can have, declared once for all formats that list people."""

from __future__ import annotations

from collections.abc import Mapping

from huxin.formats.base import FindingCode, Severity
from huxin.kernel.texts import N_

__all__ = ["people_codes"]

_FILL_IN = N_("Fill in the cell and hand in the sheet again.")

_KINDS: dict[str, tuple[Severity, str, str, bool]] = {
    "number": (
        Severity.ERROR,
        N_(
            "Line {line}: the identity number is stored as a number and its last digits are lost "
            "(Excel turns the end of long numbers into 0)."
        ),
        N_(
            "Set the column to “text” and enter the number again ({count} such in this sheet); the "
            "other {accepted} rows were accepted."
        ),
        True,
    ),
    "card_number": (
        Severity.ERROR,
        N_(
            "Cell {cell}: the card number is stored as a number and may have lost digits; the cell "
            "was not read, the row was."
        ),
        N_("Set the column to “text” and enter the number again ({count} such in this sheet)."),
        False,
    ),
    "unsound": (
        Severity.WARNING,
        N_("Cell {cell}: the identity number does not hold (check digit, birth date or province)."),
        N_("Compare it with the identity card and correct it."),
        False,
    ),
    "form": (
        Severity.WARNING,
        N_("Cell {cell}: this is no identity number (18 digits, the last may be X)."),
        N_("Compare it with the identity card and correct it."),
        False,
    ),
    "no_name": (
        Severity.WARNING,
        N_("Line {line}: the name is missing."),
        _FILL_IN,
        False,
    ),
    "nobody": (
        Severity.ERROR,
        N_("Line {line}: neither name nor identity number can be used; nobody can be paid by it."),
        N_("Fill in name and identity number; the other {accepted} rows were accepted."),
        True,
    ),
    "twice": (
        Severity.WARNING,
        N_("Line {line}: this person already stands in line {first} of this sheet."),
        N_("If it is the same work, delete one of the lines; if not, say so in the remarks."),
        False,
    ),
    "name_number": (
        Severity.WARNING,
        N_("Cell {cell}: a number stands where the name belongs."),
        N_("Correct the name; if the whole column is so, two columns were swapped."),
        False,
    ),
    "card_form": (
        Severity.WARNING,
        N_("Cell {cell}: this is no card or account number; the cell was left out."),
        N_("Compare it with the card and correct it."),
        False,
    ),
    "card_weak": (
        Severity.NOTE,
        N_("Cell {cell}: the check digit of the card number does not hold."),
        N_("Compare it with the card; accounts that are no cards may lack a check digit."),
        False,
    ),
    "swapped": (
        Severity.ERROR,
        N_("Sheet {sheet}: names stand under 身份证号, numbers under 姓名; they were swapped."),
        N_("Swap the two headings (or the two columns) and hand in the sheet again."),
        False,
    ),
    "no_identity": (
        Severity.WARNING,
        N_("Line {line}: the identity number is missing; only the name tells who is meant."),
        N_("Fill in the identity number, so that the right person is paid."),
        False,
    ),
}


def people_codes(ids: Mapping[str, str]) -> tuple[FindingCode, ...]:
    """The codes of a format for the kinds it names: kind → id, such as `number` → `WS-001`."""
    return tuple(
        FindingCode(ids[kind], severity, what, remedy, refuses)
        for kind, (severity, what, remedy, refuses) in _KINDS.items()
        if kind in ids
    )
