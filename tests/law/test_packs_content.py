"""The hard numbers of the five documents and of the national rules, asked as a clerk would ask.

`packs_content/*.yaml` hold lists of cases that a lawyer can read and correct. A case:

    - name: account.wage_share_of_progress_payment
      place: "640000"            # division code
      on: 2018-01-01             # the day it is asked for
      value: "0.22"              # as a pack writes it; a list for the unit list
      unit: ratio
      clause: NX-06-2            # one of the clauses of the answer
      pack: liudong-2017         # optional: choose a pack (a zone)
      known_on: 2017-01-01       # optional
      layer: ningxia-2016        # optional: which layer answers
      meaning: ...               # optional, for the reader

Instead of `value`, `unit` and `clause` a case may say `answer: not_set` (with `clause`) or
`answer: silent`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from huxin.kernel.errors import NotSet, Silent
from huxin.law import Lawbook
from huxin.law.units import written

KEYS = {
    "name", "place", "on", "value", "unit", "clause", "pack", "known_on", "layer", "meaning",
    "answer",
}  # fmt: skip
FILES = sorted((Path(__file__).parent / "packs_content").glob("*.yaml"))
CASES = [(file.name, case) for file in FILES for case in yaml.safe_load(file.read_text())]


def asked(case: dict[str, Any]) -> dict[str, Any]:
    """What the lawbook says to a case, in the words of the case."""
    try:
        found = Lawbook.load().value(
            case["name"], place=case["place"], on=case["on"],
            pack=case.get("pack"), known_on=case.get("known_on"),
        )  # fmt: skip
    except NotSet as error:
        return {"answer": "not_set", "clauses": error.rule}
    except Silent:
        return {"answer": "silent", "clauses": ""}
    return {
        "value": written(found.value),
        "unit": found.unit,
        "layer": found.layer,
        "clauses": ", ".join(found.clauses),
    }


def faults(case: dict[str, Any]) -> list[str]:
    """In what the lawbook differs from a case."""
    found = asked(case)
    wrong = [
        f"{key}: {found.get(key)} instead of {case[key]}"
        for key in ("value", "unit", "layer", "answer")
        if key in case and found.get(key) != case[key]
    ]
    if "clause" in case and case["clause"] not in found["clauses"].split(", "):
        wrong.append(f"clause: {found['clauses']} without {case['clause']}")
    return wrong


def title(case: tuple[str, dict[str, Any]]) -> str:
    said = case[1]
    return f"{said.get('name')}-{said.get('pack') or said.get('place')}-{said.get('on')}"


@pytest.mark.parametrize("filed", CASES, ids=title)
def test_the_lawbook_says_what_the_document_says(filed: tuple[str, dict[str, Any]]) -> None:
    case = filed[1]
    assert set(case) <= KEYS
    assert isinstance(case["on"], dt.date)
    assert {"value", "unit", "clause"} <= set(case) or "answer" in case
    assert faults(case) == []


def test_a_wrong_case_is_caught() -> None:
    right = {
        "name": "account.wage_share_of_progress_payment", "place": "640000",
        "on": dt.date(2018, 1, 1), "value": "0.22", "unit": "ratio", "clause": "NX-06-2",
        "layer": "ningxia-2016",
    }  # fmt: skip
    assert faults(right) == []
    for key, other in (("value", "0.2"), ("unit", "days"), ("clause", "DX-3-01-4")):
        assert len(faults({**right, key: other})) == 1
    assert len(faults({**right, "on": dt.date(2015, 1, 1)})) == 4
