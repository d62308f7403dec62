"""Bank statements: many headings, the chain of balances, kinds, and lines that are refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from huxin.formats import bank_statement
from huxin.formats.bank_statement import SPEC, read_bank_statement
from huxin.formats.base import Left, UnbalancedError
from huxin.formats.statement import BANK_CODES, KIND_WORDS, StatementReading, kind_of
from huxin.formats.workbook import open_book

KINDS = {
    "labour_cost", "wage", "wage_return", "interest", "fee", "transfer_in", "transfer_out", "cash",
    "freeze", "unfreeze", "deduction", "opening", "other",
}  # fmt: skip
ABOVE = "账号：6200000000000001\n户名：甲公司安置房农民工工资专用账户\n"
TWO_SIDES = ABOVE + (
    "交易日期,摘要,借方发生额,贷方发生额,余额,对方户名,对方账号,凭证号\n"
    "2025-03-01,人工费用,,1000.00,1000.00,建设公司,62000000000011,T1\n"
    '2025-03-15,代发工资,"3,00.00",,700.00,张三,62000000000012,T2\n'
    "2025-03-16,工资退回,,300.00,1000.00,张三,62000000000012,T3\n"
    "2025-03-31,手续费,1.00,,999.00,,,T4\n"
)


def read(tmp_path: Path, text: str, *, encoding: str = "utf-8") -> StatementReading:
    path = tmp_path / "专户流水.csv"
    path.write_bytes(text.encode(encoding))
    return read_bank_statement(open_book(path))


def codes(reading: StatementReading) -> list[str]:
    return [each.code for each in reading.findings]


def amounts(reading: StatementReading) -> list[int]:
    found: list[int] = reading.rows["amount_fen"].to_pylist()
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_money_out_and_in_with_account_above_the_header(tmp_path: Path, encoding: str) -> None:
    reading = read(tmp_path, TWO_SIDES.replace('"3,00.00"', "300.00"), encoding=encoding)
    assert codes(reading) == []
    assert amounts(reading) == [100000, -30000, 30000, -100]
    row = reading.rows.to_pylist()[0]
    assert (row["account"], row["account_name"], row["currency"]) == (
        "6200000000000001",
        "甲公司安置房农民工工资专用账户",
        "CNY",
    )
    assert (row["booked_on"], row["line"], row["state"]) == (dt.date(2025, 3, 1), 4, "booked")
    assert reading.rows["kind"].to_pylist() == ["labour_cost", "wage", "wage_return", "fee"]
    assert (reading.rows_in, reading.accepted, reading.left_alone) == (4, 4, 3)


@pytest.mark.parametrize(
    ("header", "row", "fen"),
    [
        ("记账日期,收入,支出,余额,摘要", "2025/3/1,,5.00,1.00,代发工资", -500),
        ("交易日,交易金额,借贷标志,当前余额,用途", "20250301,5.00,借,1.00,代发工资", -500),
        ("交易日,交易金额,借贷标志,当前余额,用途", "20250301,5.00,贷,1.00,人工费", 500),
        ("入账日期,发生额,收支标志,附言", "2025年3月1日,¥5.00,支出,代发工资", -500),
        ("日期,发生额,备注", "2025.3.1,-5.00,代发工资", -500),
        ("交易时间,借方金额,贷方金额,余额", "2025-03-01 10:11:12,0.00,5.00,5.00", 500),
        ("交易日期,借方发生额（万元）,贷方发生额（万元）,摘要", "2025-03-01,,1.5,人工费", 1500000),
        ("交易日期,借方发生额,贷方发生额,摘要", "2025-03-01,-5.00,,冲正", 500),
    ],
)
def test_headings_of_many_banks(tmp_path: Path, header: str, row: str, fen: int) -> None:
    reading = read(tmp_path, f"账号：6200000000000001\n{header}\n{row}\n")
    assert amounts(reading) == [fen]
    assert reading.rows["booked_on"].to_pylist() == [dt.date(2025, 3, 1)]


def test_remark_purpose_and_note_are_read_together(tmp_path: Path) -> None:
    text = ABOVE + "交易日期,贷方发生额,摘要,用途,附言\n2025-03-01,5.00,汇入,人工费用,3月\n"
    row = read(tmp_path, text).rows.to_pylist()[0]
    assert (row["remark"], row["kind"]) == ("汇入 / 人工费用 / 3月", "labour_cost")


def test_a_gap_in_the_balances_is_named_with_its_line_and_size(tmp_path: Path) -> None:
    broken = TWO_SIDES.replace("999.00", "989.00").replace('"3,00.00"', "300.00")
    reading = read(tmp_path, broken)
    found = [each for each in reading.findings if each.code == "BS-004"]
    assert [(each.line, each.values["difference"]) for each in found] == [(7, -1000)]
    assert reading.accepted == 4


def test_newest_first_is_no_gap(tmp_path: Path) -> None:
    head, *lines = TWO_SIDES.replace('"3,00.00"', "300.00").splitlines()[2:]
    reading = read(tmp_path, ABOVE + "\n".join([head, *reversed(lines)]))
    assert codes(reading) == []


def test_exchanged_columns_are_proven_by_the_balances(tmp_path: Path) -> None:
    books = TWO_SIDES.replace('"3,00.00"', "300.00").replace(
        "借方发生额,贷方发生额", "贷方发生额,借方发生额"
    )
    reading = read(tmp_path, books)
    assert "BS-006" in codes(reading)
    assert amounts(reading) == [100000, -30000, 30000, -100]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2025-13-01,,5.00,5.00,x", "LS-001"),
        (",,5.00,5.00,x", "LS-003"),
        ("2025-03-01,,,5.00,x", "BS-001"),
        ("2025-03-01,abc,,5.00,x", "BS-001"),
    ],
)
def test_a_line_without_day_or_amount_is_refused(tmp_path: Path, row: str, code: str) -> None:
    good = "2025-03-02,,5.00,10.00,人工费"
    reading = read(tmp_path, f"{ABOVE}交易日期,借方发生额,贷方发生额,余额,摘要\n{row}\n{good}\n")
    refused = [(each.code, each.line) for each in reading.findings if each.refused]
    assert refused == [(code, 4)]
    assert (reading.rows_in, reading.accepted, reading.rejected) == (2, 1, 1)


def test_an_opening_line_needs_no_amount(tmp_path: Path) -> None:
    text = ABOVE + "交易日期,摘要,借方发生额,贷方发生额,余额\n2025-03-01,期初余额,,,100.00\n"
    reading = read(tmp_path, text + "2025-03-02,利息,,1.00,101.00\n")
    assert reading.findings == ()
    assert reading.rows["kind"].to_pylist() == ["opening", "interest"]
    assert amounts(reading) == [0, 100]


def test_a_direction_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    reading = read(tmp_path, ABOVE + "交易日期,交易金额,借贷标志\n2025-03-01,5.00,左\n")
    assert [each.code for each in reading.findings if each.refused] == ["BS-003"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("交易日期,贷方发生额,摘要\n2025-03-01,5.00,人工费\n", "BS-008"),
        (ABOVE + "交易日期,借方发生额,贷方发生额\n2025-03-01,1,2\n", "BS-002"),
        (ABOVE + "交易日期,发生额\n2025-03-01,1\n2025-03-02,2\n", "BS-007"),
        (ABOVE + "交易日期,贷方发生额\n2025-03-01,5.00\n", "BS-009"),
        (ABOVE + "交易日期,贷方发生额,流水号\n2025-03-01,5,A\n2025-03-01,5,A\n", "BS-010"),
        ("张三,李四\n1,2\n", "HD-001"),
    ],
)
def test_doubts_are_named_and_rows_kept(tmp_path: Path, text: str, code: str) -> None:
    reading = read(tmp_path, text)
    assert code in codes(reading)
    assert reading.rejected == 0


def test_many_gaps_are_counted_not_listed(tmp_path: Path) -> None:
    rows = "".join(f"2025-03-01,,1.00,{n * n}.00\n" for n in range(5, 40))
    reading = read(tmp_path, f"{ABOVE}交易日期,借方发生额,贷方发生额,余额\n{rows}")
    assert codes(reading).count("BS-004") == 20
    assert "BS-005" in codes(reading)


def test_totals_and_blank_lines_are_left_alone(tmp_path: Path) -> None:
    text = TWO_SIDES.replace('"3,00.00"', "300.00") + ",,,,\n合计,,301.00,1300.00,,\n制表：某\n"
    reading = read(tmp_path, text)
    assert dict(reading.count.left)[Left.TOTAL] == 1
    assert dict(reading.count.left)[Left.SIGNATURE] == 1
    assert reading.accepted == 4


def test_kinds_are_those_of_the_fact_table() -> None:
    assert {each.kind for each in KIND_WORDS} | {each[3] for each in BANK_CODES} <= KINDS
    assert kind_of(-100, "") == kind_of(100, "无名") == "other"
    assert kind_of(-100, "退回多余人工费") == "other"


def test_every_code_can_occur() -> None:
    text = Path(__file__).read_text("utf-8")
    assert [each.id for each in SPEC.codes if f'"{each.id}"' not in text] == []


def test_a_reader_that_drops_a_row_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = bank_statement._table
    monkeypatch.setattr(
        bank_statement, "_table", lambda sheet, found, kept: table(sheet, found, kept[:-1])
    )
    with pytest.raises(UnbalancedError):
        read(tmp_path, TWO_SIDES)
