"""Which punches of a batch can be kept. Pure, and over columns: no punch becomes an object.

A row that cannot be kept is refused by itself with a code; all others are kept, however late they
are and in whatever order they come.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from huxin.formats.base import FindingCode, Severity
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import N_

__all__ = [
    "CODES", "FUTURE_SECONDS", "SKEW_SECONDS", "Checked", "Columns", "as_instant", "check_punches",
    "content_of", "judge", "local_seconds", "parse_times", "utc_seconds",
]  # fmt: skip

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

FUTURE_SECONDS = 5 * 60
"""Clocks that are right still differ by some minutes; this much ahead is not yet the future."""
SKEW_SECONDS = 2 * 60
"""From this difference on a device is told that its clock is wrong."""

USER = re.compile(r"[0-9A-Za-z_.\-]{1,24}")
TIME_MAX = 25
"""2025-03-01T07:02:11+08:00, whose figures and signs stand at these places."""
FIGURES = [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18]
SIGNS = [4, 7, 13, 16]
PLACES = np.zeros((len(FIGURES), 6), np.float32)
"""What each figure counts in year, month, day, hour, minute, second; float32 holds them exactly."""
PLACES[:4, 0] = (1000, 100, 10, 1)
for _part in range(1, 6):
    PLACES[2 * _part + 2 : 2 * _part + 4, _part] = (10, 1)
BETWEEN = np.frombuffer(b"--::", np.uint8)
_OFFSET = re.compile(r"([+-])([0-9]{2}):([0-9]{2})")
STATE_MAX = 255

NO_USER = FindingCode(
    "PU-001",
    Severity.ERROR,
    N_("The user number is missing or cannot be read."),
    N_(
        "Send the number under which the clock knows the worker: at most 24 letters, digits and"
        " . _ - characters."
    ),
    refuses=True,
)
NO_TIME = FindingCode(
    "PU-002",
    Severity.ERROR,
    N_("The time of the punch is missing or does not exist."),
    N_("Send times as 2025-03-01T07:02:11+08:00; without an offset they are Beijing time."),
    refuses=True,
)
FUTURE = FindingCode(
    "PU-003",
    Severity.ERROR,
    N_("The punch lies in the future: the device's clock is ahead."),
    N_(
        "Set the device's clock by the platform's time and prove the days concerned by a day list;"
        " the days are not lost."
    ),
    refuses=True,
)
TOO_EARLY = FindingCode(
    "PU-004",
    Severity.ERROR,
    N_("The punch is older than the device's service on this project."),
    N_(
        "If the device had lost its time, prove the days by a day list; if it was in use earlier,"
        " have the date of its service put right."
    ),
    refuses=True,
)
TOO_LATE = FindingCode(
    "PU-005",
    Severity.ERROR,
    N_("The punch is younger than the end of the device's service on this project."),
    N_("Register the device for the project on which it works now."),
    refuses=True,
)
CODES = {code.id: code for code in (NO_USER, NO_TIME, FUTURE, TOO_EARLY, TOO_LATE)}


@dataclass(frozen=True, slots=True)
class Columns:
    """Punches as they were sent; a column that is shorter than another lacks its last rows."""

    users: Sequence[str]
    times: Sequence[str]
    states: Sequence[int | None] = ()

    @property
    def rows(self) -> int:
        return max(len(self.users), len(self.times), len(self.states))


@dataclass(frozen=True, slots=True)
class Checked:
    """`kept` rows in order, as columns (state -1: none given), and code by row of the others."""

    kept: Ints
    users: list[str]
    at_seconds: Ints
    states: Ints
    faults: dict[int, FindingCode]


def content_of(columns: Columns) -> str:
    """SHA-256 of the rows as they were given, whatever the spacing of the message."""
    text = json.dumps([columns.users, columns.times, columns.states])
    return hashlib.sha256(text.encode()).hexdigest()


def parse_times(texts: Sequence[str], rows: int) -> tuple[Ints, Flags]:
    """UTC seconds of `rows` texts, and which of them are times that exist.

    A text without an offset is Beijing time: it is what clocks on sites show. The texts are read
    as one block of bytes, column by column of its figures.
    """
    clean = [text if len(text) <= TIME_MAX and text.isascii() else "" for text in texts]
    clean += [""] * (rows - len(clean))
    block = np.array(clean, f"S{TIME_MAX}").view(np.uint8).reshape(rows, TIME_MAX)
    written = block[:, FIGURES] - np.uint8(ord("0"))  # what is below "0" comes out far above 9
    ok = (written <= 9).all(axis=1) & (block[:, SIGNS] == BETWEEN).all(axis=1)
    year, month, day, hour, minute, second = (written @ PLACES).astype(np.int64).T
    ok &= (block[:, 10] == ord("T")) | (block[:, 10] == ord(" "))
    ok &= (year > 0) & (month > 0) & (month <= 12) & (day > 0)
    ok &= (hour < 24) & (minute < 60) & (second < 60)
    months = np.where(ok, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]").astype(np.int64)
    ok &= day <= (months + 1).astype("datetime64[D]").astype(np.int64) - days
    local = (days + day - 1) * 86_400 + hour * 3600 + minute * 60 + second
    offsets, known = _offsets(block[:, 19:], clean)
    return np.where(ok, local - offsets, 0), ok & known


def _offsets(tails: npt.NDArray[np.uint8], times: Sequence[str]) -> tuple[Ints, Flags]:
    """Seconds east of Greenwich, looked up once for each offset that occurs."""
    if (tails == tails[:1]).all():  # a clock writes them all alike
        only = _offset(times[0][19:]) if times else None
        return np.full(len(times), only or 0), np.full(len(times), only is not None)
    texts = [time[19:] for time in times]
    known = {text: _offset(text) for text in set(texts)}
    found = [known[text] for text in texts]
    sound = np.array([each is not None for each in found], np.bool_)
    return np.array([each or 0 for each in found], np.int64), sound


def _offset(text: str) -> int | None:
    if text in {"", "Z"}:
        return 0 if text else _china_seconds()
    found = _OFFSET.fullmatch(text)
    if found is None or int(found[2]) > 23 or int(found[3]) > 59:
        return None
    seconds = int(found[2]) * 3600 + int(found[3]) * 60
    return -seconds if found[1] == "-" else seconds


def _china_seconds() -> int:
    offset = CHINA.utcoffset(None)
    return offset.days * 86_400 + offset.seconds


def local_seconds(at_seconds: Ints) -> Ints:
    """Seconds of the clock on the wall (Beijing time) for UTC seconds."""
    return at_seconds + _china_seconds()


def as_instant(text: str) -> dt.datetime | None:
    """One time as a device writes it; none when it is no time."""
    seconds, ok = parse_times([text], 1)
    if not ok[0] or not 0 <= int(seconds[0]) < 1 << 36:
        return None
    return dt.datetime.fromtimestamp(int(seconds[0]), dt.UTC)


def check_punches(
    columns: Columns, *, from_at: dt.datetime, to_at: dt.datetime | None, now: dt.datetime
) -> Checked:
    """Sort the rows of a batch into those to keep and those to refuse, with the first fault."""
    rows = columns.rows
    users = [*columns.users, *[""] * (rows - len(columns.users))]
    at, exists = parse_times(columns.times, rows)
    return judge(
        users, at, exists=exists, states=_states(columns, rows), span=(from_at, to_at), now=now
    )


def judge(
    users: Sequence[str],
    at: Ints,
    *,
    exists: Flags,
    states: Ints,
    span: tuple[dt.datetime, dt.datetime | None],
    now: dt.datetime,
) -> Checked:
    """The same for times that are numbers already; `span` is the device's time of service."""
    named = {user: USER.fullmatch(user) is not None for user in set(users)}
    known = np.fromiter(map(named.__getitem__, users), np.bool_, len(users))
    begun, ends = span
    tests = (
        (NO_USER, ~known),
        (NO_TIME, ~exists),
        (FUTURE, at > int(now.timestamp()) + FUTURE_SECONDS),
        (TOO_EARLY, at < int(begun.timestamp())),
        (TOO_LATE, at > int(ends.timestamp()) if ends else np.zeros(len(at), np.bool_)),
    )
    refused = np.zeros(len(at), np.bool_)
    faults: dict[int, FindingCode] = {}
    for code, wrong in tests:
        faults |= dict.fromkeys(np.flatnonzero(wrong & ~refused).tolist(), code)
        refused |= wrong
    kept = np.flatnonzero(~refused)
    chosen = [users[each] for each in kept.tolist()] if faults else list(users)
    return Checked(kept, chosen, at[kept], states[kept], dict(sorted(faults.items())))


def utc_seconds(local: npt.NDArray[np.datetime64]) -> Ints:
    """UTC seconds of times as a clock on the wall shows them (Beijing time)."""
    return local.astype("datetime64[s]").astype(np.int64) - _china_seconds()


def _states(columns: Columns, rows: int) -> Ints:
    """What the device says of direction; what is no small number says nothing."""
    given = [*columns.states, *[None] * (rows - len(columns.states))]
    try:
        whole = np.array(given, np.int64)
    except (TypeError, OverflowError):  # some say nothing, or far too much
        whole = _each(given)
    return np.where((whole >= 0) & (whole <= STATE_MAX), whole, -1)


def _each(given: Sequence[int | None]) -> Ints:
    return np.array(
        [each if each is not None and 0 <= each <= STATE_MAX else -1 for each in given], np.int64
    )
