"""`huxin demo`: an installation full of simulated sites, opened in a browser."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from huxin.cli.platform import verbs
from huxin.cli.serve import open_platform
from huxin.kernel.installation import HOME, KEY_FILE, create
from huxin.kernel.texts import N_

__all__ = ["demo"]

PUBLIC_URL = "HUXIN_PUBLIC_URL"
"""Where QR codes and examples lead: to the port that is served."""


def demo(
    home: Annotated[
        Path, typer.Option(help=N_("Folder of the demonstration; made when it is not there."))
    ] = Path(".demo/platform"),
    *,
    host: Annotated[str, typer.Option(help=N_("Address to listen on."))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help=N_("Port to listen on."))] = 8000,
    code: Annotated[
        str, typer.Option(help=N_("Only print the six digits of this account's authenticator."))
    ] = "",
    only_fill: Annotated[
        bool, typer.Option("--only-fill", help=N_("Fill it and stop, without serving."))
    ] = False,
) -> None:
    """Open a demonstration of the platform."""
    is_new = not (home / KEY_FILE).exists()
    if is_new:
        create(home, profile="demo")
    os.environ[HOME] = str(home)
    os.environ.setdefault(PUBLIC_URL, f"http://{host}:{port}")
    if code:
        verbs("demo").code(code)
        return
    if is_new:
        verbs("demo").fill(home)
    verbs("demo").accounts(home)
    if only_fill:
        return
    if not is_new:
        verbs("serve").prepare()
    open_platform(host, port, jobs=True)
