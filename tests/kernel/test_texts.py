from __future__ import annotations

import datetime as dt

import pytest

from huxin.kernel.errors import InputError
from huxin.kernel.texts import Fen, Month, message, show, translate


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (None, "不详", "not known"),
        (Fen(-123456), "-1,234.56 元", "-1,234.56 yuan"),
        (Month(2025, 3, 1), "2025年3月", "2025-03"),
        (dt.date(2025, 3, 9), "2025年3月9日", "2025-03-09"),
        ((1, 2), "1、2", "1, 2"),
        (7, "7", "7"),
    ],
)
def test_fields_are_shown_as_each_language_writes_them(value: object, zh: str, en: str) -> None:
    assert (show(value, "zh"), show(value, "en")) == (zh, en)  # type: ignore[arg-type]


def test_an_error_has_its_four_parts_in_both_languages() -> None:
    error = InputError(
        message("This is not a month."),
        where="工资表.xlsx B2",
        rule="GB/T 7408",
        remedy=message("Check the year of the date."),
    )
    assert (
        str(error)
        == "工资表.xlsx B2: This is not a month.\n  § GB/T 7408\n  → Check the year of the date."
    )
    assert (
        error.say("zh") == "工资表.xlsx B2: 此处不是月份。\n  § GB/T 7408\n  → 请核对日期的年份。"
    )


def test_a_text_without_chinese_stays_english() -> None:
    assert translate("no such text anywhere", "zh") == "no such text anywhere"
    assert translate("", "zh") == ""
