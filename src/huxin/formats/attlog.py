"""ZKTeco clock dumps `*_attlog.dat`: every punch kept and classed, work days derived from them.

One punch a line, no heading, tab separated: user number, time, device, state, two more numbers.
The readings of one clock are kept whole: `punches` has one row per line that could be read, with
the work day it counts on and its role there; `rows` has one row per user and work day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from huxin.formats.base import Count, FindingCode, Left, Reading, RowFinding, Severity, in_order
from huxin.formats.spec import FieldSpec, FormatSpec, table_of
from huxin.formats.workday import FLAGS, Days, Ints, Role, Times, WorkDayRule, work_days
from huxin.kernel.texts import N_

__all__ = ["PUNCH_FIELDS", "SPEC", "ClockReading", "looks_like_attlog", "read_attlog"]

UNREADABLE = FindingCode(
    "CL-001",
    Severity.ERROR,
    N_("Line {line}: this is no punch: a user number, a tab and a time were expected."),
    N_(
        "Export the dump from the clock again, unchanged; if the line was typed by hand, write it "
        "as the other lines are. All other lines were taken in."
    ),
    refuses=True,
)
NO_SUCH_TIME = FindingCode(
    "CL-002",
    Severity.ERROR,
    N_("Line {line}: the date or time of this punch does not exist."),
    N_(
        "Export the dump from the clock again; if the clock's memory is damaged, prove the day by "
        "another record and enter it in an attendance list."
    ),
    refuses=True,
)
SINGLE = FindingCode(
    "CL-003",
    Severity.NOTE,
    N_("{days} work days have one punch only: presence is known, the hours are not."),
    N_(
        "Nothing is lost. Where the hours matter, add them in an attendance list signed by the "
        "worker and the team leader."
    ),
)
DOUBLE = FindingCode(
    "CL-004",
    Severity.NOTE,
    N_("{punches} punches repeat the one just before; they are kept but open or close nothing."),
    N_("Nothing to do."),
)
CLOCK_RESET = FindingCode(
    "CL-005",
    Severity.WARNING,
    N_("{punches} punches are dated before 2010: the clock had probably lost its time."),
    N_(
        "Set the clock's time, find out by how much it was wrong, and enter the days concerned in "
        "an attendance list."
    ),
)
NO_PUNCH = FindingCode(
    "CL-006",
    Severity.ERROR,
    N_("The file {file} holds no punch that can be read."),
    N_(
        "Export the dump from the clock again (U-disk, 'download attendance') and replace the file."
    ),
)

PUNCH_FIELDS = (
    FieldSpec("user_no", "text", "用户号", meaning=N_("user number on the clock"), derived=True),
    FieldSpec("at", "moment", "时间", meaning=N_("time of the punch, local"), derived=True),
    FieldSpec("device", "integer", "设备号", meaning=N_("number of the device"), derived=True),
    FieldSpec(
        "state", "integer", "状态", derived=True,
        meaning=N_("0 in, 1 out, 2 break out, 3 break in, 4 overtime in, 5 overtime out"),
    ),
    FieldSpec("on", "date", "工作日", meaning=N_("work day that it counts on"), derived=True),
    FieldSpec(
        "role", "text", "归类", derived=True,
        meaning=N_("opens, closes, between, single or duplicate"),
    ),
)  # fmt: skip

SPEC = FormatSpec(
    id="attlog",
    title=N_("Clock dump (ZKTeco)"),
    kinds=("dat", "txt"),
    fields=(
        PUNCH_FIELDS[0],
        FieldSpec("on", "date", "工作日", meaning=N_("work day"), derived=True),
        FieldSpec("first_at", "moment", "首次打卡", meaning=N_("first punch"), derived=True),
        FieldSpec("last_at", "moment", "末次打卡", meaning=N_("last punch"), derived=True),
        FieldSpec(
            "punches", "integer", "打卡次数", meaning=N_("punches, repeated ones included"),
            derived=True,
        ),
        FieldSpec(
            "minutes", "minutes", "分钟数", unit="minutes", derived=True,
            meaning=N_("minutes between opening and closing punches; not known for one punch"),
        ),
        FieldSpec(
            "flags", "text", "标记", derived=True,
            meaning=N_("single, odd, double, over_midnight, separated by blanks"),
        ),
    ),
    codes=(UNREADABLE, NO_SUCH_TIME, SINGLE, DOUBLE, CLOCK_RESET, NO_PUNCH),
    recognised=N_("Text whose first lines each begin with a user number, a tab and a time."),
    notes=(
        N_("Column 1 user number, 2 time (2025-03-01 07:02:11), 3 device, 4 state; further columns "
           "are not read. No heading line is needed."),
        N_("The user list 考勤人员对照表 says which identity number belongs to a user number."),
        N_("The state decides nothing: it is pressed wrongly too often (page on work days)."),
    ),
)  # fmt: skip

_PUNCH = re.compile(
    r"\s*([^\t,;]{1,32}?)\s*[\t,;]\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T]+"
    r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(?:[\t,;]\s*(\d{1,9})\s*(?:[\t,;]\s*(\d{1,9})\s*)?)?"
    r"(?:[\t,;][^\x00]*)?$"
)
_RESET_BEFORE = np.datetime64("2010-01-01")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading(Reading):
    """A clock dump: `rows` are work days, `punches` every punch with its role and work day."""

    punches: pa.Table


@dataclass(slots=True)
class _Punches:
    """What the lines of a dump said, column by column."""

    lines: list[int] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    at: list[dt.datetime] = field(default_factory=list)
    devices: list[int | None] = field(default_factory=list)
    states: list[int | None] = field(default_factory=list)


def looks_like_attlog(text: str) -> bool:
    """Whether most of the first 20 lines with anything on them are punches."""
    first = [line for line in text.split("\n")[:60] if line.strip()][:20]
    hits = sum(_PUNCH.match(line.rstrip("\r")) is not None for line in first)
    return hits > 0 and hits * 2 > len(first)


def read_attlog(text: str, *, file: str, rule: WorkDayRule | None = None) -> ClockReading:
    """Read the dump `text`; `file` is the name used in findings. Never raises on bad content."""
    lines = text.split("\n")
    if lines and not lines[-1].strip():
        lines.pop()
    found, findings, blank = _parse(lines, file)
    numbers, index = _numbered(found.users)
    at = pa.array(found.at, pa.timestamp("s"))
    moments = at.to_numpy()
    days = work_days(index, moments, rule or WorkDayRule())
    findings += _remarks(days, moments, file)
    refused = sum(each.refused for each in findings)
    left = ((Left.BLANK, blank),) if blank else ()
    return ClockReading(
        format=SPEC.id,
        file=file,
        count=Count(len(lines), len(found.lines), refused, left),
        findings=in_order(findings),
        rows=_day_rows(days, numbers, index, found),
        one_row_each=False,
        punches=_punch_rows(days, at, found),
    )


def _parse(lines: Sequence[str], file: str) -> tuple[_Punches, list[RowFinding], int]:
    found, findings, blank = _Punches(), [], 0
    for number, line in enumerate(lines, start=1):
        match = _PUNCH.match(line.rstrip("\r"))
        if match is None:
            if line.strip():
                findings.append(RowFinding(UNREADABLE, file, line=number, refused=True))
            else:
                blank += 1
            continue
        user, year, month, day, hour, minute, second, device, state = match.groups()
        try:
            numbers = (int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
            at = dt.datetime(*numbers)  # noqa: DTZ001 -- a clock's local time; the file knows no zone
        except ValueError:
            findings.append(RowFinding(NO_SUCH_TIME, file, line=number, refused=True))
            continue
        found.lines.append(number)
        found.users.append(user)
        found.at.append(at)
        found.devices.append(int(device) if device else None)
        found.states.append(int(state) if state else None)
    return found, findings, blank


def _numbered(users: list[str]) -> tuple[list[str], Ints]:
    """The user numbers in order, and for each punch the place of its user in that list."""
    numbers = sorted(set(users))
    place = {user: at for at, user in enumerate(numbers)}
    return numbers, np.array([place[user] for user in users], dtype=np.int64)


def _remarks(days: Days, moments: Times, file: str) -> list[RowFinding]:
    if not len(moments):
        return [RowFinding(NO_PUNCH, file)]
    reset = int((moments < _RESET_BEFORE).sum())
    counts = (
        (SINGLE, "days", int(days.flags["single"].sum())),
        (DOUBLE, "punches", int((days.punch_role == Role.DUPLICATE).sum())),
        (CLOCK_RESET, "punches", reset),
    )
    return [RowFinding(kind, file, values={name: n}) for kind, name, n in counts if n]


def _day_rows(
    days: Days,
    numbers: list[str],
    index: Ints,
    found: _Punches,
) -> pa.Table:
    first_line = {
        (user, at): line
        for user, at, line in zip(index.tolist(), found.at, found.lines, strict=True)
    }
    opened = days.first_at.astype(dt.datetime)
    users = days.user.tolist()
    flags = [
        " ".join(name for name, on in zip(FLAGS, row, strict=True) if on)
        for row in zip(*(days.flags[name].tolist() for name in FLAGS), strict=True)
    ]
    columns = {
        "line": pa.array([first_line[key] for key in zip(users, opened, strict=True)], pa.int64()),
        "user_no": pa.array([numbers[user] for user in users], pa.string()),
        "on": pa.array(days.on),
        "first_at": pa.array(days.first_at),
        "last_at": pa.array(days.last_at),
        "punches": pa.array(days.punches),
        "minutes": pa.array(days.minutes, mask=days.minutes < 0),
        "flags": pa.array(flags, pa.string()),
    }
    columns["sheet"] = pa.array([""] * len(users), pa.string())
    return table_of(SPEC.fields, columns, len(users))


def _punch_rows(days: Days, at: pa.Array, found: _Punches) -> pa.Table:
    roles = [role.name.lower() for role in Role]
    columns = {
        "sheet": pa.array([""] * len(found.lines), pa.string()),
        "line": pa.array(found.lines, pa.int64()),
        "user_no": pa.array(found.users, pa.string()),
        "at": at,
        "device": pa.array(found.devices, pa.int64()),
        "state": pa.array(found.states, pa.int64()),
        "on": pa.array(days.punch_day),
        "role": pa.array([roles[role] for role in days.punch_role.tolist()], pa.string()),
    }
    return table_of(PUNCH_FIELDS, columns, len(found.lines))
