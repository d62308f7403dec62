"""Every column that a change can name has a title people can read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from huxin.web.columns import HIDDEN, title_of
from huxin.web.history import SHOWN

SOURCE = Path(__file__).parents[2] / "src" / "huxin"
ROOMS = ("registry", "wages")
ELSEWHERE = frozenset({
    "cells", "day_centi", "days", "export", "figure", "login", "minutes", "month", "projects",
    "source", "value",
})  # fmt: skip
"""Of records whose history has no page of its own."""


def columns() -> set[str]:
    """The columns of every record whose history is shown."""
    return {field.name for model in SHOWN for field in model._meta.concrete_fields}


def noted(source: str) -> Iterator[str]:
    """The names that a module writes into entries of the trail, as far as they stand in it."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "note":
            for given in call.keywords:
                if given.arg in {"before", "after"} and isinstance(given.value, ast.Dict):
                    keys = (each for each in given.value.keys if isinstance(each, ast.Constant))
                    yield from (str(each.value) for each in keys)


def untitled(names: set[str]) -> set[str]:
    return {
        name for name in names - HIDDEN if all(title_of(model, name) == name for model in SHOWN)
    }


def test_every_name_of_a_change_has_a_title() -> None:
    files = [each for room in ROOMS for each in (SOURCE / room / "actions").glob("*.py")]
    written = {name for file in files for name in noted(file.read_text(encoding="utf-8"))}
    assert len(written) > 60, "the actions note what they change as before"
    assert not untitled(columns() | (written - ELSEWHERE))


def test_a_name_without_a_title_is_found() -> None:
    source = 'doing.note(row, before={"tilt_on": None}, after={"tilt_on": day, "name": "x"})'
    assert untitled(set(noted(source))) == {"tilt_on"}
