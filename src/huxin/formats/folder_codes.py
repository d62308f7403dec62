"""What can be said about the files of a folder before and beside reading them."""

from __future__ import annotations

from dataclasses import dataclass, field

from huxin.formats.base import FindingCode, RowFinding, Severity
from huxin.formats.spec import FormatSpec
from huxin.kernel.texts import N_, Value

__all__ = ["SPEC", "FileCodes"]

UNKNOWN = FindingCode(
    "FD-001",
    Severity.NOTE,
    N_("{file} is of no kind that is read here; it was left alone."),
    N_(
        "Nothing to do if it is not meant to be checked; else see the reference page on the folder."
    ),
)
LINK = FindingCode(
    "FD-002",
    Severity.WARNING,
    N_("{file} is a link; links are not followed."),
    N_("Copy the file itself into the folder if it is to be checked."),
)
UNREADABLE = FindingCode(
    "FD-003",
    Severity.ERROR,
    N_("{file} cannot be read from the disk."),
    N_("Check that the disk is connected and that you may read the file."),
)
ARCHIVE_CLOSED = FindingCode(
    "FD-004",
    Severity.WARNING,
    N_("{file} is an archive and was not unpacked."),
    N_("Unpack it into the folder, or ask for archives to be unpacked (--unpack)."),
)
ARCHIVE_TOO_LARGE = FindingCode(
    "FD-005",
    Severity.ERROR,
    N_("{file} holds more files or expands further than is safe; the rest was not unpacked."),
    N_("Find out where the archive comes from, unpack it apart, and hand in the files."),
)
ENTRY_REFUSED = FindingCode(
    "FD-006",
    Severity.ERROR,
    N_("{file} holds a locked entry, a link, or a name that leads out of the archive; from there "
       "on nothing was unpacked."),
    N_("Pack the files again without password and links, or hand them in unpacked."),
)  # fmt: skip
ARCHIVE_DAMAGED = FindingCode(
    "FD-007",
    Severity.ERROR,
    N_("{file} is a damaged archive; from the damage on nothing was unpacked."),
    N_("Copy the archive again from its source."),
)
NO_FORMAT = FindingCode(
    "FD-008",
    Severity.WARNING,
    N_("The headings of {file} are those of no format; its {lines} lines were not read."),
    N_("If the file is to be checked, use the headings of the reference page."),
)
SHEET_UNKNOWN = FindingCode(
    "FD-009",
    Severity.NOTE,
    N_("Sheet {sheet} of {file} is of no kind that is read here; its {lines} lines were left."),
    N_("Nothing to do if it is not to be checked; else use the headings of the reference page."),
)
NO_FILE = FindingCode(
    "FD-010",
    Severity.ERROR,
    N_("The folder holds no file that can be read."),
    N_("Point to the folder with the site's files; the reference page says which are read."),
)
TOO_MANY = FindingCode(
    "FD-011",
    Severity.ERROR,
    N_(
        "The folder holds more files or is deeper than is safe to walk; the rest was not looked at."
    ),
    N_("Point to the folder of the sites themselves, not to a whole disk."),
)
NOT_A_FILE = FindingCode(
    "FD-012",
    Severity.WARNING,
    N_("{file} is neither a file nor a folder; it was left alone."),
    N_("Copy the content into an ordinary file if it is to be checked."),
)

NO_ROWS = FindingCode(
    "FD-013",
    Severity.WARNING,
    N_("{file} has headings but no line below them."),
    N_("If lines are missing, copy the file again from its source; if there are none, delete it."),
)

SAME_CONTENT = FindingCode(
    "FD-014",
    Severity.WARNING,
    N_("{file} has the same content as {other}; it was not read a second time."),
    N_("Delete one of the two; if another file was meant, put it in its place."),
)

SPEC = FormatSpec(
    id="folder",
    title=N_("Folder"),
    kinds=(),
    fields=(),
    codes=(
        UNKNOWN,
        LINK,
        UNREADABLE,
        ARCHIVE_CLOSED,
        ARCHIVE_TOO_LARGE,
        ENTRY_REFUSED,
        ARCHIVE_DAMAGED,
        NO_FORMAT,
        SHEET_UNKNOWN,
        NO_FILE,
        TOO_MANY,
        NOT_A_FILE,
        NO_ROWS,
        SAME_CONTENT,
    ),
)


@dataclass(slots=True)
class FileCodes:
    """Findings about files, collected while a folder is walked."""

    found: list[RowFinding] = field(default_factory=list)

    def add(self, kind: FindingCode, file: str, *, sheet: str = "", **values: Value) -> None:
        """Note `kind` about `file`."""
        self.found.append(RowFinding(kind, file, sheet, values=values))
