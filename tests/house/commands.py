"""The command tree, walked: what each command is called and what its help says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from huxin.cli import main as door

NOUNS = (
    "backup", "check", "demo", "init", "law", "restore", "rules", "serve", "sim", "template",
    "trail",
    "user",
)  # fmt: skip


def tree() -> Iterator[tuple[str, Any]]:
    """(path, command) for every command, untranslated: ("huxin law value", …)."""
    root = door.command()
    yield "huxin", root
    for name in root.list_commands(typer.Context(root)):
        yield from below(f"huxin {name}", door.noun(name))


def below(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield path, command
    for name, each in sorted(getattr(command, "commands", {}).items()):
        yield from below(f"{path} {name}", each)


def help_texts() -> dict[str, str]:
    """Every help text of the command line, with the command that shows it."""
    found = {}
    for path, command in tree():
        for text in [command.help, *(getattr(each, "help", None) for each in command.params)]:
            if text:
                found[text] = path
    return found
