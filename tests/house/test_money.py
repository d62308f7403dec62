"""Money and law know no float: not as a figure, not by division, not as a column."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import Module, house, modules, name_of, planted, violations

ROOMS = ("kernel/money.py", "law", "facts", "rules")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
FOLDERS = {"folder", "root", "path", "packs", "directory"}
FLOATS = {"float", "float16", "float32", "float64", "double", "half", "real"}


def floats(module: Module) -> Iterator[str]:
    for owner, node in walk(module.tree, ""):
        fault = fault_of(node)
        if fault and f"{module.name}::{owner}" not in house("floats_allowed"):
            yield f"{module.where(node)}: {fault} (in {owner or 'the module'})"


def walk(node: ast.AST, owner: str) -> Iterator[tuple[str, ast.AST]]:
    for each in ast.iter_child_nodes(node):
        name = getattr(each, "name", "")
        below = f"{owner}.{name}".strip(".") if isinstance(each, FUNCTIONS) and name else owner
        yield below, each
        yield from walk(each, below)


def fault_of(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, float):
        return f"the float {node.value}"
    if isinstance(node, ast.Constant) and node.value in FLOATS - {"real", "half"}:
        return f"the column type {node.value!r}"
    if isinstance(node, ast.Call) and name_of(node.func).split(".")[-1] in FLOATS:
        return f"a call of {name_of(node.func)}"
    if isinstance(node, ast.Attribute) and node.attr in FLOATS - {"real", "half"}:
        return f"the type {name_of(node)}"
    if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
        return "" if joins_paths(node) else "a true division; name its rounding"
    return ""


def joins_paths(node: ast.BinOp | ast.AugAssign) -> bool:
    """`folder / name` joins a path: a side is a text, is named as a folder, or is such a join."""
    sides = [node.value] if isinstance(node, ast.AugAssign) else [node.left, node.right]
    return any(
        isinstance(side, ast.JoinedStr)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        or name_of(side).split(".")[-1].lower() in FOLDERS
        or (isinstance(side, ast.BinOp) and isinstance(side.op, ast.Div) and joins_paths(side))
        for side in sides
    )


def test_money_and_law_know_no_float() -> None:
    assert violations(floats, *ROOMS) == []


@pytest.mark.parametrize(
    "fault",
    [
        "rate = 0.22",
        "rate = float(text)",
        "share = part / whole",
        "share /= whole",
        "column = pa.float64()",
        "column = table.x.cast('float64')",
        "column = np.float32",
    ],
)
def test_a_float_is_caught(fault: str) -> None:
    assert planted(floats, fault)


def test_a_path_is_no_division() -> None:
    assert not planted(floats, "file = folder / 'packs' / code")


def test_every_exception_is_explained_and_used() -> None:
    allowed = house("floats_allowed")
    assert all(len(reason) > 20 for reason in allowed.values())
    owners = {
        f"{module.name}::{owner}"
        for module in modules(*ROOMS)
        for owner, node in walk(module.tree, "")
        if fault_of(node)
    }
    assert set(allowed) <= owners
