"""The repository as the house tests read it: modules with their syntax trees, packs, texts."""

from __future__ import annotations

import ast
import functools
import importlib
import io
import pkgutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml
from babel.messages.pofile import read_po

from huxin.rules import catalogue

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "huxin"
PACKS = SRC / "law" / "packs"
REFERENCE = ROOT / "docs" / "reference"
ROOMS = (
    "kernel", "law", "facts", "rules", "formats", "check", "sim", "trail", "access", "registry",
    "wages", "intake", "warnings", "demo", "web", "api", "cli", "jobs", "config",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Module:
    """One source file; `name` is its path from the root of the repository."""

    name: str
    text: str
    tree: ast.Module

    @classmethod
    def of(cls, text: str, name: str = "planted.py") -> Module:
        return cls(name, text, ast.parse(text))

    def where(self, node: ast.AST) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@functools.cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every module below the folders of `src/huxin` (all of it when none is named)."""
    roots = [SRC / folder for folder in folders] or [SRC]
    return tuple(
        module(file) for file in sorted(file for root in roots for file in python_files(root))
    )


@functools.cache
def module(file: Path) -> Module:
    """One file, parsed once for all checks."""
    return Module.of(file.read_text(), str(file.relative_to(ROOT)))


def python_files(root: Path) -> Iterator[Path]:
    """Modules that people write: generated schema changes are left out."""
    found = iter([root]) if root.suffix == ".py" else root.rglob("*.py")
    return (file for file in found if not file.match("migrations/0*.py"))


def violations(check: Callable[[Module], Iterator[str]], *folders: str) -> list[str]:
    """What a check finds in the modules; a house test holds this empty."""
    read = modules(*folders)
    assert read, f"no module in {folders}"
    return [each for module in read for each in check(module)]


def planted(check: Callable[[Module], Iterator[str]], text: str) -> bool:
    """Does the check catch a planted fault? A check that cannot is no check."""
    return any(True for _ in check(Module.of(text)))


@functools.cache
def house(name: str) -> Any:
    """A list that a house test keeps beside itself."""
    return yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text()) or {}


@functools.cache
def clauses() -> dict[str, dict[str, Any]]:
    """Every clause of every pack by id."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(PACKS.glob("*/clauses.yaml")):
        for entry in pack_yaml(file)["clauses"]:
            found[entry["id"]] = entry
    return found


@functools.cache
def pack_yaml(file: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(file.read_text(), loader)  # noqa: S506 -- the safe loader, in C


@functools.cache
def parameters() -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Every parameter by full name: (pack, entry) for each pack that has it."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for file in sorted(PACKS.glob("*/parameters/*.yaml")):
        for name, entry in (pack_yaml(file) or {}).items():
            found.setdefault(f"{file.stem}.{name}", []).append((file.parts[-3], entry))
    return found


@functools.cache
def published() -> frozenset[str]:
    """Ids of the published warning rules."""
    file = PACKS / "cn" / "published_warnings.yaml"
    return frozenset(each["id"] for each in pack_yaml(file)["rules"])


@functools.cache
def chinese() -> dict[str, tuple[str, str]]:
    """Every English key that has a Chinese text: (text, file)."""
    found = {}
    for file in sorted(SRC.glob("*/locale/zh_CN*.po")):
        for entry in read_po(io.BytesIO(file.read_bytes()), locale="zh_CN"):
            if entry.id:
                found[str(entry.id)] = (str(entry.string), str(file.relative_to(ROOT)))
    return found


def said_twice() -> list[str]:
    """English keys that two files say differently in Chinese: only one of them is ever shown."""
    found: dict[str, tuple[str, Path]] = {}
    twice = []
    for file in sorted(SRC.glob("*/locale/zh_CN*.po")):
        for entry in read_po(io.BytesIO(file.read_bytes()), locale="zh_CN"):
            said, where = found.setdefault(str(entry.id), (str(entry.string), file))
            if entry.id and said != str(entry.string):
                twice.append(f"{entry.id!r} in {where.name} and {file.name}")
    return twice


@functools.cache
def tracked() -> tuple[Path, ...]:
    """The files of the repository, as git lists them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    files = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(file for file in files if file.is_file()))


@functools.cache
def rules() -> tuple[ModuleType, ...]:
    """Every rule file of the catalogue, imported."""
    names = sorted(each.name for each in pkgutil.iter_modules(catalogue.__path__))
    return tuple(
        importlib.import_module(f"{catalogue.__name__}.{name}")
        for name in names
        if not name.startswith("_")
    )


def name_of(node: ast.AST) -> str:
    """`a.b.c` of an expression, or an empty text."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}".lstrip(".")
    return ""
