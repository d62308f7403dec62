"""`huxin init`: make an installation: folder, keys, database, first administrator."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from huxin.cli.language import language
from huxin.cli.platform import verbs
from huxin.kernel.installation import HOME, Profile, create
from huxin.kernel.texts import N_, message

__all__ = ["init"]


def init(
    home: Annotated[
        Path, typer.Option(help=N_("Folder of the installation; it must be new or empty."))
    ] = Path("huxin-home"),
    *,
    place: Annotated[
        str, typer.Option(help=N_("Division code of the place that the installation serves."))
    ] = "000000",
    administrator: Annotated[
        str, typer.Option(help=N_("Sign-in name of the first administrator."))
    ] = "admin",
    national_suite: Annotated[
        bool, typer.Option("--sm", help=N_("Use the national algorithms SM3 and SM4."))
    ] = False,
) -> None:
    """Make an installation."""
    profile: Profile = "production"
    create(home, profile=profile, suite="sm4-gcm" if national_suite else "aes-gcm")
    os.environ[HOME] = str(home)
    password = verbs("init").fill(place=place, administrator=administrator)
    for text in (
        message("The installation is in {folder}.", folder=str(home)),
        message("Keep a copy of {file} elsewhere: without it nothing can be read.",
                file=str(home / "keys.json")),
        message("Sign in as {login} with the first password {password}; it must be changed.",
                login=administrator, password=password),
        message("Start it with: huxin serve --home {folder}", folder=str(home)),
    ):  # fmt: skip
        typer.echo(text.say(language()))
