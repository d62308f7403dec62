"""Documentation: what is generated is fresh, what is linked exists, what exists is documented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from huxin.cli.reference import pages
from huxin.facts.schema import TABLES
from tests.house.commands import NOUNS, tree
from tests.house.source import REFERENCE, ROOT, parameters, rules, tracked

LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)[^)]*\)")
NEEDED = (
    "README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE",
    "docs/README.md", "docs/adr/README.md", "docs/reference/glossary.md",
)  # fmt: skip
TARGETS = ("install", "demo", "test", "check", "bench", "docs", "lock", "test-spark", "clean")


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages()


def test_the_reference_is_fresh(made: dict[str, str]) -> None:
    stale = [
        name
        for name, text in made.items()
        if not (REFERENCE / name).is_file() or (REFERENCE / name).read_text() != text
    ]
    assert stale == [], "run `make docs`"


def test_every_noun_and_verb_is_documented(made: dict[str, str]) -> None:
    paths = {path for path, _ in tree()}
    assert {f"huxin {noun}" for noun in NOUNS} <= paths
    assert {path for path in paths if f"## {path}\n" not in made["commands.md"]} == set()
    silent = [
        f"{path} {each.name}" for path, one in tree() for each in one.params if not each.help
    ] + [path for path, one in tree() if not one.help]
    assert silent == []


def test_every_parameter_rule_and_table_is_documented(made: dict[str, str]) -> None:
    names = {f"`{name}`" for name in parameters()}
    assert {name for name in names if name not in made["parameters.md"]} == set()
    assert {f"rules/{module.SPEC.id}.md" for module in rules()} <= set(made)
    assert {name for name in TABLES if f"## {name}\n" not in made["facts.md"]} == set()


def test_a_reader_finds_the_house() -> None:
    assert [name for name in NEEDED if not (ROOT / name).is_file()] == []
    makefile = (ROOT / "Makefile").read_text()
    assert [
        name for name in TARGETS if not re.search(rf"^{name}:.*## ", makefile, re.MULTILINE)
    ] == []


def broken_links(files: Iterator[Path]) -> Iterator[str]:
    for file in files:
        for target in LINK.findall(file.read_text()):
            if not (file.parent / target).exists():
                yield f"{file.name}: {target}"


def test_every_link_leads_somewhere(tmp_path: Path) -> None:
    assert sorted(broken_links(file for file in tracked() if file.suffix == ".md")) == []
    planted = tmp_path / "planted.md"
    planted.write_text("[a](nowhere.md) [b](planted.md#top) [c](https://example.org)")
    assert list(broken_links(iter([planted]))) == ["planted.md: nowhere.md"]


def test_every_decision_is_listed() -> None:
    adr = ROOT / "docs" / "adr"
    listed = (adr / "README.md").read_text()
    numbered = sorted(file.name for file in adr.glob("[0-9]*.md"))
    assert [name for name in numbered if f"({name})" not in listed] == []
    assert [int(name[:4]) for name in numbered] == list(range(1, len(numbered) + 1))


def test_the_two_readmes_say_the_same() -> None:
    english, chinese = ((ROOT / name).read_text() for name in NEEDED[:2])
    code = re.compile(r"^## ", re.MULTILINE)
    assert len(code.findall(english)) == len(code.findall(chinese))
    commands = re.compile(r"^(?:make|huxin law|huxin rules) [^\n#]*", re.MULTILINE)
    assert {each.strip() for each in commands.findall(english)} == {
        each.strip() for each in commands.findall(chinese)
    }
