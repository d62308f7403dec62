"""Gates as the documents set them: `gates.yaml` beside this file, and faults that must be found."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from huxin.kernel.errors import PackError
from huxin.law import Lawbook
from huxin.law.gates import conditions, read_gates
from huxin.law.packs import PACKS

CASES = yaml.safe_load((Path(__file__).parent / "gates.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["what"])[:40])
def test_what_a_gate_asks_for(case: dict[str, Any]) -> None:
    found = conditions(Lawbook.load(), case["gate"], place=case["place"], on=case["day"])
    said: dict[str, set[str]] = {}
    for each in found:
        said.setdefault(each.id, set()).update(each.clauses)
    assert said == {name: set(clauses) for name, clauses in case["conditions"].items()}


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("{gate: door, condition: funds_proven, clauses: [CN-724-23]}", "unknown word: door"),
        ("{gate: start, condition: luck, clauses: [CN-724-23]}", "unknown word: luck"),
        ("{gate: start, condition: funds_proven, clauses: [CN-0]}", "unknown word: CN-0"),
        ("{gate: start, condition: funds_proven, clauses: []}", "cites no clause"),
        ("{gate: start, condition: funds_proven}", "a key is missing: clauses"),
        ("{gate: start, condition: funds_proven, clauses: [CN-724-23], funding: [gold]}", "gold"),
    ],
)
def test_a_faulty_gate_stops_the_load(tmp_path: Path, entry: str, told: str) -> None:
    (tmp_path / "cn").mkdir()
    (tmp_path / "cn" / "gates.yaml").write_text(f"- {entry}\n", encoding="utf-8")
    with pytest.raises(PackError, match=told) as caught:
        read_gates(Lawbook.load(), tmp_path)
    assert "gates.yaml:1" in str(caught.value)
    shutil.copy(PACKS / "cn" / "gates.yaml", tmp_path / "cn" / "gates.yaml")
    read_gates.cache_clear()
    assert read_gates(Lawbook.load(), tmp_path)["cn"]
