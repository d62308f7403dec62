from __future__ import annotations

import datetime as dt
import time

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import uscc
from stdnum.cn.ric import calc_check_digit

from huxin.kernel.identity import (
    Card,
    CreditCode,
    Fault,
    Identity,
    check_card,
    check_credit_code,
    check_identity,
    check_mobile,
    mask_card,
    mask_identity,
    mask_name,
    mask_phone,
)
from huxin.kernel.identity_columns import identities_ok, luhn_ok

AS_OF = dt.date(2026, 1, 1)


def numbered(body: str) -> str:
    """Seventeen digits with the check character of an independent implementation."""
    return body + calc_check_digit(body + "0")


bodies = st.builds(
    lambda place, born, order: f"{place}{born:%Y%m%d}{order:03d}",
    st.sampled_from(["140923", "110103", "460205", "130600", "640181", "150999"]),
    st.dates(dt.date(1900, 1, 1), dt.date(2025, 12, 31)),
    st.integers(0, 999),
)
sound = bodies.map(numbered)
messy = st.one_of(
    sound,
    sound.map(str.lower),
    sound.map(lambda number: f" {number[:6]} {number[6:14]}-{number[14:]}\u3000"),
    sound.map(
        lambda number: number.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ"))
    ),
    sound.map(lambda number: number[:6] + number[8:17]),
    st.builds(
        lambda number, at, digit: number[:at] + digit + number[at + 1 :],
        sound,
        st.integers(0, 17),
        st.sampled_from("0123456789Xx a十"),
    ),
    st.text("0123456789Xx \u3000'", max_size=20),
    st.text(max_size=20),
    st.none(),
)


@settings(max_examples=100, deadline=None)
@given(number=sound)
def test_sound_numbers_are_accepted_and_read(number: str) -> None:
    found = check_identity(number, as_of=AS_OF)
    assert isinstance(found, Identity)
    assert f"{found.born_on:%Y%m%d}" == number[6:14]
    assert found.female == (number[16] in "02468")
    assert found.division == number[:6]
    assert number not in repr(found)


@settings(max_examples=100, deadline=None)
@given(number=sound, at=st.integers(0, 17), digit=st.sampled_from("0123456789"))
def test_any_one_changed_digit_is_found(number: str, at: int, digit: str) -> None:
    changed = number[:at] + digit + number[at + 1 :]
    assert changed == number or isinstance(check_identity(changed), Fault)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "identity.empty"),
        ("1409231990010112", "identity.length"),
        ("14092319900101123A", "identity.characters"),
        (numbered("00092319900101123"), "identity.province"),
        (numbered("14092319900230123"), "identity.birth_date"),
        (numbered("14092318991231123"), "identity.birth_date"),
        (numbered("14092320270101123"), "identity.future"),
        (numbered("14092319900101123")[:17] + "5", "identity.checksum"),
    ],
)
def test_each_fault_has_its_code_and_hides_the_number(text: str, code: str) -> None:
    found = check_identity(text, as_of=AS_OF)
    assert isinstance(found, Fault)
    assert found.code == code
    for language in ("zh", "en"):
        assert not text or text not in found.what.say(language) + found.remedy.say(language)


def test_old_numbers_are_upgraded_and_abolished_counties_accepted() -> None:
    found = check_identity("110103540101123")
    assert isinstance(found, Identity)
    assert found.number == numbered("11010319540101123")
    assert found.notes == ()


def test_an_unknown_county_is_a_note_and_residents_from_abroad_have_none() -> None:
    unknown, taiwan = (
        check_identity(numbered(f"{place}19900101123")) for place in ("149999", "830000")
    )
    assert isinstance(unknown, Identity)
    assert isinstance(taiwan, Identity)
    assert (len(unknown.notes), len(taiwan.notes)) == (1, 0)


@settings(max_examples=100, deadline=None)
@given(column=st.lists(messy, max_size=12), cut=st.integers(0, 5))
def test_the_column_twin_agrees_with_the_check(column: list[str | None], cut: int) -> None:
    array = pa.array(column, pa.string())[cut:]
    for as_of in (None, dt.date(1980, 6, 15)):
        expected = [
            text is not None and isinstance(check_identity(text, as_of=as_of), Identity)
            for text in column[cut:]
        ]
        assert identities_ok(array, as_of=as_of).tolist() == expected


def test_the_twin_s_test_catches_a_twin_that_skips_the_birth_date() -> None:
    unreal = numbered("14092319900230123")
    assert calc_check_digit(unreal) == unreal[17]
    assert identities_ok(pa.array([unreal])).tolist() == [False]


cards = st.text("0123456789", min_size=11, max_size=20)
carded = st.one_of(
    cards,
    cards.map(lambda digits: digits + luhn.calc_check_digit(digits)),
    cards.map(lambda digits: f"{digits[:4]} {digits[4:]}"),
    st.text("0123456789 -x\u3000５", max_size=22),
    st.none(),
)


@settings(max_examples=100, deadline=None)
@given(column=st.lists(carded, max_size=12))
def test_luhn_agrees_with_the_check_and_with_an_independent_one(column: list[str | None]) -> None:
    found = luhn_ok(pa.chunked_array([pa.array(column, pa.string())])).tolist()
    for text, held in zip(column, found, strict=True):
        card = check_card(text) if text is not None else None
        assert held == (isinstance(card, Card) and card.luhn_holds)
        if isinstance(card, Card):
            assert held == luhn.is_valid(card.number)


def test_columns_of_nothing() -> None:
    for column in ([], [None], ["", None]):
        assert identities_ok(pa.array(column, pa.string())).tolist() == [False] * len(column)
        assert luhn_ok(pa.array(column, pa.string())).tolist() == [False] * len(column)


def test_a_hundred_thousand_identities_take_well_below_50_ms_of_cpu() -> None:
    body = "14092319900101{:03d}"
    column = pa.array([numbered(body.format(number)) for number in range(1000)] * 100)
    took = []
    for _ in range(3):
        begin = time.process_time()
        assert identities_ok(column, as_of=AS_OF).all()
        took.append(time.process_time() - begin)
    assert min(took) < 0.05


def test_a_card_is_never_refused_for_its_luhn_digit() -> None:
    warned, held, short = (
        check_card(text) for text in ("6222020000000000001", "6222 0200 0000 0000 008", "123")
    )
    assert isinstance(warned, Card)
    assert not warned.luhn_holds
    assert len(warned.notes) == 1
    assert isinstance(held, Card)
    assert isinstance(short, Fault)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9111000060003734１L", ""),
        ("91110000600037341M", "credit_code.checksum"),
        ("9111000060003734IL", "credit_code.form"),
        ("", "credit_code.form"),
    ],
)
def test_credit_codes(text: str, code: str) -> None:
    found = check_credit_code(text)
    assert (
        isinstance(found, CreditCode)
        if not code
        else isinstance(found, Fault) and found.code == code
    )


def test_village_collectives_have_a_credit_code_with_a_letter_in_front() -> None:
    body = "N2140923MF1234567"
    found = check_credit_code(body + uscc.calc_check_digit(body))
    assert isinstance(found, CreditCode)
    assert found.division == "140923"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("138 1234 5678", "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        ("８６１３８１２３４５６７８", "13812345678"),
    ],
)
def test_mobile_numbers(text: str, number: str) -> None:
    assert check_mobile(text) == number


@pytest.mark.parametrize("text", ["", "12345678901", "1381234567", "0351-1234567"])
def test_other_phone_numbers_are_faults(text: str) -> None:
    assert isinstance(check_mobile(text), Fault)


def test_masks() -> None:
    assert (mask_name("张三"), mask_name("买买提·吐尔逊"), mask_name("")) == ("张*", "买**", "")
    assert mask_identity("140923199001011234") == "1409**********1234"
    assert (mask_identity("12345"), mask_card("6222020000001234"), mask_card("12")) == (
        "*****",
        "**** 1234",
        "****",
    )
    assert (mask_phone("13812345678"), mask_phone("123")) == ("138****5678", "***")
