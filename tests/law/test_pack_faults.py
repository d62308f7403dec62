"""Each fault in a pack stops the load and names file and line; the sound packs load."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from huxin.kernel.errors import PackError
from huxin.law import Lawbook
from tests.law.tiny import FILES, build


class Fault(NamedTuple):
    """Replace `old` by `new` in `file`; the load says `what` at the line that holds `at`."""

    fault: str
    file: str
    old: str
    new: str
    at: str
    what: str


FAULTS = [
    Fault(**entry)
    for entry in yaml.safe_load(Path(__file__).with_name("pack_faults.yaml").read_text())
]


def planted(fault: Fault) -> tuple[str, str]:
    """The file with the fault in it, and `file:line` of where it must be reported."""
    assert fault.old in FILES[fault.file], "the fault does not touch the sound file"
    text = FILES[fault.file].replace(fault.old, fault.new, 1)
    assert fault.at in text
    return text, f"{fault.file}:{text[: text.index(fault.at)].count(chr(10)) + 1}"


@pytest.mark.parametrize("fault", FAULTS, ids=[each.fault for each in FAULTS])
def test_a_fault_is_named_with_file_and_line(fault: Fault, tmp_path: Path) -> None:
    text, where = planted(fault)
    packs = build(tmp_path, {fault.file: text})
    with pytest.raises(PackError) as raised:
        Lawbook.load(packs=packs)
    assert fault.what in raised.value.say("en")
    assert raised.value.where == where
    assert raised.value.remedy is not None
    assert raised.value.say("zh") != raised.value.say("en")


def test_the_sound_packs_load(tmp_path: Path) -> None:
    book = Lawbook.load(packs=build(tmp_path))
    assert sorted(book.packs) == ["cn", "shan", "xian", "zone"]


def test_an_unknown_file_is_refused(tmp_path: Path) -> None:
    packs = build(tmp_path, {"shan/duty.yaml": ""})
    with pytest.raises(PackError) as raised:
        Lawbook.load(packs=packs)
    assert raised.value.where == "shan/duty.yaml:1"


def test_the_national_pack_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="national pack is missing"):
        Lawbook.load(packs=tmp_path)


def test_a_pack_without_clauses_is_refused(tmp_path: Path) -> None:
    packs = build(tmp_path)
    (packs / "zone/clauses.yaml").unlink()
    with pytest.raises(PackError, match=r"zone/pack.yaml:\d+: the pack has no clauses.yaml"):
        Lawbook.load(packs=packs)


def test_a_clause_of_two_packs_is_refused(tmp_path: Path) -> None:
    head = FILES["zone/pack.yaml"].replace("[ZO]", "[ZO, XI]")
    text = FILES["zone/clauses.yaml"].replace("ZO-1", "XI-1")
    packs = build(tmp_path, {"zone/pack.yaml": head, "zone/clauses.yaml": text})
    with pytest.raises(PackError, match=r"zone/clauses\.yaml:2: the clause stands twice: XI-1"):
        Lawbook.load(packs=packs)
