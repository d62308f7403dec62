"""The hard numbers of the five documents and of the national rules, asked as a clerk would ask.

`packs_content/*.yaml` hold lists of cases that a lawyer can read and correct. A case:

    - name: account.wage_share_of_progress_payment
      place: "640000"            # division code
      on: 2018-01-01             # the day it is asked for
      value: "0.22"              # as a pack writes it; a list for the unit list
      unit: ratio
      layer: ningxia-2016        # which layer answers
      clauses: [NX-06-2]         # all of them stand in the citation of the answer
      pack: liudong-2017         # optional: choose a pack (a zone)
      known_on: 2017-01-01       # optional
      note: ...                  # optional, for the reader

Instead of `value` and `unit` a case may say `state: open` or `state: silent`. A case may also ask
for a duty, a feed or a route by its id:

    - duty: baoding.list_01_9    # or feed: … or route: …
      by: [member_unit]          # optional: exactly these roles; also `to`, `from`, `with`
      every: open                # optional, as in the schedule; also day, before, month, event …
      clauses: [BD-01-9]
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

from huxin.kernel.errors import NotSet, Silent
from huxin.law import Answer, Lawbook
from huxin.law.reader import Section, plain, read_list
from huxin.law.units import parse

Case: TypeAlias = Mapping[str, object]

CONTENT = Path(__file__).parent / "packs_content"
FILES = sorted(CONTENT.glob("*.yaml"))
CASES = [case for file in FILES for case in read_list(file, CONTENT)]
KINDS = {"duty": "duties", "feed": "feeds", "route": "routes"}
QUESTION = {"name", "place", "on", "pack", "known_on", "value", "clauses", "note", *KINDS}
OTHER_WORDS = {"sender": "from", "receiver": "to", "cooperating": "with", "from_on": "since"}


def kind_of(case: Section) -> str:
    return next((each for each in KINDS if each in case), "")


def ask(case: Section) -> Answer:
    return Lawbook.load().value(
        case.text("name"),
        place=case.text("place"),
        on=case.day("on"),
        known_on=case.date("known_on"),
        pack=case.text("pack") or None,
    )


def answered(case: Section) -> Case:
    """What the lawbook says to a case, in the words of the case."""
    try:
        found = ask(case)
    except NotSet as error:
        chain = Lawbook.load().chain(case.text("place"), case.text("pack") or None)
        opened = [pack.parameters.get(case.text("name")) for pack in chain]
        layer = next(each.pack for each in opened if each is not None and each.is_open)
        return {"state": "open", "layer": layer, "clauses": tuple(error.rule.split(", "))}
    except Silent:
        return {"state": "silent", "clauses": ()}
    expected = case.entries.get("value")
    return {
        "unit": found.unit,
        "layer": found.layer,
        "clauses": found.clauses,
        "value": found.value,
        "expected": parse(expected, found.unit) if expected is not None else None,
    }


def listed(case: Section) -> Case:
    """A duty, feed or route as its file has it, in the words of the case."""
    kind = kind_of(case)
    packs = Lawbook.load().packs.values()
    entries = {each.id: each for pack in packs for each in getattr(pack, KINDS[kind])}
    if case.text(kind) not in entries:
        return {"clauses": ()}
    found = dataclasses.asdict(entries[case.text(kind)])
    found |= found.pop("schedule", {})
    return {
        OTHER_WORDS.get(key, key): value if isinstance(value, tuple) else str(value)
        for key, value in found.items()
    }


def faults(case: Section) -> list[str]:
    """In what the lawbook differs from a case."""
    found = listed(case) if kind_of(case) else answered(case)
    wrong = [
        f"{key}: {found.get(key)} instead of {plain(expected)}"
        for key, expected in case.entries.items()
        if key not in QUESTION and found.get(key) != plain(expected)
    ]
    if "value" in case and (found.get("value") is None or found["value"] != found["expected"]):
        wrong.append(f"value: {found.get('value')} instead of {plain(case.entries['value'])}")
    cited = found["clauses"]
    assert isinstance(cited, tuple)
    missing = set(case.texts("clauses")) - set(cited)
    return wrong + [f"clauses: {cited} without {clause}" for clause in sorted(missing)]


def title(case: Section) -> str:
    asked = (*KINDS, "name", "pack", "place", "on", "known_on")
    return " ".join(case.text(key) for key in asked if key in case)


@pytest.mark.parametrize("case", CASES, ids=title)
def test_the_lawbook_says_what_the_document_says(case: Section) -> None:
    if not kind_of(case):
        optional = ("value", "unit", "layer", "state", "clauses", "pack", "known_on", "note")
        case.only(("name", "place", "on"), optional)
        assert ("value" in case) == ("unit" in case) != ("state" in case)
    assert faults(case) == []


def one(folder: Path, text: str) -> list[str]:
    path = folder / "case.yaml"
    path.write_text(text, encoding="utf-8")
    return faults(read_list(path, folder)[0])


@pytest.mark.parametrize(
    ("right", "faulty"),
    [
        ('value: "0.22"', 'value: "0.21"'),
        ('value: "0.22"', 'value: "22%"'),
        ("unit: ratio", "unit: days"),
        ("layer: ningxia-2016", "layer: cn"),
        ("[NX-06-2]", "[NX-06-2, NX-06-4]"),
        ("2018-01-01", "2015-01-01"),
        ("640000", "140000"),
    ],
)
def test_a_wrong_case_is_caught(tmp_path: Path, right: str, faulty: str) -> None:
    case = (
        '- {name: account.wage_share_of_progress_payment, place: "640000", on: 2018-01-01, '
        'value: "0.22", unit: ratio, layer: ningxia-2016, clauses: [NX-06-2]}'
    )
    assert one(tmp_path, case) == []
    assert right in case
    assert one(tmp_path, case.replace(right, faulty))


@pytest.mark.parametrize(
    ("right", "faulty"),
    [
        ("month", "year"),
        ('"10"', '"9"'),
        ("[development_reform]", "[hrss]"),
        ("LD-2-3-5-3", "LD-2-2-6"),
        ("liudong.new_projects", "liudong.none"),
    ],
)
def test_a_wrong_case_of_a_feed_is_caught(tmp_path: Path, right: str, faulty: str) -> None:
    case = (
        '- {feed: liudong.new_projects, from: [development_reform], every: month, before: "10", '
        "clauses: [LD-2-3-5-3]}"
    )
    assert one(tmp_path, case) == []
    assert right in case
    assert one(tmp_path, case.replace(right, faulty))
