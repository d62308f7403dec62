"""Every clause, published rule and parameter that is named anywhere exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import PACKS, ROOT, clauses, pack_yaml, parameters, published, tracked

CLAUSE = re.compile(r"\b(?:NX|DX|YZ|LD|BD|CN)-[A-Z0-9]+(?:-[A-Za-z0-9]+)*\b")
DOCUMENT_CLAUSES, BOUNDARIES = 708, 22
PLACES = ("NX", "DX", "YZ", "LD", "BD")
TEXT_FILES = {".py", ".yaml", ".md", ".html", ".po", ".json"}


def named(files: Iterator[Path]) -> Iterator[tuple[str, str]]:
    """(clause id, where) of every clause named in the files."""
    for file in files:
        for number, line in enumerate(file.read_text().splitlines(), 1):
            for found in CLAUSE.findall(line):
                yield found, f"{file.name}:{number}"


def test_the_catalogue_is_whole() -> None:
    local = [entry for key, entry in clauses().items() if key[:2] in PLACES]
    assert len(local) == DOCUMENT_CLAUSES
    assert sum(bool(entry.get("boundary")) for entry in local) == BOUNDARIES
    assert len(published()) == 127
    assert len(pack_yaml(PACKS / "cn" / "capabilities.yaml")["capabilities"]) == 70


def test_every_named_clause_exists() -> None:
    files = (
        file
        for file in tracked()
        if file.suffix in TEXT_FILES
        and file.is_relative_to(ROOT)
        and file.relative_to(ROOT).parts[0] in ("src", "docs", "bench")
    )
    names = list(named(files))
    assert len(names) >= 1000
    known = clauses().keys() | published()
    assert sorted(f"{where}: {each}" for each, where in names if each not in known) == []


def test_an_invented_clause_is_caught(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text('clauses=("NX-99-77", "CN-724-24")\n')
    assert [each for each, _ in named(iter([planted]))] == ["NX-99-77", "CN-724-24"]
    assert "NX-99-77" not in clauses()


def test_every_parameter_names_its_ground() -> None:
    assert len(parameters()) >= 200
    faults = []
    for name, entries in parameters().items():
        for pack, entry in entries:
            cited, sources = entry.get("clauses") or [], entry.get("sources") or []
            unknown = [each for each in cited if each not in clauses()]
            unknown += [
                each for each in sources if isinstance(each, str) and each not in published()
            ]
            if unknown or not (cited or sources):
                faults.append(f"{pack} {name}: {unknown or 'no ground'}")
    assert faults == []


def test_every_parameter_says_what_it_is_in_both_languages() -> None:
    silent = [
        f"{name}: {key}"
        for name, entries in parameters().items()
        for key in ("description", "description_zh")
        if not any(entry.get(key) for _, entry in entries)
    ]
    assert silent == []


def test_a_published_threshold_is_to_be_verified() -> None:
    sure = [
        f"{pack} {name}"
        for name, entries in parameters().items()
        for pack, entry in entries
        if name.startswith(("warning.", "warning_"))
        if entry.get("sources") and entry.get("values") and not entry.get("to_verify")
    ]
    assert sure == []
