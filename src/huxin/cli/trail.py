"""`huxin trail`: check the log of changes, seal it, prove what stands in it.

Exit codes: 0 sound or done; 1 the log is not what was sealed; 2 it could not be looked at.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from huxin.cli.platform import verbs
from huxin.kernel.texts import N_

__all__ = ["app"]

app = typer.Typer(add_completion=False, no_args_is_help=True)

Year = Annotated[int | None, typer.Option(help=N_("Only the log of this year."))]
Out = Annotated[Path | None, typer.Option(help=N_("File to write; without it, to the screen."))]
AsJson = Annotated[bool, typer.Option("--json", help=N_("Print JSON for programs."))]


@app.command("verify", help=N_("Check the whole log against its heads and witnesses."))
def verify(
    *,
    year: Year = None,
    quick: Annotated[
        bool, typer.Option("--quick", help=N_("Leave the openings of entries unopened."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Every entry, head and witness; the first place of each fault."""
    sound = verbs("trail").verify(year=year, quick=quick, as_json=as_json)
    raise typer.Exit(0 if sound else 1)


@app.command("head", help=N_("Sign a head over what the log holds now, and keep it elsewhere."))
def head(
    *,
    since: Annotated[
        int | None,
        typer.Option(help=N_("Prove that the newest head continues the one over so many entries.")),
    ] = None,
    year: Year = None,
    out: Out = None,
) -> None:
    """A head for every log that grew."""
    verbs("trail").head(since=since, year=year, out=out)


@app.command("prove", help=N_("Write the proof of an entry, or of all entries of an object."))
def prove(
    name: Annotated[
        str,
        typer.Argument(
            help=N_("An entry such as 2025/17, or an object such as registry.project:12.")
        ),
    ],
    *,
    values_for: Annotated[
        str,
        typer.Option(help=N_("Add the values, for this reason; that they were opened is entered.")),
    ] = "",
    out: Out = None,
) -> None:
    """A bundle that deploy/verify/huxin_verify.py checks without us."""
    verbs("trail").prove(name, reason=values_for, out=out)


@app.command("export", help=N_("Write a whole log, without values, for checking elsewhere."))
def export(
    year: Annotated[int, typer.Argument(help=N_("Which year's log."))],
    *,
    out: Annotated[Path, typer.Option(help=N_("File to write (JSON lines)."))],
) -> None:
    """The log as JSON lines."""
    verbs("trail").export(year, out=out)


@app.command("key", help=N_("Show the public key that heads are checked with; publish it widely."))
def key(*, out: Out = None) -> None:
    """The card of the public key."""
    verbs("trail").key(out=out)
