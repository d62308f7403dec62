"""Wage sheets: forty layouts read alike, every fault named, nothing lost."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huxin.formats import wage_sheet
from huxin.formats.base import Left, Reading, UnbalancedError
from huxin.formats.table import Table
from huxin.formats.wage_sheet import read_wage_sheet
from huxin.formats.workbook import open_book
from tests.formats.papers import AS_OF, MARCH, PEOPLE, Cell, Sheet, identity, text, xlsx
from tests.formats.wage_layouts import HEAD, LAYOUTS, PAID, TITLE, rows

COLUMNS = ["name", "identity", "month", "days_centi", "payable_fen", "net_fen"]
EXPECTED = [
    (name, number, MARCH, round(days * 100), round(payable * 100), round(net * 100))
    for (name, number), (days, payable, net) in zip(PEOPLE, PAID, strict=False)
]


def read(path: Path) -> Reading:
    return read_wage_sheet(open_book(path), as_of=AS_OF)


def shown(reading: Reading) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in reading.rows.select(COLUMNS).to_pylist()]


def codes(reading: Reading) -> Counter[str]:
    return Counter(each.code for each in reading.findings if each.severity != "note")


def sheet(tmp_path: Path, *body: list[Cell], head: list[Cell] | None = None) -> Reading:
    return read(xlsx(tmp_path / "a.xlsx", Sheet([[TITLE], head or HEAD, *body])))


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_every_layout_reads_to_the_same_rows(name: str, tmp_path: Path) -> None:
    reading = read(LAYOUTS[name](tmp_path))
    assert shown(reading) == EXPECTED
    assert codes(reading) == Counter()
    assert (reading.accepted, reading.rejected) == (4, 0)


def test_layouts_are_many() -> None:
    assert len(LAYOUTS) >= 30


def test_lines_left_alone_are_counted_by_reason(tmp_path: Path) -> None:
    reading = read(LAYOUTS["totals_and_signatures"](tmp_path))
    assert dict(reading.count.left) == {
        Left.BLANK: 1,
        Left.HEADER: 1,
        Left.SIGNATURE: 2,
        Left.TITLE: 1,
        Left.TOTAL: 1,
    }
    assert reading.count.lines == 10


def test_what_stands_around_the_table_counts_for_every_row(tmp_path: Path) -> None:
    labels: list[Cell] = [
        "用工单位：甲劳务有限公司   项目名称：乙工程",
        None,
        "制表日期：2025年4月2日",
    ]
    posting: list[Cell] = ["公示期：2025年4月3日至4月8日"]
    reading = read(xlsx(tmp_path / "a.xlsx", Sheet([[TITLE], labels, HEAD, *rows(), posting])))
    around = ["employer", "project", "drawn_up_on", "posted_from", "posted_to"]
    want = (
        "甲劳务有限公司",
        "乙工程",
        dt.date(2025, 4, 2),
        dt.date(2025, 4, 3),
        dt.date(2025, 4, 8),
    )
    assert {tuple(row.values()) for row in reading.rows.select(around).to_pylist()} == {want}


def test_flags_say_yes_no_and_nothing(tmp_path: Path) -> None:
    head: list[Cell] = [*HEAD, "本人签字", "总包审核", "发放方式"]
    lines = [
        [*row, signed, reviewed, way]
        for row, signed, reviewed, way in zip(
            rows(), ["张三", None, "√", "未签"], ["已审核", "未审核", None, "是"],
            ["银行代发", "实物抵付", None, "购物券"], strict=True,
        )
    ]  # fmt: skip
    reading = sheet(tmp_path, *lines, head=head)
    flags = reading.rows.select(["signed", "reviewed", "in_kind"]).to_pylist()
    assert [tuple(row.values()) for row in flags] == [
        (True, True, False),
        (False, False, True),
        (True, False, None),
        (False, True, True),
    ]


# --- faults -------------------------------------------------------------------------------------


def test_an_identity_kept_as_number_is_refused_with_what_to_do(tmp_path: Path) -> None:
    body = rows()
    body[1][2] = float(str(body[1][2])[:17] + "0")
    reading = sheet(tmp_path, *body)
    (finding,) = (each for each in reading.findings if each.refused)
    assert (finding.code, finding.line, finding.cell) == ("WS-001", 4, "C4")
    assert finding.message.say("zh") == (
        "第 4 行：身份证号在表里存成了数字，后几位已经丢失（Excel 会把长数字变成 0）。"
    )
    assert finding.remedy.say("zh") == (
        "请把该列设为“文本”后重新填写（本表共 1 个这样的号码），其余 3 行已收下。"
    )
    assert (reading.rows_in, reading.accepted, reading.rejected) == (4, 3, 1)


def test_scientific_text_is_a_lost_number_too(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", [[TITLE], HEAD, [1, "张三", "1.40923E+17", 20, 100, 100]])
    assert codes(read(path)) == {"WS-001": 1}


FAULTS: dict[str, tuple[list[Cell], list[Cell], str, bool]] = {
    "card as number": ([*HEAD, "银行卡号"], [1, *PEOPLE[0], 20, 100, 100, 6.2e18], "WS-002", False),
    "check digit": (HEAD, [1, "张三", "140923197001019999", 20, 100, 100], "WS-003", False),
    "no identity": (HEAD, [1, "张三", "不详", 20, 100, 100], "WS-004", False),
    "name missing": (HEAD, [1, None, PEOPLE[0][1], 20, 100, 100], "WS-005", False),
    "nobody": (HEAD, [1, None, None, 20, 100, 100], "WS-006", True),
    "no amount": (HEAD, [1, *PEOPLE[0], 20, None, None], "WS-007", True),
    "amount unreadable": (HEAD, [1, *PEOPLE[0], 20, "待定", 100], "WS-008", False),
    "finer than a fen": (HEAD, [1, *PEOPLE[0], 20, 100.123, 100], "WS-009", False),
    "negative": (HEAD, [1, *PEOPLE[0], 20, -100, 100], "WS-010", False),
    "parts": (
        [*HEAD[:4], "基本工资", "加班工资", *HEAD[4:]],
        [1, *PEOPLE[0], 20, 100, 10, 120, 120],
        "WS-011",
        False,
    ),
    "net": (
        [*HEAD[:5], "借支", HEAD[5]],
        [1, *PEOPLE[0], 20, 100, 30, 80],
        "WS-012",
        False,
    ),
    "days": (HEAD, [1, *PEOPLE[0], 32, 100, 100], "WS-015", False),
    "days unreadable": (HEAD, [1, *PEOPLE[0], "约二十", 100, 100], "WS-016", False),
    "number as name": (HEAD, [1, 13800, PEOPLE[0][1], 20, 100, 100], "WS-019", False),
    "card of no form": ([*HEAD, "卡号"], [1, *PEOPLE[0], 20, 100, 100, "农行"], "WS-020", False),
    "deductions": (
        [*HEAD[:5], "个税", "社保", "扣款合计", HEAD[5]],
        [1, *PEOPLE[0], 20, 100, 5, 5, 20, 80],
        "WS-022",
        False,
    ),
    "identity blank": (HEAD, [1, "张三", None, 20, 100, 100], "WS-024", False),
}


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_each_fault_has_its_code_and_the_good_row_stays(name: str, tmp_path: Path) -> None:
    head, bad, code, refused = FAULTS[name]
    good: list[Cell] = [2, *PEOPLE[1], *[0] * (len(head) - 3)]
    good[head.index("应发工资")] = good[head.index("实发工资")] = 100
    if "基本工资" in head:
        good[head.index("基本工资")] = 100
    if len(head) > 6 and head[-1] in {"银行卡号", "卡号"}:
        good[-1] = None
    reading = sheet(tmp_path, bad, good, head=head)
    assert codes(reading) == {code: 1}
    assert (reading.accepted, reading.rejected) == ((1, 1) if refused else (2, 0))
    assert PEOPLE[1][1] in reading.rows["identity"].to_pylist()


def test_a_total_that_does_not_meet_its_lines(tmp_path: Path) -> None:
    reading = sheet(tmp_path, *rows(), ["合计", None, None, None, 25950.5, 24000])
    (finding,) = (each for each in reading.findings if each.code == "WS-013")
    assert (finding.cell, codes(reading)) == ("F7", {"WS-013": 1})
    assert "24,550.50" in finding.message.say("en")


def test_the_same_person_twice_names_the_first_line(tmp_path: Path) -> None:
    body = rows()
    reading = sheet(tmp_path, *body, body[1])
    (finding,) = (each for each in reading.findings if each.code == "WS-014")
    assert (finding.line, finding.values["first"]) == (7, 4)


def test_a_month_to_come_is_named(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", Sheet([["2025年9月工资表"], HEAD, *rows()]))
    assert codes(read(path)) == {"WS-017": 1}


def test_a_sheet_without_a_month_keeps_its_rows(tmp_path: Path) -> None:
    reading = read(xlsx(tmp_path / "a.xlsx", Sheet([HEAD, *rows()])))
    assert (codes(reading), reading.accepted) == ({"WS-018": 1}, 4)
    assert reading.rows["month"].null_count == 4


def test_swapped_columns_are_seen_as_such(tmp_path: Path) -> None:
    body = [[row[0], row[2], row[1], *row[3:]] for row in rows()]
    reading = sheet(tmp_path, *body)
    assert codes(reading) == {"WS-004": 4, "WS-006": 4, "WS-019": 4, "WS-023": 1}
    assert (reading.accepted, reading.rejected) == (0, 4)


def test_findings_never_quote_a_person(tmp_path: Path) -> None:
    body = [[row[0], row[2], row[1], *row[3:]] for row in rows()]
    body += [[9, "周九", identity(9), 99, "周九", identity(9)]]
    reading = sheet(tmp_path, *body, head=[*HEAD[:4], "应发工资", "实发工资"])
    said = "".join(
        part.say(language)
        for each in reading.findings
        for part in (each.message, each.remedy)
        for language in ("zh", "en")
    )
    people = [each for person in (*PEOPLE, ("周九", identity(9))) for each in person]
    assert [each for each in people if each in said] == []


def test_unknown_columns_between_the_parts_silence_the_sums(tmp_path: Path) -> None:
    head: list[Cell] = [*HEAD[:4], "基本工资", "夜餐贴", *HEAD[4:]]
    reading = sheet(tmp_path, [1, *PEOPLE[0], 20, 100, 15, 115, 115], head=head)
    assert codes(reading) == Counter()


# --- nothing is lost ----------------------------------------------------------------------------


def _amount() -> st.SearchStrategy[Cell]:
    return st.one_of(
        st.none(), st.integers(-100, 10**6), st.sampled_from(["", "待定", "-", "1,2", "合计"])
    )


LINES = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(1, 99), st.sampled_from(["合计", "制表：", "1"])),
        st.sampled_from(["", "张三", "小计", "审核人：", "张三", "140923197001010011", "姓名"]),
        st.sampled_from(["", PEOPLE[0][1], PEOPLE[1][1], "1.4E+17", "不详", "身份证号"]),
        _amount(),
        _amount(),
        _amount(),
    ),
    max_size=12,
)


@settings(max_examples=40)
@given(LINES)
def test_counts_always_balance(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[Cell, ...]]
) -> None:
    path = text(tmp_path_factory.mktemp("w") / "a.csv", [[TITLE], HEAD, *lines])
    reading = read(path)
    assert reading.rows_in == reading.accepted + reading.rejected
    assert reading.count.lines == reading.rows_in + reading.left_alone == len(lines) + 2
    assert reading.rows.num_rows == reading.accepted
    assert all(each.remedy.say("zh") for each in reading.findings)


def test_a_row_that_is_dropped_in_silence_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted bug: a refusal that forgets its finding."""
    path = xlsx(
        tmp_path / "a.xlsx", Sheet([[TITLE], HEAD, *rows(), [5, *PEOPLE[4], 20, None, None]])
    )
    assert read(path).rejected == 1
    whole = Table.close

    def forgetful(table: Table, accepted: object) -> object:
        done = whole(table, accepted)
        return replace(done, findings=[each for each in done.findings if not each.refused])

    monkeypatch.setattr(Table, "close", forgetful)
    with pytest.raises(UnbalancedError):
        read(path)


def test_the_header_explains_itself(tmp_path: Path) -> None:
    (header,) = read(LAYOUTS["two_header_rows_merged"](tmp_path)).headers
    assert header.lines == (2, 3)
    found = {each.written: (each.field, each.how, each.alias) for each in header.matches}
    assert found["应发工资/加班"] == ("overtime_fen", "group", "加班")
    assert found["应发工资/合计"] == ("payable_fen", "group", "合计")
    assert found["扣款/个税"] == ("tax_fen", "name", "个税")
    assert found["实发工资"] == ("net_fen", "name", "实发工资")


def test_the_spec_is_what_the_reader_uses() -> None:
    assert wage_sheet.WAGE_SHEET.code("WS-001").refuses
    assert len({each.id for each in wage_sheet.WAGE_SHEET.codes}) == len(
        wage_sheet.WAGE_SHEET.codes
    )
