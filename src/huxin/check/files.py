"""What was in the files: counts that must balance, and row findings gathered by their cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from huxin.check.assemble import Notes
from huxin.check.model import FileLine, Said, Trouble, Words
from huxin.formats.base import Reading, RowFinding
from huxin.formats.folder import Folder
from huxin.kernel.texts import N_, message

__all__ = ["TITLES", "file_lines", "troubles"]

ORDER = ("error", "warning", "note")

TITLES: Mapping[str, str] = {
    "wage_sheet": N_("wage sheet"),
    "roster": N_("roster"),
    "attendance_grid": N_("attendance grid"),
    "attendance_list": N_("attendance list"),
    "attlog": N_("clock dump"),
    "users": N_("users of the clock"),
    "bank_statement": N_("bank statement"),
    "payroll_result": N_("payroll result"),
    "project_sheet": N_("project sheet"),
    "party": N_("parties"),
    "progress_payment": N_("progress payments"),
    "deposit": N_("wage deposit"),
    "guarantee": N_("guarantees"),
    "court_measure": N_("measures of courts"),
    "signboard": N_("signboard"),
    "indicator": N_("indicators"),
    "figure_list": N_("list of figures"),
    "complaint": N_("complaints and clues"),
    "feed_delivery": N_("feeds and reports"),
}
ACROSS = (
    (
        "CK-001",
        "warning",
        "lines_without_month",
        N_("{n} wage lines name no month or nobody; no rule can look at them."),
        N_("Write the month of the wages on the sheet and the worker on each line."),
    ),
    (
        "CK-005",
        "warning",
        "payments_without_date",
        N_("{n} payments name neither a month nor a day; no rule can look at them."),
        N_("Ask the bank for the result list with the day of payment."),
    ),
    (
        "CK-007",
        "warning",
        "foreign_entries",
        N_("{n} bank entries are in another currency than CNY; they were not counted."),
        N_(
            "A wage special account is kept in CNY: check whether the statement is of this account."
        ),
    ),
    (
        "CK-006",
        "note",
        "repeated_rows",
        N_("{n} rows stand in two files alike; they were counted once."),
        N_("Nothing to do if one file is a copy of the other; else say how they differ."),
    ),
    (
        "CK-002",
        "note",
        "sources_disagree",
        N_(
            "On {n} worker-days one attendance record says present and another absent; "
            "presence was taken."
        ),
        N_("Compare clock, list and grid of these days; the site explains the difference."),
    ),
    (
        "CK-003",
        "warning",
        "people_without_number",
        N_(
            "{n} people are named without a sound identity number; they are told apart by name "
            "and site only."
        ),
        N_("Complete the identity numbers on the roster."),
    ),
    (
        "CK-004",
        "warning",
        "unknown_clock_days",
        N_(
            "{n} days of the clock belong to user numbers that no list of users explains; "
            "they were not counted."
        ),
        N_("Export the clock's list of users (number, name, identity number) into the folder."),
    ),
)


def title_of(format_name: str) -> Said:
    """What a format is called."""
    known = TITLES.get(format_name)
    return message(known) if known else Words(format_name, format_name)


def file_lines(folder: Folder) -> tuple[FileLine, ...]:
    """Each file and format with its counts, in the order of the sites and files."""
    return tuple(
        _line(number, reading)
        for number, site in enumerate(folder.sites, 1)
        for reading in site.readings
    )


def _line(number: int, reading: Reading) -> FileLine:
    return FileLine(
        site=number,
        file=reading.file,
        format=reading.format,
        title=title_of(reading.format),
        rows_in=reading.rows_in,
        accepted=reading.accepted,
        rejected=reading.rejected,
        left_alone=reading.left_alone,
    )


def troubles(found: Iterable[RowFinding], notes: Notes) -> tuple[Trouble, ...]:
    """Causes in order: errors first, then by rows refused, then by how often they came up."""
    causes: dict[str, list[RowFinding]] = defaultdict(list)
    for each in found:
        causes[each.code].append(each)
    whole = [_trouble(code, listed) for code, listed in causes.items()]
    whole += _across(notes)
    return tuple(
        sorted(
            whole,
            key=lambda each: (ORDER.index(each.severity), -each.refused, -each.times, each.code),
        )
    )


def _trouble(code: str, listed: list[RowFinding]) -> Trouble:
    first = listed[0]
    refused = {(each.file, each.sheet, each.line) for each in listed if each.refused}
    return Trouble(
        code=code,
        severity=first.severity.value,
        refused=len(refused),
        times=len(listed),
        says=first.message,
        remedy=first.remedy,
        places=tuple(dict.fromkeys(_place(each) for each in listed)),
    )


def _place(each: RowFinding) -> str:
    where = each.cell or (str(each.line) if each.line else "")
    return " ".join(part for part in (each.file, each.sheet, where) if part)


def _across(notes: Notes) -> list[Trouble]:
    """What only shows when files are laid beside each other."""
    return [
        Trouble(code, severity, 0, times, message(says, n=times), message(remedy), ())
        for code, severity, name, says, remedy in ACROSS
        if (times := getattr(notes, name))
    ]
