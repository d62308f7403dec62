"""Month grids, day lists and rosters: marks, halves, dates, and each fault by its cell."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from huxin.formats.attendance_grid import read_attendance_grid
from huxin.formats.attendance_list import read_attendance_list
from huxin.formats.attendance_spec import ATTENDANCE_GRID, ATTENDANCE_LIST
from huxin.formats.base import Left, Reading
from huxin.formats.headers import recognise
from huxin.formats.marks import read_mark
from huxin.formats.roster import ROSTER, read_roster
from huxin.formats.wage_sheet import WAGE_SHEET
from huxin.formats.workbook import open_book
from tests.formats.papers import AS_OF, MARCH, PEOPLE, Cell, Sheet, text, xlsx
from tests.formats.wage_layouts import HEAD, rows

TITLE = "某某小区2025年3月考勤表"
DAYS: list[Cell] = list(range(1, 32))
WRITTEN: dict[int, Cell] = {
    1: "√",
    2: "×",
    3: 0.5,
    4: 8,
    5: "假",
    7: "半",
    8: 1,
    9: "10",
    10: 1.5,
    31: "●",
}
WANT = {1: (100, None), 2: (0, None), 3: (50, None), 4: (100, 480), 5: (0, None), 7: (50, None),
        8: (100, None), 9: (100, 600), 10: (150, None), 31: (100, None)}  # fmt: skip


def marks(written: dict[int, Cell], days: int = 31) -> list[Cell]:
    return [written.get(day) for day in range(1, days + 1)]


def grid(
    path: Path, *lines: list[Cell], title: str = TITLE, days: list[Cell] | None = None
) -> Reading:
    head: list[Cell] = ["序号", "姓名", "身份证号", *(days or DAYS), "合计"]
    book = open_book(xlsx(path / "a.xlsx", Sheet([[title], head, *lines])))
    return read_attendance_grid(book, as_of=AS_OF)


def codes(reading: Reading) -> Counter[str]:
    return Counter(each.code for each in reading.findings if each.severity != "note")


def worked(reading: Reading) -> dict[dt.date, tuple[int, int | None]]:
    return {row["on"]: (row["day_centi"], row["minutes"]) for row in reading.rows.to_pylist()}


EXPECTED = {MARCH.replace(day=day): centi for day, centi in WANT.items()}


# --- month grids --------------------------------------------------------------------------------


def test_marks_become_days(tmp_path: Path) -> None:
    reading = grid(tmp_path, [1, *PEOPLE[0], *marks(WRITTEN), 7.5])
    assert worked(reading) == EXPECTED
    assert (codes(reading), reading.accepted, reading.rejected) == ({}, 1, 0)


@pytest.mark.parametrize(
    "days",
    [
        [str(day) for day in DAYS],
        [f"{day}日" for day in DAYS],
        [f"0{day}"[-2:] for day in DAYS],
        [MARCH.replace(day=day) for day in range(1, 32)],
    ],
    ids=["text", "with word", "two figures", "whole dates"],
)
def test_days_of_the_header_in_every_form(days: list[Cell], tmp_path: Path) -> None:
    assert worked(grid(tmp_path, [1, *PEOPLE[0], *marks(WRITTEN), 7.5], days=days)) == EXPECTED


def test_days_in_two_halves_with_two_lines_a_worker(tmp_path: Path) -> None:
    whole = marks(WRITTEN)
    lines: list[list[Cell]] = [
        [TITLE],
        ["序号", "姓名", "身份证号", *range(1, 16), None, "合计"],
        [None, None, None, *range(16, 32)],
        [1, *PEOPLE[0], *whole[:15], None, 7.5],
        [None, None, None, *whole[15:]],
        [2, *PEOPLE[1], "√", *[None] * 15, 1],
        [],
        ["考勤员：", None, "负责人："],
    ]
    book = open_book(xlsx(tmp_path / "a.xlsx", Sheet(lines)))
    reading = read_attendance_grid(book, as_of=AS_OF)
    first = reading.rows.filter([each == PEOPLE[0][0] for each in reading.rows["name"].to_pylist()])
    assert {row["on"]: (row["day_centi"], row["minutes"]) for row in first.to_pylist()} == EXPECTED
    assert (reading.accepted, dict(reading.count.left)[Left.CONTINUATION]) == (2, 1)


def test_weekdays_below_the_days_are_header(tmp_path: Path) -> None:
    week: list[Cell] = [
        None,
        None,
        None,
        *("一二三四五六日"[(day + 4) % 7] for day in range(1, 32)),
    ]
    reading = grid(tmp_path, week, [1, *PEOPLE[0], *marks(WRITTEN), 7.5])
    assert worked(reading) == EXPECTED
    assert dict(reading.count.left)[Left.HEADER] == 2


def test_an_unknown_mark_is_named_and_the_row_kept(tmp_path: Path) -> None:
    reading = grid(tmp_path, [1, *PEOPLE[0], *marks({1: "√", 2: "Q"}), 2])
    (finding,) = reading.findings
    assert (finding.code, finding.cell, finding.refused) == ("AT-010", "E3", False)
    assert worked(reading) == {MARCH: (100, None)}


def test_a_mark_after_the_end_of_the_month_is_left_out(tmp_path: Path) -> None:
    reading = grid(tmp_path, [1, *PEOPLE[0], *marks({1: "√", 30: "√", 31: "×"}), 2],
                   title="2025年2月考勤表")  # fmt: skip
    (finding,) = reading.findings
    assert (finding.code, finding.cell) == ("AT-011", "AG3")
    assert worked(reading) == {dt.date(2025, 2, 1): (100, None)}


def test_a_total_that_does_not_meet_the_marks(tmp_path: Path) -> None:
    assert codes(grid(tmp_path, [1, *PEOPLE[0], *marks({1: "√"}), 3])) == {"AT-012": 1}


def test_without_a_month_no_day_has_a_date(tmp_path: Path) -> None:
    reading = grid(tmp_path, [1, *PEOPLE[0], *marks({1: "√"}), 1], title="考勤表")
    assert (codes(reading), reading.rejected, reading.rows.num_rows) == ({"AT-013": 1}, 1, 0)


def test_a_refused_worker_yields_no_day(tmp_path: Path) -> None:
    reading = grid(
        tmp_path, [1, "张三", 1.4e17, *marks({1: "√"}), 1], [2, *PEOPLE[1], *marks({2: "√"}), 1]
    )
    assert (codes(reading), worked(reading)) == ({"AT-001": 1}, {MARCH.replace(day=2): (100, None)})


def test_a_list_of_names_is_no_grid(tmp_path: Path) -> None:
    book = open_book(text(tmp_path / "a.csv", [["姓名", "身份证号"], *PEOPLE]))
    assert codes(read_attendance_grid(book, as_of=AS_OF)) == {"HD-001": 1}


@pytest.mark.parametrize(
    ("cell", "want"),
    [
        ("✓", (100, None)), ("出", (100, None)), ("△", (50, None)), ("0.5", (50, None)),
        (1.0, (100, None)),
        (2.0, (50, 120)), (4.0, (50, 240)), (8.0, (100, 480)), (24.0, (100, 1440)),
        (0.0, (0, None)),
        ("旷工", (0, None)), ("/", (0, None)), ("12", (100, 720)), ("Z", None), (25.0, None),
        (-1.0, None), (MARCH, None), (True, (100, None)),
    ],
)  # fmt: skip
def test_what_a_mark_means(cell: Cell, want: tuple[int, int | None] | None) -> None:
    mark = read_mark(cell)  # type: ignore[arg-type]
    assert (None if mark is None else (mark.day_centi, mark.minutes)) == want


# --- day lists ----------------------------------------------------------------------------------

LIST_HEAD: list[Cell] = ["姓名", "身份证号", "日期", "上班时间", "下班时间", "工时"]


def day_list(path: Path, *lines: list[Cell]) -> Reading:
    book = open_book(text(path / "a.csv", [LIST_HEAD, *lines], encoding="gbk"))
    return read_attendance_list(book, as_of=AS_OF)


@pytest.mark.parametrize(
    ("cells", "want"),
    [
        (["07:00", "17:30", "10.5"], (100, 630)),
        (["07:00", "17:30", ""], (100, 630)),
        (["7:00:00", "", ""], (100, None)),
        (["19:00", "05:00", ""], (100, 600)),
        (["2025-03-04 07:00", "2025-03-04 11:00", ""], (50, 240)),
        (["", "", "4.5"], (50, 270)),
        (["", "", ""], (0, None)),
    ],
)
def test_times_and_hours_become_minutes(
    cells: list[Cell], want: tuple[int, int | None], tmp_path: Path
) -> None:
    reading = day_list(tmp_path, [*PEOPLE[0], "2025-03-04", *cells])
    assert worked(reading) == {dt.date(2025, 3, 4): want}
    assert codes(reading) == {}


def test_a_day_with_one_of_both_times_has_one_punch(tmp_path: Path) -> None:
    """Hours or a second line of the day may hold what one line leaves open."""
    reading = day_list(
        tmp_path,
        [*PEOPLE[0], "2025-03-04", "07:00", "17:00", ""],
        [*PEOPLE[0], "2025-03-05", "07:00", "", ""],
        [*PEOPLE[0], "2025-03-06", "", "17:00", "8"],
        [*PEOPLE[0], "2025-03-07", "", "", "8"],
        [*PEOPLE[1], "2025-03-04", "07:00", "", ""],
        [*PEOPLE[1], "2025-03-04", "", "17:00", ""],
    )
    assert reading.rows["punches"].to_pylist() == [2, 1, None, None, None, None]


def test_a_night_shift_ends_on_the_next_day(tmp_path: Path) -> None:
    (row,) = day_list(tmp_path, [*PEOPLE[0], "2025/3/4", "19:00", "05:00", ""]).rows.to_pylist()
    moments = [row[each].isoformat() for each in ("in_at", "out_at")]
    assert moments == ["2025-03-04T19:00:00", "2025-03-05T05:00:00"]


@pytest.mark.parametrize(
    ("line", "code", "rejected"),
    [
        ([*PEOPLE[0], "三月四日", "07:00", "", ""], "AL-009", 1),
        ([*PEOPLE[0], "2025-03-04", "七点", "17:00", ""], "AL-010", 0),
        ([*PEOPLE[0], "2025-03-04", "", "", "26"], "AL-011", 0),
        ([*PEOPLE[1], "2025-03-01", "07:00", "", ""], "AL-012", 0),
        ([*PEOPLE[0], "2025-07-01", "07:00", "", ""], "AL-013", 0),
        (["", "", "2025-03-04", "07:00", "", ""], "AL-005", 1),
    ],
)
def test_faults_of_a_day_list(line: list[Cell], code: str, rejected: int, tmp_path: Path) -> None:
    reading = day_list(tmp_path, [*PEOPLE[1], "2025-03-01", "07:00", "17:00", ""], line)
    assert (codes(reading), reading.rejected, reading.rows_in) == ({code: 1}, rejected, 2)


# --- rosters ------------------------------------------------------------------------------------

ROSTER_HEAD: list[Cell] = [
    "序号",
    "姓名",
    "性别",
    "身份证号",
    "联系电话",
    "进场日期",
    "退场日期",
    "日工资",
]


def roster(path: Path, *lines: list[Cell], head: list[list[Cell]] | None = None) -> Reading:
    table: list[list[Cell]] = [["某某小区农民工花名册"], *(head or [ROSTER_HEAD]), *lines]
    return read_roster(open_book(xlsx(path / "a.xlsx", Sheet(table))), as_of=AS_OF)


def sex(number: str) -> str:
    return "男" if int(number[16]) % 2 else "女"


def test_a_roster_reads_dates_however_written(tmp_path: Path) -> None:
    written: list[Cell] = [
        "2025-03-01",
        "2025.3.1",
        "2025年3月1日",
        dt.date(2025, 3, 1),
        45717,
        "20250301",
    ]
    lines = [
        [number, *(person[0], sex(person[1]), person[1]), 13800000000, day, None, 280.5]
        for number, (person, day) in enumerate(zip(PEOPLE, written, strict=True), start=1)
    ]
    reading = roster(tmp_path, *lines)
    assert reading.rows["entered_on"].to_pylist() == [MARCH] * 6
    assert set(reading.rows["phone"].to_pylist()) == {"13800000000"}
    assert set(reading.rows["day_rate_fen"].to_pylist()) == {28050}
    assert codes(reading) == {}


def test_contract_dates_under_a_group_heading(tmp_path: Path) -> None:
    head: list[list[Cell]] = [
        ["姓名", "身份证号", "劳动合同", None, None],
        [None, None, "签订日期", "起", "止"],
    ]
    line: list[Cell] = [*PEOPLE[0], "2025-03-01", "2025-03-02", "2025-12-31"]
    (row,) = roster(tmp_path, line, head=head).rows.to_pylist()
    assert [
        row[each].isoformat() for each in ("contract_signed_on", "contract_from", "contract_to")
    ] == line[2:]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({5: "2025-04-01", 6: "2025-03-01"}, "RO-014"),
        ({2: "女" if sex(PEOPLE[0][1]) == "男" else "男"}, "RO-015"),
        ({5: "开春"}, "RO-013"),
        ({3: "无证"}, "RO-004"),
        ({7: 280.123}, "RO-016"),
    ],
)
def test_faults_of_a_roster_keep_the_row(
    change: dict[int, Cell], code: str, tmp_path: Path
) -> None:
    line: list[Cell] = [1, PEOPLE[0][0], sex(PEOPLE[0][1]), PEOPLE[0][1], None, None, None, 280]
    for place, cell in change.items():
        line[place] = cell
    reading = roster(tmp_path, line)
    assert (codes(reading), reading.accepted) == ({code: 1}, 1)


# --- telling them apart -------------------------------------------------------------------------

ALL = (WAGE_SHEET, ROSTER, ATTENDANCE_GRID, ATTENDANCE_LIST)


@pytest.mark.parametrize(
    ("head", "body", "want"),
    [
        (HEAD, rows(), "wage_sheet"),
        (ROSTER_HEAD, [[1, PEOPLE[0][0], "男", PEOPLE[0][1]]], "roster"),
        (["姓名", "身份证号", *DAYS, "合计"], [[*PEOPLE[0], *["√"] * 31, 31]], "attendance_grid"),
        (LIST_HEAD, [[*PEOPLE[0], "2025-03-01", "07:00"]], "attendance_list"),
    ],
)
def test_a_sheet_is_known_by_its_headings(
    head: list[Cell], body: list[list[Cell]], want: str, tmp_path: Path
) -> None:
    (sheet,) = open_book(xlsx(tmp_path / "a.xlsx", Sheet([head, *body]))).grids
    assert recognise(sheet, ALL)[0][1].spec.id == want
