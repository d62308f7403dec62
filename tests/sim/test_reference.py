from __future__ import annotations

from pathlib import Path

from huxin.sim.kinds import kinds
from huxin.sim.reference import faults_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "faults.md"


def test_the_page_of_faults_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == faults_page()


def test_the_page_says_of_every_kind_what_is_planted() -> None:
    rows = {line.split("`")[1]: line for line in faults_page().splitlines() if line[:3] == "| `"}
    assert set(rows) == set(kinds())
    assert all(line.split(" | ")[2].endswith(".") for line in rows.values())
