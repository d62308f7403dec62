"""The verbs of `huxin backup` and `huxin restore`."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from django.conf import settings

from huxin.access.actor import system
from huxin.access.history import erase
from huxin.cli.language import language
from huxin.kernel.clock import SystemClock
from huxin.kernel.errors import InputError
from huxin.kernel.texts import message
from huxin.trail import backup as copies
from huxin.trail.queries import still_open
from huxin.warnings.endings import erase_again

__all__ = ["backup", "restore"]

OPERATOR = system("operator")


def backup(out: Path) -> None:
    """Write a backup and say what is in it."""
    tables = copies.back_up(settings.INSTALLATION, out, now=SystemClock().now())
    said = message(
        "{rows} rows of {tables} tables are in {folder}. Keys are not in it: keep keys.json apart.",
        rows=sum(tables.values()), tables=len(tables), folder=str(out),
    )  # fmt: skip
    typer.echo(said.say(language()))


def restore(folder: Path, *, erased: list[Path]) -> None:
    """Restore a backup, say that it is equal, and erase again what was erased after it."""
    later = [name for file in erased for name in _erased(file)]
    tables = copies.restore(folder, settings.INSTALLATION)
    said = message(
        "{rows} rows of {tables} tables are restored and equal to the original.",
        rows=sum(tables.values()), tables=len(tables),
    )  # fmt: skip
    typer.echo(said.say(language()))
    now = SystemClock().now()
    if ended := erase_again(later, actor=OPERATOR, now=now):
        told = message(
            "Ledgers of projects and records of workers that were erased after this backup are "
            "erased again: {n}",
            n=ended,
        )
        typer.echo(told.say(language()))
    if names := still_open(later):
        gone = erase(names, reason="restored", actor=OPERATOR, now=now)
        told = message("{n} values that were erased after this backup are erased again.", n=gone)
        typer.echo(told.say(language()))


def _erased(file: Path) -> list[str]:
    """The objects that an exported log says were erased: it stands in its first line."""
    try:
        with file.open(encoding="utf-8") as lines:
            return [*json.loads(lines.readline())["erased"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            message("{file} is no exported log.", file=str(file)),
            remedy=message("Name a file that huxin trail export wrote after this backup."),
        ) from error
