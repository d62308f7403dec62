"""`huxin backup`: copy an installation's database and files, with the digest of every table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from huxin.cli.platform import verbs
from huxin.kernel.texts import N_

__all__ = ["backup"]


def backup(
    out: Annotated[Path, typer.Argument(help=N_("New folder to write the backup to."))],
) -> None:
    """Write a backup."""
    verbs("backup").backup(out)
