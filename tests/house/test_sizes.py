"""Sizes as a ratchet: modules of 400 lines, functions of 60; the exceptions may only shrink."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import ROOT, Module, house, module, modules

MODULE_LINES, FUNCTION_LINES = 400, 60


def sizes(module: Module) -> Iterator[tuple[str, int, int]]:
    """(name, lines, limit) of a module and of each of its functions."""
    yield module.name, len(module.text.splitlines()), MODULE_LINES
    for node, path in functions(module.tree, ""):
        assert node.end_lineno is not None
        yield f"{module.name}::{path}", node.end_lineno - node.lineno + 1, FUNCTION_LINES


def functions(
    node: ast.AST, path: str
) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    for each in ast.iter_child_nodes(node):
        name = getattr(each, "name", "")
        below = f"{path}.{name}".strip(".") if name else path
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            yield each, below
        yield from functions(each, below)


def too_long(read: tuple[Module, ...], ratchet: dict[str, int]) -> list[str]:
    return [
        f"{name}: {lines} lines, the limit is {ratchet.get(name, limit)}"
        for each in read
        for name, lines, limit in sizes(each)
        if lines > ratchet.get(name, limit)
    ]


def test_nothing_outgrows_its_limit() -> None:
    assert too_long((*modules(), *around()), house("ratchet")) == []


def test_the_ratchet_only_shrinks() -> None:
    now = {
        name: (lines, limit)
        for each in (*modules(), *around())
        for name, lines, limit in sizes(each)
    }
    loose = {
        name: now.get(name)
        for name, allowed in house("ratchet").items()
        if name not in now or now[name][0] < allowed or now[name][0] <= now[name][1]
    }
    assert loose == {}, "set these entries of tests/house/ratchet.yaml to today's size, or remove"


def test_a_long_function_is_caught() -> None:
    text = "class A:\n    def f(self):\n" + "        x = 1\n" * FUNCTION_LINES
    assert too_long((Module.of(text),), {}) == ["planted.py::A.f: 61 lines, the limit is 60"]
    assert too_long((Module.of(text),), {"planted.py::A.f": 61}) == []


def around() -> tuple[Module, ...]:
    files: list[Path] = sorted([*ROOT.glob("tests/**/*.py"), *ROOT.glob("bench/**/*.py")])
    return tuple(module(file) for file in files)
