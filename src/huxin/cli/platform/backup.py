"""The verbs of `huxin backup` and `huxin restore`."""

from __future__ import annotations

from pathlib import Path

import typer
from django.conf import settings

from huxin.cli.language import language
from huxin.kernel.clock import SystemClock
from huxin.kernel.texts import message
from huxin.trail import backup as copies

__all__ = ["backup", "restore"]


def backup(out: Path) -> None:
    """Write a backup and say what is in it."""
    tables = copies.back_up(settings.INSTALLATION.home, out, now=SystemClock().now())
    said = message(
        "{rows} rows of {tables} tables are in {folder}. Keys are not in it: keep keys.json apart.",
        rows=sum(tables.values()), tables=len(tables), folder=str(out),
    )  # fmt: skip
    typer.echo(said.say(language()))


def restore(folder: Path) -> None:
    """Restore a backup and say that it is equal."""
    tables = copies.restore(folder, settings.INSTALLATION.home)
    said = message(
        "{rows} rows of {tables} tables are restored and equal to the original.",
        rows=sum(tables.values()), tables=len(tables),
    )  # fmt: skip
    typer.echo(said.say(language()))
