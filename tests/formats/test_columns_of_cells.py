"""Columns of cells: the vectorised parsers agree with the kernel's, fault by fault."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huxin.formats.cells import (
    Cells,
    parse_cards,
    parse_dates,
    parse_days,
    parse_flags,
    parse_identities,
    parse_integers,
    parse_money,
    parse_months,
    parse_names,
    parse_phones,
)
from huxin.formats.day_cells import dates_in
from huxin.formats.headings import compact, loose, unit_of
from huxin.formats.months import month_in
from huxin.formats.workbook import Cell
from huxin.kernel.money import parse_fen, yuan
from tests.formats.papers import MARCH, PEOPLE

FEN = st.integers(-(10**12), 10**12)


@given(st.lists(FEN, min_size=1, max_size=30))
def test_amounts_come_back_as_written(amounts: list[int]) -> None:
    texts = [yuan(each) for each in amounts]
    numbers = [float(Decimal(each) / 100) for each in amounts]
    plain = [each.replace(",", "") for each in texts]
    columns: list[list[Cell]] = [[*texts], [*numbers], [*plain], [*texts, *numbers]]
    for cells in columns:
        found = parse_money(Cells(cells))
        assert found.values.to_pylist() == amounts * (len(cells) // len(amounts))
        assert not found.faults


@given(st.lists(FEN, min_size=1, max_size=20))
def test_ten_thousands_come_back_as_written(amounts: list[int]) -> None:
    texts = [f"{Decimal(each) / 1_000_000:.6f}" for each in amounts]
    found = parse_money(Cells(texts), unit="wan")
    assert found.values.to_pylist() == [parse_fen(each, unit="wan") for each in texts] == amounts


@pytest.mark.parametrize(
    ("cells", "values", "faults"),
    [
        (
            ["1,234.56", "", "-", "待定", "5元"],
            [123456, None, None, None, 500],
            {"unreadable": [3]},
        ),
        ([0.005, 3333.333333, 12.0], [1, 333333, 1200], {"finer": [0, 1]}),
        (["3.333", 1.5], [333, 150], {"finer": [0]}),
        ([True, dt.date(2025, 3, 1), 1e15], [None, None, None], {"unreadable": [0, 1, 2]}),
        (["１２．５", "（30）", "0.35万元"], [1250, -3000, 350000], {}),
    ],
)
def test_amounts_and_their_faults(
    cells: list[str | float | dt.date], values: list[int | None], faults: dict[str, list[int]]
) -> None:
    found = parse_money(Cells(cells))
    assert found.values.to_pylist() == values
    assert {kind: at.tolist() for kind, at in found.faults.items()} == faults


def test_identities_are_never_repaired() -> None:
    number = PEOPLE[0][1]
    written = [number, f"'{number}", f'="{number.lower()}"', " ".join(number)]
    found = parse_identities(Cells([*written, 1.4e17, "1.4E+17", "张三"]))
    assert found.values.to_pylist() == [number] * 4 + [None] * 3
    assert (found.at("number").tolist(), found.at("form").tolist()) == ([4, 5], [6])


def test_cards_are_never_repaired() -> None:
    found = parse_cards(Cells(["6222 0200 0000 0001", 6.2e18, "农行", ""]))
    assert found.values.to_pylist() == ["6222020000000001", None, None, None]
    assert (found.at("number").tolist(), found.at("form").tolist()) == ([1], [2])


def test_other_columns() -> None:
    days = parse_days(Cells([22.5, "22天", "", "半月"]))
    assert days.values.to_pylist() == [2250, 2200, None, None]
    assert parse_integers(Cells([1.0, "3项", 2.5])).at("unreadable").tolist() == [2]
    assert parse_names(Cells(["张 三", "Ｌｉ", 7.0])).values.to_pylist() == ["张三", "Li", None]
    assert parse_phones(Cells([13800000000.0, "0350-1234567", "无"])).values.to_pylist() == [
        "13800000000",
        "0350-1234567",
        None,
    ]
    flags = parse_flags(Cells(["√", "", "未签", "张三"]), blank=False, other=True)
    assert flags.values.to_pylist() == [True, False, False, True]


def test_dates_and_months() -> None:
    written: list[Cell] = ["2025-03-01", "2025/3/1", "二〇二五年三月一日", MARCH, 45717.0]
    assert parse_dates(Cells(written)).values.to_pylist() == [MARCH] * 5
    assert parse_dates(Cells(["2025-02-30", "不详"])).at("unreadable").tolist() == [0, 1]
    months: list[Cell] = [
        "2025年3月份",
        "2025.03",
        2025.03,
        202503.0,
        "二〇二五年三月",
        "2025-03-15",
    ]
    assert parse_months(Cells(months)).values.to_pylist() == [MARCH] * 6
    # January or October: a spreadsheet shows both as 2025.1
    assert parse_months(Cells([2025.1])).at("unreadable").tolist() == [0]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("某项目2025年3月份工资表", MARCH),
        ("二〇二五年三月工资", MARCH),
        ("工资表（2025.03）", MARCH),
        ("工资_202503_甲公司.csv", MARCH),
        ("2025-3工资", MARCH),
        ("2025年3月5日制表", None),
        ("2025.3.5", None),
        ("20250305", None),
        ("三月工资", None),
    ],
)
def test_months_in_titles(text: str, want: dt.date | None) -> None:
    assert month_in(text) == want


def test_dates_in_a_span_borrow_their_year() -> None:
    want = [dt.date(2025, 4, 3), dt.date(2025, 4, 8)]
    for text in ("2025年4月3日至4月8日", "2025.4.3-2025.4.8", "2025-04-03 ~ 2025-04-08"):
        assert dates_in(text) == want


@pytest.mark.parametrize(
    ("written", "bare", "unit"),
    [
        ("实发工资（元）", "实发工资", "yuan"),
        ("实发\n工资(万元)", "实发工资", "wan"),
        ("应 发 金 额：", "应发金额", ""),
        ("＊姓名", "姓名", ""),
        ("单价/天", "单价天", ""),
        ("（元）", "元", "yuan"),
    ],
)
def test_headings_are_compared_bare(written: str, bare: str, unit: str) -> None:
    assert (loose(written), unit_of(written)) == (bare, unit)
    assert compact(written) == compact(compact(written))
