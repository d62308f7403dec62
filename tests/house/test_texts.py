"""Every text for people is an English key with named fields and has its Chinese."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache

import pytest

from huxin.kernel.texts import LANGUAGES
from tests.house.commands import help_texts
from tests.house.source import (
    ROOMS,
    SRC,
    Module,
    chinese,
    modules,
    name_of,
    planted,
    said_twice,
    violations,
)

# How many texts a call of each name begins with: `t` says one, `n` one for 1 and one for many.
MARKS = {"message": 1, "Message": 1, "N_": 1, "t": 1, "say": 1, "n": 2}
FILLS = ("message", "t", "say")
TEMPLATE = re.compile(r"""\b[tn]\(\s*"([^"]+)"(?:,\s*"([^"]+)")?""")
JOINS = ("format", "join")
SPECS = ("Spec",)
SPEC_TEXTS = ("title", "summary", "remedy", "own_remedy")
FIELD = re.compile(r"{\w*}")
CJK = re.compile(r"[\u4e00-\u9fff]")


def calls(module: Module) -> Iterator[tuple[ast.Call, str, ast.expr]]:
    """(call, mark, its text) for each text in a module."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        mark = name_of(node.func).split(".")[-1].lstrip("_")
        if mark == "say" and isinstance(node.func, ast.Attribute):
            continue
        for text in node.args[: MARKS.get(mark, 0)]:
            if not (isinstance(text, ast.Constant) and text.value in LANGUAGES):
                yield node, mark, unmarked(text)
        if mark in SPECS:
            for keyword in node.keywords:
                if keyword.arg in SPEC_TEXTS:
                    yield node, mark, keyword.value


def unmarked(text: ast.expr) -> ast.expr:
    """The text itself where it is marked inside: `message(N_("…"))`."""
    if isinstance(text, ast.Call) and name_of(text.func) == "N_" and text.args:
        return text.args[0]
    return text


def keys(module: Module) -> Iterator[tuple[str, str]]:
    """(key, where) of each literal text."""
    for node, _, text in calls(module):
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield text.value, module.where(node)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def joined(module: Module) -> Iterator[str]:
    """Texts that are put together before they can be translated, or whose fields do not fit."""
    for node, mark, text in calls(module):
        if isinstance(text, ast.JoinedStr | ast.BinOp) or (
            isinstance(text, ast.Call) and name_of(text.func).split(".")[-1] in ("format", "join")
        ):
            yield f"{module.where(node)}: {mark}() takes a whole text with {{named}} fields"
        elif isinstance(text, ast.Constant) and mark in FILLS:
            given, wanted = {each.arg for each in node.keywords}, fields(str(text.value))
            if None not in given and given != wanted:
                yield f"{module.where(node)}: the text has {wanted}, the call gives {given}"


def templates() -> Iterator[tuple[str, str]]:
    """(key, where) of each text in the report's templates."""
    for file in sorted(SRC.rglob("*.html")):
        for texts in TEMPLATE.findall(file.read_text()):
            yield from ((text, file.name) for text in texts if text)


@cache
def used() -> dict[str, str]:
    found = {key: where for module in modules() for key, where in keys(module)}
    return help_texts() | dict(templates()) | found


def test_texts_are_whole_and_their_fields_are_given() -> None:
    assert violations(joined) == []


@pytest.mark.parametrize(
    "fault",
    [
        "message(f'{n} rows')",
        "N_('a' + b)",
        "message('{n} rows'.format(n=3))",
        "message('{n} rows', m=3)",
        "message('no field', n=3)",
    ],
)
def test_a_joined_text_is_caught(fault: str) -> None:
    assert planted(joined, fault)


def test_every_text_has_its_chinese() -> None:
    texts = used()
    assert len(texts) >= 200
    missing = sorted(
        f"{where}: {key!r}"
        for key, where in texts.items()
        if key and not chinese().get(key, ("", ""))[0]
    )
    assert missing == []


def test_every_text_has_one_chinese() -> None:
    assert said_twice() == []


def test_chinese_has_the_same_fields() -> None:
    different = [
        f"{file}: {key!r}"
        for key, (text, file) in chinese().items()
        if text and fields(key) != fields(text)
    ]
    assert different == []


def test_chinese_is_chinese() -> None:
    odd = [
        f"{file}: {key!r}"
        for key, (text, file) in chinese().items()
        if text and re.search("[A-Za-z]", FIELD.sub("", text)) and not CJK.search(text)
    ]
    assert odd == []


def test_no_translation_is_left_over() -> None:
    texts = used()
    assert (
        sorted(f"{file}: {key!r}" for key, (_, file) in chinese().items() if key not in texts) == []
    )


def test_every_room_that_speaks_has_its_texts() -> None:
    silent = [
        room
        for room in ROOMS
        if any(True for module in modules(room) for _ in keys(module))
        and not list((SRC / room / "locale").glob("zh_CN*.po"))
    ]
    assert silent == []
