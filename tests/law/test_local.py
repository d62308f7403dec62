"""Values that an installation sets itself: only known names, always with source and date."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from huxin.kernel.errors import NotSet, PackError
from huxin.law import Lawbook

SOUND = """\
place: "140923"
values:
  wage.minimum: {value: "1880", from: 2023-01-01, source: 县文件, set_on: 2023-02-05}
  wage.posting_days:
  - {value: "7", from: 2021-06-01, source: 县办公室纪要, set_on: 2021-06-01}
  - {value: "3", from: 2022-06-01, source: 县办公室纪要, set_on: 2022-06-01}
packs:
  xian: {from: 2021-03-01, source: 原件, set_on: 2023-01-01}
"""


def load(packs: Path, folder: Path, text: str) -> Lawbook:
    path = folder / "local.yaml"
    path.write_text(text, encoding="utf-8")
    return Lawbook.load(path, packs=packs)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_a_local_value_answers_first(packs: Path, tmp_path: Path) -> None:
    book = load(packs, tmp_path, SOUND)
    found = book.value("wage.minimum", place="140923", on=day("2023-06-01"))
    assert (found.value, found.layer, found.clauses) == (Decimal(1880), "local", ())
    assert (found.from_on, found.known_from) == (day("2023-01-01"), day("2023-02-05"))
    assert [each.say("zh") for each in found.sources if not isinstance(each, str)] == ["县文件"]
    assert "县文件" in found.derivation[0].say("zh")
    with pytest.raises(NotSet):
        book.value("wage.minimum", place="140923", on=day("2022-12-31"))
    with pytest.raises(NotSet):
        book.value("wage.minimum", place="140923", on=day("2023-06-01"), known_on=day("2023-02-04"))


def test_it_holds_in_its_own_place_only(packs: Path, tmp_path: Path) -> None:
    book = load(packs, tmp_path, SOUND)
    with pytest.raises(NotSet):
        book.value("wage.minimum", place="140100", on=day("2023-06-01"))
    wide = load(packs, tmp_path, SOUND.replace('"140923"', '"140000"'))
    assert wide.value("wage.minimum", place="140100", on=day("2023-06-01")).layer == "local"


def test_local_values_in_time_become_rows(packs: Path, tmp_path: Path) -> None:
    book = load(packs, tmp_path, SOUND)
    rows = book.parameter_rows(["140923"], ["wage.posting_days"], day("2021-01-01"), None)
    assert [row[2:] for row in rows] == [
        (day("2021-01-01"), day("2021-06-01"), 5),
        (day("2021-06-01"), day("2022-06-01"), 7),
        (day("2022-06-01"), None, 3),
    ]


def test_a_document_without_date_gets_one(packs: Path, tmp_path: Path) -> None:
    name, place, on = "wage.share", "140923", day("2021-01-01")
    before = Lawbook.load(packs=packs).value(name, place=place, on=on)
    assert (before.layer, before.to_verify) == ("xian", True)
    book = load(packs, tmp_path, SOUND)
    assert book.value(name, place=place, on=on).layer == "shan"
    later = book.value(name, place=place, on=day("2021-03-01"))
    assert (later.layer, later.to_verify) == ("xian", False)


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("wage.minimum:", "wage.maximum:", 3, "there is no parameter wage.maximum"),
        ("source: 县文件, ", "", 3, "a key is missing: source"),
        ("source: 县文件", 'source: ""', 3, "the source is empty"),
        (", set_on: 2023-02-05", "", 3, "a key is missing: set_on"),
        ("set_on: 2023-02-05", "set_on: soon", 3, "not a date: soon"),
        ('"1880"', '"1,880"', 3, "not a value in the unit yuan: 1,880"),
        ("from: 2022-06-01", "from: 2021-06-01", 6, "overlap"),
        ('"140923"', "山省", 1, "not a division code"),
        ("xian:", "shan:", 8, "is not a pack without a date of its own"),
        ("values:", "value:", 2, "unknown key: value"),
    ],
)
def test_a_fault_is_named_with_its_line(
    packs: Path, tmp_path: Path, old: str, new: str, line: int, what: str
) -> None:
    assert old in SOUND
    with pytest.raises(PackError) as raised:
        load(packs, tmp_path, SOUND.replace(old, new, 1))
    assert what in raised.value.say("en")
    assert raised.value.where == f"local.yaml:{line}"


def test_a_clerk_may_leave_the_quotes_out(packs: Path, tmp_path: Path) -> None:
    """The text of the file is read, never a float: nothing is lost without quotes."""
    book = load(packs, tmp_path, SOUND.replace('"1880"', "1880.10"))
    found = book.value("wage.minimum", place="140923", on=day("2023-06-01"))
    assert found.value == Decimal("1880.10")
