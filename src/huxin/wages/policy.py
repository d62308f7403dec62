"""Which punches of a batch can be kept. Pure, and over columns: no punch becomes an object.

A row that cannot be kept is refused by itself with a code; all others are kept, however late they
are and in whatever order they come.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

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

USER = r"^[0-9A-Za-z_.\-]{1,24}$"
TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+\-][0-9]{2}:[0-9]{2})?$"
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")
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
    text = repr((list(columns.users), list(columns.times), list(columns.states)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def parse_times(texts: Sequence[str], rows: int) -> tuple[Ints, Flags]:
    """UTC seconds of `rows` texts, and which of them are times that exist.

    A text without an offset is Beijing time: it is what clocks on sites show.
    """
    clean = [each if each.isascii() else "" for each in texts] + [""] * (rows - len(texts))
    whole = pa.array(clean, pa.string())
    base = pc.replace_substring(pc.utf8_slice_codeunits(whole, 0, 19), "T", " ")
    local = pc.strptime(base, format="%Y-%m-%d %H:%M:%S", unit="s", error_is_null=True)
    # Arrow takes 30 February for 2 March; what exists reads back as it was written.
    again = pc.strftime(local, format="%Y-%m-%d %H:%M:%S")
    exists = pc.and_(pc.match_substring_regex(whole, TIME), pc.equal(again, base))
    ok = np.asarray(exists.fill_null(fill_value=False).to_numpy(zero_copy_only=False), np.bool_)
    found = local.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    return found - _offsets(pc.utf8_slice_codeunits(whole, 19)), ok


def _offsets(column: pa.Array) -> Ints:
    """Seconds east of Greenwich, looked up once for each offset that occurs."""
    coded = column.dictionary_encode()
    known = np.array([_offset(each) for each in coded.dictionary.to_pylist()], np.int64)
    return known[coded.indices.to_numpy(zero_copy_only=False)] if len(known) else known


def _offset(text: str) -> int:
    if text == "Z":
        return 0
    found = _OFFSET.fullmatch(text)
    if found is None:
        return _china_seconds()
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
    named = pc.match_substring_regex(
        pa.array([each if each.isascii() else "" for each in users], pa.string()), USER
    )
    known = np.asarray(named.to_numpy(zero_copy_only=False), np.bool_)
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
    chosen = [users[each] for each in kept.tolist()]
    return Checked(kept, chosen, at[kept], states[kept], dict(sorted(faults.items())))


def utc_seconds(local: npt.NDArray[np.datetime64]) -> Ints:
    """UTC seconds of times as a clock on the wall shows them (Beijing time)."""
    return local.astype("datetime64[s]").astype(np.int64) - _china_seconds()


def _states(columns: Columns, rows: int) -> Ints:
    """What the device says of direction; what is no small number says nothing."""
    given = [*columns.states, *[None] * (rows - len(columns.states))]
    return np.array(
        [each if each is not None and 0 <= each <= STATE_MAX else -1 for each in given], np.int64
    )
