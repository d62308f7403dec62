"""Clock dumps: every punch accounted for, damaged lines refused by number, nothing else lost."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from huxin.formats import attlog
from huxin.formats.attlog import looks_like_attlog, read_attlog
from huxin.formats.base import UnbalancedError
from huxin.formats.workday import WorkDayRule

DATA = Path(__file__).parent / "data"
DUMP = (DATA / "1_attlog.dat").read_bytes().decode()


def naive_roles(lines: list[str]) -> list[str]:
    """The roles of one calendar day's punches, worked out user by user with no library."""
    by_user: dict[str, list[tuple[dt.datetime, int]]] = {}
    for number, line in enumerate(lines):
        user, time = line.split("\t")[:2]
        by_user.setdefault(user.strip(), []).append((dt.datetime.fromisoformat(time), number))
    roles = [""] * len(lines)
    for punches in by_user.values():
        kept: list[int] = []
        before: dt.datetime | None = None
        for at, number in sorted(punches):
            if before is not None and at - before < dt.timedelta(minutes=5):
                roles[number] = "duplicate"
            else:
                kept.append(number)
            before = at
        for place, number in enumerate(kept):
            last = place == len(kept) - 1
            if len(kept) == 1:
                roles[number] = "single"
            elif len(kept) % 2 == 0:
                roles[number] = "closes" if place % 2 else "opens"
            else:
                roles[number] = "opens" if place == 0 else "closes" if last else "between"
    return roles


def test_124_punches_are_accounted_for_one_by_one() -> None:
    reading = read_attlog(DUMP, file="1_attlog.dat")
    assert (reading.rows_in, reading.accepted, reading.rejected, reading.left_alone) == (
        124,
        124,
        0,
        0,
    )
    listed = (DATA / "1_attlog.roles.txt").read_text("utf-8").splitlines()[1:]
    rows = reading.punches.to_pylist()
    assert [
        f"{row['line']:>3} {row['user_no']:>3} {row['at']:%H:%M:%S} {row['role']}" for row in rows
    ] == listed
    assert [row["role"] for row in rows] == naive_roles(DUMP.splitlines())
    assert Counter(row["role"] for row in rows) == {
        "opens": 37,
        "closes": 37,
        "between": 34,
        "duplicate": 12,
        "single": 4,
    }
    assert sum(reading.rows["punches"].to_pylist()) == 124
    assert reading.rows.num_rows == len({line.split("\t")[0] for line in DUMP.splitlines()}) == 41


def test_the_clocks_own_columns_are_kept() -> None:
    rows = read_attlog(DUMP, file="1_attlog.dat").punches.to_pylist()
    for row, line in zip(rows, DUMP.splitlines(), strict=True):
        user, time, device, state, *_ = line.split("\t")
        assert (row["user_no"], str(row["at"])) == (user.strip(), time)
        assert (row["device"], row["state"]) == (int(device), int(state))


def test_singles_and_doubles_are_said() -> None:
    reading = read_attlog(DUMP, file="1_attlog.dat")
    assert [(each.code, dict(each.values)) for each in reading.findings] == [
        ("CL-003", {"days": 4}),
        ("CL-004", {"punches": 12}),
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("nonsense", "CL-001"),
        ("12\t2025-02-30 07:00:00\t1\t0\t0\t0", "CL-002"),
        ("12\t2025-03-01 25:00:00\t1\t0\t0\t0", "CL-002"),
        ("12\t2025-03-01 07:00:00\t1\tx\x00y\t0", "CL-001"),
        ("\t2025-03-01 07:00:00\t1\t0", "CL-001"),
        ("12\t2025-03", "CL-001"),
    ],
)
def test_a_damaged_line_is_refused_and_the_others_stay(line: str, code: str) -> None:
    reading = read_attlog(
        f"1\t2025-03-01 07:00:00\t1\t0\r\n{line}\r\n\r\n1\t2025-03-01 17:00:00\t1\t1\r\n",
        file="a.dat",
    )
    refused = [each for each in reading.findings if each.refused]
    assert [(each.code, each.line) for each in refused] == [(code, 2)]
    assert (reading.rows_in, reading.accepted, reading.rejected, reading.left_alone) == (3, 2, 1, 1)
    assert reading.rows["minutes"].to_pylist() == [600]


def test_user_numbers_keep_their_zeros_and_a_night_counts_on_the_day_it_began() -> None:
    text = "007\t2025-03-31 20:00:00\t1\t0\n007\t2025-04-01 06:00:00\t1\t1\n"
    row = read_attlog(text, file="a.dat").rows.to_pylist()[0]
    assert (row["user_no"], row["on"], row["minutes"], row["flags"]) == (
        "007",
        dt.date(2025, 3, 31),
        600,
        "over_midnight",
    )
    strict = read_attlog(text, file="a.dat", rule=WorkDayRule(longest_shift_hours=8))
    assert strict.rows["flags"].to_pylist() == ["single", "single"]


def test_a_clock_that_lost_its_time_is_named() -> None:
    reading = read_attlog("1\t2000-01-01 00:03:00\t1\t0\n", file="a.dat")
    assert "CL-005" in {each.code for each in reading.findings}
    assert reading.accepted == 1


@pytest.mark.parametrize("text", ["", "\r\n\r\n", "\ufeff", "abc\r\n"])
def test_an_empty_dump_is_said_to_be_empty(text: str) -> None:
    reading = read_attlog(text, file="a.dat")
    assert "CL-006" in {each.code for each in reading.findings}
    assert reading.rows.num_rows == 0


def test_recognised_by_content() -> None:
    assert looks_like_attlog(DUMP)
    assert not looks_like_attlog("姓名,身份证号,日期\n张三,1,2025-03-01\n")
    assert not looks_like_attlog("")


def test_a_reader_that_drops_a_line_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    parse = attlog._parse

    monkeypatch.setattr(attlog, "_parse", lambda lines, file: parse(lines[:-1], file))
    with pytest.raises(UnbalancedError):
        read_attlog(DUMP, file="1_attlog.dat")
