"""Payroll results: layouts of several banks, states, stated totals, text without a header."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from huxin.formats.base import Reading
from huxin.formats.payroll_result import read_payroll_result
from huxin.formats.payroll_spec import SPEC
from huxin.formats.users import read_users
from huxin.formats.workbook import open_book

CARD = "621700123456789001"
ID = "140923199003071011"
RECEIPT = (
    "代发业务回单,,,,,,,,\n付款户名：专用账户,笔数：2,总金额：300.00,,,,,,\n"
    "序号,户名,证件号码,收款账号,金额,工资月份,交易日期,处理状态,失败原因\n"
    f"1,张三,{ID},{CARD},100.00,2025-03,2025-04-15,成功,\n"
    f"2,李四,,{CARD},200.00,2025年3月,2025/4/15,交易失败(户名不符),户名不符\n"
)


def read(tmp_path: Path, text: str, name: str = "代发结果.csv") -> Reading:
    path = tmp_path / name
    path.write_bytes(text.encode("gb18030"))
    return read_payroll_result(open_book(path))


def codes(reading: Reading) -> list[str]:
    return [each.code for each in reading.findings]


def test_a_receipt_with_totals_above(tmp_path: Path) -> None:
    reading = read(tmp_path, RECEIPT)
    assert codes(reading) == []
    first, second = reading.rows.to_pylist()
    assert (first["name"], first["identity"], first["card"]) == ("张三", ID, CARD)
    assert (first["amount_fen"], first["state"], first["month"], first["paid_on"]) == (
        10000,
        "paid",
        dt.date(2025, 3, 1),
        dt.date(2025, 4, 15),
    )
    assert (second["state"], second["reason"]) == ("failed", "户名不符")


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("成功", "paid"),
        ("已入账", "paid"),
        ("失败", "failed"),
        ("F", "failed"),
        ("退汇", "returned"),
        ("处理中", "unknown"),
        ("L", "unknown"),
        ("交易成功。", "paid"),
        ("?", "unknown"),
    ],
)
def test_states(tmp_path: Path, said: str, state: str) -> None:
    reading = read(tmp_path, f"姓名,卡号,金额,状态\n张三,{CARD},1.00,{said}\n")
    assert reading.rows["state"].to_pylist() == [state]
    assert ("PR-001" in codes(reading)) == (said == "?")


def test_no_state_is_unknown_and_a_reason_alone_is_failure(tmp_path: Path) -> None:
    rows = f"张三,{CARD},1,,\n李四,{CARD},1,,销户\n"
    reading = read(tmp_path, f"姓名,卡号,金额,状态,失败原因\n{rows}")
    assert reading.rows["state"].to_pylist() == ["unknown", "failed"]
    without = read(tmp_path, f"批次号：B1\n姓名,卡号,金额,备注\n张三,{CARD},1,工资\n")
    assert without.rows["state"].to_pylist() == ["unknown"]
    assert without.rows["batch"].to_pylist() == ["B1"]
    assert "PR-002" in codes(without)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("300.00", "301.00", "PR-003"), ("笔数：2", "笔数：3", "PR-004")],
)
def test_stated_totals_are_compared(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert codes(read(tmp_path, RECEIPT.replace(old, new))) == [code]


def test_a_line_of_totals_is_compared_and_left_alone(tmp_path: Path) -> None:
    good = f"姓名,卡号,金额,状态\n张三,{CARD},1.00,成功\n合计,,1.00,\n"
    assert codes(read(tmp_path, good)) == []
    assert codes(read(tmp_path, good.replace("合计,,1.00", "合计,,2.00"))) == ["PR-003"]


def test_text_with_bars_and_no_header(tmp_path: Path) -> None:
    text = f"1|张三|{CARD}|100.00|{ID}|成功|\r\n2|李四|{CARD}|200.00|{ID}|失败|户名不符|"
    reading = read(tmp_path, text, "result.txt")
    assert codes(reading) == ["PR-006"]
    rows = reading.rows.to_pylist()
    assert [(r["line"], r["name"], r["amount_fen"], r["state"], r["reason"]) for r in rows] == [
        (1, "张三", 10000, "paid", None),
        (2, "李四", 20000, "failed", "户名不符"),
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (f"张三,{CARD},0,成功", "PR-005"), (f"张三,{CARD},-5,成功", "PR-005"),
        (f"张三,{CARD},abc,成功", "LS-001"), (f"张三,{CARD},,成功", "LS-003"),
    ],
)  # fmt: skip
def test_a_line_without_an_amount_is_refused(tmp_path: Path, row: str, code: str) -> None:
    reading = read(tmp_path, f"姓名,卡号,金额,状态\n{row}\n李四,{CARD},1.00,成功\n")
    assert [(each.code, each.line) for each in reading.findings if each.refused] == [(code, 2)]
    assert (reading.rows_in, reading.accepted, reading.rejected) == (2, 1, 1)


def test_a_card_that_lost_its_digits_is_named_and_the_row_kept(tmp_path: Path) -> None:
    reading = read(tmp_path, "姓名,卡号,金额,状态\n张三,6.217E+18,1.00,成功\n")
    assert [(each.code, each.cell) for each in reading.findings] == [("LS-002", "B2")]
    assert reading.rows["card"].to_pylist() == [None]
    assert reading.accepted == 1


def test_a_cell_finer_than_a_fen_is_rounded_and_named(tmp_path: Path) -> None:
    reading = read(tmp_path, f"姓名,卡号,金额,状态\n张三,{CARD},1.005,成功\n")
    assert set(codes(reading)) <= {"LS-004", "LS-001"}
    assert reading.findings


def test_users_of_the_clock(tmp_path: Path) -> None:
    path = tmp_path / "users.csv"
    path.write_text(f"用户号,姓名,身份证号\n007,张三,{ID}\n007,李四,\n8,,\n,王五,\n", "utf-8-sig")
    reading = read_users(open_book(path))
    assert [(each.code, each.line, each.refused) for each in reading.findings] == [
        ("US-001", 3, False),
        ("US-002", 4, False),
        ("LS-003", 5, True),
    ]
    assert reading.rows["user_no"].to_pylist() == ["007", "007", "8"]


def test_every_code_can_occur() -> None:
    text = Path(__file__).read_text("utf-8")
    assert [each.id for each in SPEC.codes if f'"{each.id}"' not in text] == []
