"""`huxin serve`: the platform on one machine: pages, queue and schedule, until it is stopped."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from huxin.cli.language import language
from huxin.cli.platform import verbs
from huxin.cli.supervise import supervise
from huxin.kernel.installation import HOME
from huxin.kernel.texts import N_, message

__all__ = ["open_platform", "serve"]

WEB_WORKERS, WEB_THREADS = 2, 4


def serve(
    *,
    home: Annotated[
        Path | None, typer.Option(help=N_("Folder of the installation."), envvar=HOME)
    ] = None,
    host: Annotated[str, typer.Option(help=N_("Address to listen on."))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help=N_("Port to listen on."))] = 8000,
    jobs: Annotated[
        bool, typer.Option("--jobs/--no-jobs", help=N_("Run queue and schedule here as well."))
    ] = True,
) -> None:
    """Serve the platform until it is stopped."""
    if home is not None:
        os.environ[HOME] = str(home)
    verbs("serve").prepare()
    open_platform(host, port, jobs=jobs)


def open_platform(host: str, port: int, *, jobs: bool) -> None:
    """Serve an installation whose tables are up to date; ends the program."""
    typer.echo(message("Open http://{host}:{port}", host=host, port=str(port)).say(language()))
    web = [
        "gunicorn", "huxin.config.wsgi:application", "--bind", f"{host}:{port}", "--worker-class",
        "gthread", "--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS),
        "--no-control-socket", "--log-level", "warning", "--limit-request-line", "4094",
    ]  # fmt: skip
    queue = ["django", "qcluster"] if jobs else []
    raise typer.Exit(supervise([command for command in (web, queue) if command]))
