"""`huxin restore`: put a backup into an empty installation; equal, or refused."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from huxin.cli.platform import verbs
from huxin.kernel.texts import N_

__all__ = ["restore"]


def restore(
    backup: Annotated[Path, typer.Argument(help=N_("Folder that huxin backup wrote."))],
    *,
    erased: Annotated[
        list[Path] | None,
        typer.Option(
            help=N_("A log exported after the backup: what it says was erased is erased again.")
        ),
    ] = None,
) -> None:
    """Restore a backup."""
    verbs("backup").restore(backup, erased=erased or [])
