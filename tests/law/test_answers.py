"""Layers, dates, open and silent: what the tiny lawbook answers, and why."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huxin.kernel.errors import InputError, LawError, NotSet, Silent
from huxin.law import Bilingual, Lawbook, ParameterRow
from huxin.law.units import scaled
from tests.law.tiny import build

SHAN, XIAN, SHI = "140100", "140923", "140900"
DAYS = st.dates(dt.date(2014, 1, 1), dt.date(2026, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("name", "place", "on", "value", "layer"),
    [
        ("wage.share", SHAN, "2016-01-01", Decimal("0.22"), "shan"),
        ("wage.share", SHAN, "2017-12-31", Decimal("0.22"), "shan"),
        ("wage.share", SHAN, "2018-01-01", Silent, "the value has ended"),
        ("wage.share", SHAN, "2015-12-31", Silent, "before the document"),
        ("wage.share", SHAN, "2019-01-01", Decimal("0.25"), "shan"),
        ("wage.share", XIAN, "2020-05-25", Decimal("0.25"), "shan"),
        ("wage.share", XIAN, "2020-05-26", Decimal("0.30"), "xian"),
        ("wage.share", XIAN, "2024-01-01", Decimal("0.25"), "shan"),
        ("wage.share", SHI, "2021-01-01", Decimal("0.25"), "shan"),
        ("wage.share", "140923001", "2021-01-01", Decimal("0.30"), "xian"),
        ("wage.share", "110000", "2021-01-01", Silent, "no document there"),
        ("wage.zero_days", SHAN, "2021-01-01", 0, "shan"),
        ("wage.areas", XIAN, "2021-01-01", ("bidding", "credit"), "xian"),
        ("wage.minimum", XIAN, "2021-01-01", NotSet, "the nation leaves it open"),
        ("wage.posting_days", SHAN, "2015-06-01", Silent, "nobody asks yet"),
        ("wage.posting_days", SHAN, "2020-06-01", NotSet, "the province leaves it open"),
        ("wage.posting_days", SHAN, "2021-01-01", 5, "cn"),
    ],
)
def test_the_narrowest_value_in_force_answers(
    book: Lawbook, name: str, place: str, on: str, value: object, layer: str
) -> None:
    if isinstance(value, type) and issubclass(value, LawError):
        with pytest.raises(value):
            book.value(name, place=place, on=day(on))
        return
    found = book.value(name, place=place, on=day(on))
    assert (found.value, found.layer) == (value, layer)
    assert type(found.value) is type(value)


def test_an_answer_carries_its_source_and_dates(book: Lawbook) -> None:
    found = book.value("wage.share", place=XIAN, on=day("2019-07-01"))
    assert (found.unit, found.clauses, found.sources) == ("ratio", ("SH-1",), ())
    assert (found.from_on, found.to_on) == (day("2019-01-01"), day("2020-05-26"))
    assert found.known_from == day("2019-06-01")
    assert found.to_verify
    cited = book.value("wage.posting_days", place=SHAN, on=day("2022-01-01"))
    assert cited.sources == (Bilingual("Some rule", zh="某规定"),)
    assert (cited.known_from, cited.to_on) == (day("2021-01-01"), None)
    assert not cited.to_verify


def test_the_derivation_tells_every_layer(book: Lawbook) -> None:
    found = book.value("wage.share", place=XIAN, on=day("2021-01-01"))
    assert [step.say("en") for step in found.derivation] == [
        "Notice of Xiao County: 30% from 2020-05-26 (XI-1).",
        "the date is assumed",
        "Set aside by the narrower layer: Measures of Shan Province: 25% from 2019-01-01 (SH-1).",
        "National rules: says nothing.",
    ]
    assert found.derivation[0].say("zh") == "小县通知：30%，自2020年5月26日起（XI-1）。"
    opened = book.value("wage.posting_days", place=SHAN, on=day("2021-06-01"))
    assert "leaves it to the place (SH-2)" in opened.derivation[0].say("en")


def test_not_set_names_clause_and_remedy(book: Lawbook) -> None:
    with pytest.raises(NotSet) as raised:
        book.value("wage.posting_days", place=SHAN, on=day("2020-06-01"))
    assert raised.value.rule == "SH-2"
    assert "local.yaml" in raised.value.say("en")


@pytest.mark.parametrize(
    ("on", "known_on", "value"),
    [
        ("2016-02-01", "2016-02-15", Silent),
        ("2016-02-01", "2016-03-01", Decimal("0.22")),
        ("2019-03-01", "2019-05-31", Silent),
        ("2019-03-01", "2019-06-01", Decimal("0.25")),
        ("2021-01-01", "2017-01-01", Silent),
    ],
)
def test_as_it_was_known_then(book: Lawbook, on: str, known_on: str, value: object) -> None:
    if value is Silent:
        with pytest.raises(Silent):
            book.value("wage.share", place=SHAN, on=day(on), known_on=day(known_on))
    else:
        found = book.value("wage.share", place=SHAN, on=day(on), known_on=day(known_on))
        assert found.value == value


def test_what_was_known_at_once_ends_as_announced(book: Lawbook) -> None:
    """The document was published as a whole, so its end of 2018 was known in 2016."""
    found = book.value("wage.share", place=SHAN, on=day("2017-01-01"), known_on=day("2016-06-01"))
    assert found.to_on == day("2018-01-01")


@pytest.mark.parametrize(
    ("place", "pack", "codes"),
    [
        (XIAN, None, ["xian", "shan", "cn"]),
        (SHI, None, ["shan", "cn"]),
        ("110000", None, ["cn"]),
        (SHI, "zone", ["zone", "shan", "cn"]),
        ("110000", "xian", ["xian", "shan", "cn"]),
    ],
)
def test_the_chain_of_a_place(
    book: Lawbook, place: str, pack: str | None, codes: list[str]
) -> None:
    assert [each.code for each in book.chain(place, pack)] == codes


def test_the_later_document_of_one_place_comes_first(tmp_path: Path) -> None:
    head = "code: neu\ntitle: {zh: 新, en: New}\nissuer: {zh: 山, en: S}\nprefixes: [NE]\n"
    head += 'places: ["140000"]\nparent: cn\nfrom: 2022-01-01\n'
    packs = build(tmp_path, {"neu/pack.yaml": head, "neu/clauses.yaml": "clauses: []\n"})
    book = Lawbook.load(packs=packs)
    assert [each.code for each in book.chain(SHAN)] == ["neu", "shan", "cn"]


@pytest.mark.parametrize("place", ["14", "14092", "abcdef", "1409230", ""])
def test_a_wrong_place_is_refused(book: Lawbook, place: str) -> None:
    with pytest.raises(InputError, match="division code"):
        book.value("wage.share", place=place, on=day("2021-01-01"))


def test_a_wrong_name_is_an_error_and_not_silence(book: Lawbook) -> None:
    with pytest.raises(InputError, match=r"wage\.shar[^e]") as raised:
        book.value("wage.shar", place=SHAN, on=day("2021-01-01"))
    assert "wage.share" in str(raised.value)
    with pytest.raises(InputError, match="SH-77"):
        book.clause("SH-77")
    with pytest.raises(InputError, match="cn, shan, xian, zone"):
        book.pack("mond")


def test_rows_of_the_parameter_table(book: Lawbook) -> None:
    rows = book.parameter_rows(
        [XIAN, XIAN], ["wage.share", "wage.minimum"], day("2017-01-01"), day("2025-01-01")
    )
    assert rows == [
        (140923, "wage.minimum", day("2017-01-01"), day("2025-01-01"), None),
        (140923, "wage.share", day("2017-01-01"), day("2018-01-01"), 220_000),
        (140923, "wage.share", day("2018-01-01"), day("2019-01-01"), None),
        (140923, "wage.share", day("2019-01-01"), day("2020-05-26"), 250_000),
        (140923, "wage.share", day("2020-05-26"), day("2024-01-01"), 300_000),
        (140923, "wage.share", day("2024-01-01"), day("2025-01-01"), 250_000),
    ]
    open_ended = book.parameter_rows([SHAN], ["wage.posting_days"], day("2020-01-01"), None)
    assert [row[2:] for row in open_ended] == [
        (day("2020-01-01"), day("2021-01-01"), None),
        (day("2021-01-01"), None, 5),
    ]
    with pytest.raises(InputError, match="table cannot hold"):
        book.parameter_rows([XIAN], ["wage.areas"], day("2021-01-01"), None)


def disagreements(
    book: Lawbook, rows: list[ParameterRow], place: str, name: str, on: dt.date
) -> list[str]:
    """In what the rows differ from the answer of one day."""
    covering = [row for row in rows if row[2] <= on and (row[3] is None or on < row[3])]
    try:
        found = book.value(name, place=place, on=on)
    except LawError:
        value = None
    else:
        value = scaled(found.value, found.unit)
    if len(covering) != 1:
        return [f"{len(covering)} rows cover {on}"]
    return [] if covering[0][4] == value else [f"{covering[0]} instead of {value}"]


NAMES = st.sampled_from(["wage.share", "wage.minimum", "wage.posting_days", "wage.zero_days"])


@given(
    on=DAYS,
    name=NAMES,
    place=st.sampled_from([SHAN, XIAN, "110000"]),
    to_on=st.sampled_from([None, dt.date(2027, 1, 1)]),
)
def test_rows_agree_with_the_answer_of_every_day(
    book: Lawbook, on: dt.date, name: str, place: str, to_on: dt.date | None
) -> None:
    rows = book.parameter_rows([place], [name], dt.date(2014, 1, 1), to_on)
    assert disagreements(book, rows, place, name, on) == []
    assert all(one[3] == two[2] and one[4] != two[4] for one, two in pairwise(rows))


def test_a_wrong_row_is_caught(book: Lawbook) -> None:
    rows = book.parameter_rows([XIAN], ["wage.share"], dt.date(2014, 1, 1), None)
    asked = (XIAN, "wage.share", day("2021-01-01"))
    assert disagreements(book, rows, *asked) == []
    assert disagreements(book, [(*row[:4], 1) for row in rows], *asked)
    assert disagreements(book, rows[:-2], *asked)


def test_the_same_book_is_given_again(packs: Path, book: Lawbook) -> None:
    assert Lawbook.load(packs=packs) is book
