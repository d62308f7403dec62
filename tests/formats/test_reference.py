"""The page about site folders is generated, whole, and the one that is committed."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from huxin import formats
from huxin.formats.examples import EXAMPLES
from huxin.formats.project_sheet import TABLES
from huxin.formats.reference import SPECS, folder_page
from huxin.formats.registry import READERS
from huxin.formats.spec import FormatSpec
from huxin.formats.statement import KIND_WORDS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "folder.md"


def test_the_committed_page_is_the_generated_one() -> None:
    assert PAGE.read_text("utf-8") == folder_page(), "run `make docs`"


def test_every_spec_of_the_room_stands_on_the_page() -> None:
    shown = {each.id for each in SPECS} | {table.name for table in TABLES}
    found = {
        value.id
        for info in pkgutil.walk_packages(formats.__path__, f"{formats.__name__}.")
        for value in vars(importlib.import_module(info.name)).values()
        if isinstance(value, FormatSpec)
    }
    assert found <= shown


def test_headings_aliases_codes_words_and_examples_stand_on_the_page() -> None:
    text = folder_page()
    for spec in SPECS:
        wanted = [heading for each in spec.fields for heading in each.headings]
        wanted += [each.id for each in spec.codes]
        assert [each for each in wanted if each.replace("|", "\\|") not in text] == []
    for table in TABLES:
        assert f"### {table.sheet} " in text
        assert all(
            word in text
            for each in table.choices.values()
            for said in each.values()
            for word in said
        )
    assert all(word in text for line in KIND_WORDS for word in line.words)
    assert all(each.text.rstrip() in text for each in EXAMPLES)


def test_every_reader_has_an_example() -> None:
    readers = {each.spec.id for each in READERS} | {"project_sheet", "attlog", "camt"}
    assert {each.format for each in EXAMPLES} == readers


def test_codes_are_used_once_over_all_formats() -> None:
    codes = [code.id for spec in SPECS for code in spec.codes]
    assert sorted(codes) == sorted(set(codes))
