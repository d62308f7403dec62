from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from huxin.kernel.errors import InputError
from huxin.kernel.money import capital, parse_capital, parse_fen, ppm, share_of, wan, yuan

AMOUNTS = st.integers(0, 10**13) | st.builds(
    lambda figure, zeros: figure * 10**zeros, st.integers(0, 999), st.integers(0, 10)
)


@settings(max_examples=100, deadline=None)
@given(fen=AMOUNTS)
@example(fen=10**13)
@example(fen=1_000_005)
def test_capital_amounts_come_back(fen: int) -> None:
    assert parse_capital(capital(fen)) == fen
    assert parse_fen(capital(-fen)) == -fen


@settings(max_examples=100, deadline=None)
@given(fen=AMOUNTS)
def test_no_two_zeros_and_no_zero_before_a_place(fen: int) -> None:
    words = capital(fen)
    assert "零零" not in words
    assert not re.search("零[拾佰仟万亿角分]", words)
    assert fen == 0 or not re.search("零元", words)


def lost(write: Callable[[int], str]) -> list[int]:
    """Amounts that do not come back from their capitals."""
    return [
        fen
        for fen in (5, 10_500, 10_000_500, 10**10 + 100, 10**13)
        if parse_capital(write(fen)) != fen
    ]


def test_the_round_trip_catches_a_lost_section() -> None:
    assert lost(capital) == []
    assert lost(lambda fen: capital(fen).replace("亿", "万")) == [10**10 + 100, 10**13]


@settings(max_examples=100, deadline=None)
@given(fen=st.integers(1 - 10**15, 10**15 - 1))
def test_yuan_come_back(fen: int) -> None:
    assert parse_fen(yuan(fen)) == fen
    assert (
        parse_fen(
            yuan(fen).translate(str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")) + "元"
        )
        == fen
    )
    assert parse_fen(str(fen), unit="fen") == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("１，２３４．５６", 123456),
        ("￥1,234.5", 123450),
        ("1 234.50 元", 123450),
        ("(5.00)", -500),
        ("（5.00）", -500),
        ("−3", -300),
        ("-¥5", -500),
        ("¥-5", -500),
        ("+5", 500),
        ("1.2万元", 1_200_000),
        ("3亿元", 30_000_000_000),
        ("50分", 50),
        ("人民币 壹仟元整", 100_000),
        ("1000元整", 100_000),
        ("0.1000", 10),
        (".5", 50),
        ("0", 0),
        ("-0", 0),
    ],
)
def test_amounts_as_people_write_them(text: str, fen: int) -> None:
    assert parse_fen(text) == fen


def test_a_written_unit_goes_before_the_column_s() -> None:
    assert parse_fen("1.5", unit="wan") == 1_500_000
    assert parse_fen("1.5元", unit="wan") == 150
    assert parse_fen("0.000001", unit="wan") == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "1.234",
        "12,34",
        "1,2345",
        "(-5)",
        "(5",
        "5)",
        "1e3",
        "--5",
        "abc",
        "1 23",
        "12 34",
        "0.5分",
        "1" * 16,
        "约500",
    ],
)
def test_what_is_no_amount_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_fen(text)
    assert refused.value.remedy is not None


@pytest.mark.parametrize(
    ("words", "fen"),
    [
        ("壹仟陆佰捌拾元零叁角贰分", 168_032),
        ("壹拾元零伍角", 1_050),
        ("拾伍元正", 1_500),
        ("十五圆整", 1_500),
        ("贰佰零伍万元整", 205_000_000),
        ("一万二千元", 1_200_000),
        ("壹万亿元整", 10**14),
        ("零元整", 0),
        ("伍分", 5),
        ("负壹元整", -100),
    ],
)
def test_capital_amounts_as_clerks_write_them(words: str, fen: int) -> None:
    assert parse_capital(words) == fen


@pytest.mark.parametrize(
    "words",
    [
        "",
        "元",
        "整",
        "壹贰元",
        "壹拾壹佰元",
        "万元",
        "壹千a元",
        "壹角壹角",
        "佰拾佰元",
        "壹万壹万元",
    ],
)
def test_garbled_capital_amounts_are_refused(words: str) -> None:
    with pytest.raises(InputError):
        parse_capital(words)


def test_printing() -> None:
    assert (yuan(123_456_789), yuan(-5), yuan(0)) == ("1,234,567.89", "-0.05", "0.00")
    assert (wan(12_345_678), wan(-12_345_678), wan(12_345_000), wan(5_000)) == (
        "12.35",
        "-12.35",
        "12.35",
        "0.01",
    )


def test_shares_round_half_up_away_from_zero() -> None:
    assert ppm(Decimal("0.22")) == 220_000
    assert ppm(Decimal("0.0000005")) == 1
    assert share_of(100, 220_000) == 22
    assert (share_of(1, 500_000), share_of(-1, 500_000), share_of(1, 499_999)) == (1, -1, 0)


@settings(max_examples=100, deadline=None)
@given(fen=st.integers(0, 10**13), share=st.integers(0, 1_000_000))
def test_a_share_and_its_rest_add_up_within_one_fen(fen: int, share: int) -> None:
    assert 0 <= share_of(fen, share) + share_of(fen, 1_000_000 - share) - fen <= 1
