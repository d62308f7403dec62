"""The page of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, cast

import typer
from typer import core

from huxin.cli import main
from huxin.cli.reference.markdown import page, table
from huxin.kernel.texts import translate

__all__ = ["commands_page"]

Parameter: TypeAlias = core.TyperArgument | core.TyperOption

EXITS = (
    ("0", "done, nothing found"),
    ("1", "done, something was found"),
    ("2", "the input, the law or the command line could not be used"),
    ("3", "Huxin itself failed; `HUXIN_TRACEBACK=1` shows where"),
    ("130", "stopped from the keyboard"),
)


def commands_page() -> str:
    """Every command with its arguments and options, in both languages, and the exit codes."""
    root = main.command()
    parts = [_one("huxin", root)]
    for name in root.list_commands(typer.Context(root)):
        parts += [_one(path, each) for path, each in _tree(f"huxin {name}", main.noun(name))]
    parts.append("## Exit codes\n\n" + table(("code", "meaning"), EXITS))
    return page("Commands", *parts)


def _tree(path: str, each: main.Command) -> Iterator[tuple[str, main.Command]]:
    yield path, each
    for name, below in sorted(getattr(each, "commands", {}).items()):
        yield from _tree(f"{path} {name}", below)


def _one(path: str, each: main.Command) -> str:
    rows = []
    for parameter in cast("list[Parameter]", each.params):
        text = parameter.help or ""
        rows.append((f"`{_written(parameter)}`", text, translate(text, "zh")))
    title = f"## {path}\n\n{each.help or ''}\n{translate(each.help or '', 'zh')}"
    return f"{title}\n\n{table(('', 'English', '中文'), rows)}" if rows else title


def _written(parameter: Parameter) -> str:
    if isinstance(parameter, core.TyperArgument):
        return (parameter.name or "").upper()
    return ", ".join((*parameter.opts, *parameter.secondary_opts))
