from __future__ import annotations

import datetime as dt

import pytest

from huxin.kernel import divisions
from huxin.kernel.divisions import construction_classes, division, divisions_named, is_known, within
from huxin.kernel.errors import InputError


def test_a_county_its_parents_and_its_full_name() -> None:
    county = division("140923")
    assert (county.name, county.full_name, county.level) == ("代县", "山西省忻州市代县", "county")
    assert county.parents == ("140900", "140000")
    assert county.valid_from is None


@pytest.mark.parametrize("code", ["110101", "429004", "659001", "500229", "460205"])
def test_no_name_is_ever_a_level_without_a_place(code: str) -> None:
    assert not any(word in division(code).full_name for word in ("市辖区", "直辖县级"))


def test_all_divisions_can_be_shown_and_lie_in_their_parents() -> None:
    listed = divisions._divisions()
    assert len(listed) == 31 + 342 + 2978 - 3  # three cities are listed twice
    for code, each in listed.items():
        assert each.name not in divisions.NAMELESS
        assert "直辖县级" not in each.full_name
        assert all(within(code, parent) for parent in each.parents)


def test_cities_without_counties_are_cities() -> None:
    assert {division(code).level for code in ("441900", "442000", "460400", "620201"[:4])} == {
        "city"
    }


def test_codes_of_two_and_four_digits_and_numbers() -> None:
    assert division("14") == division(140000) == division("140000")
    assert division(1409).name == "忻州市"


def test_abolished_counties_end_and_keep_their_name() -> None:
    gone = division("110103")
    assert (gone.name, gone.valid_to) == ("崇文区", dt.date(2011, 1, 1))
    assert is_known("110103")
    assert within("110103", "11")


def test_within() -> None:
    assert within("140923", "140923")
    assert within("140923", "14")
    assert not within("140923", "640000")
    assert not within("14", "140923")


@pytest.mark.parametrize("code", ["999999", "", "abc", "140999"])
def test_an_unknown_code_is_refused(code: str) -> None:
    assert not is_known(code)
    with pytest.raises(InputError, match="no code"):
        division(code)


def test_names_repeat_and_a_parent_tells_them_apart() -> None:
    assert len(divisions_named("鼓楼区")) == 4
    assert [each.code for each in divisions_named("鼓楼区", ancestor="32")] == ["320106", "320302"]
    assert [each.code for each in divisions_named("代县")] == ["140923"]
    assert divisions_named("市辖区") == ()


def test_construction_classes_are_text() -> None:
    classes = construction_classes()
    assert len(classes) == 67
    assert classes["E4710"] == "住宅房屋建筑"
