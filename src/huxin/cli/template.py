"""`huxin template`: write an empty workbook of a format, ready to be filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from huxin.cli.language import language
from huxin.formats.templates import TEMPLATES, Template
from huxin.kernel.errors import InputError
from huxin.kernel.texts import N_, message

__all__ = ["template"]


def template(
    name: Annotated[
        str,
        typer.Argument(
            help=N_("Which paper: its format, such as wage_sheet, or its title, such as 工资表."),
        ),
    ] = "project_sheet",
    *,
    out: Annotated[Path, typer.Option(help=N_("Workbook to write (.xlsx); it must be new."))],
) -> None:
    """Write an empty workbook of a paper, ready to be filled in."""
    chosen = _chosen(name)
    if out.suffix.lower() != ".xlsx":
        raise InputError(
            message("A template is a workbook, and {file} is no name of one.", file=out.name),
            remedy=message("Give the file a name that ends in .xlsx."),
        )
    if out.exists():
        raise InputError(
            message("The file {file} exists already and was left as it is.", file=out.name),
            remedy=message("Choose another name, or move the old file away."),
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    chosen.write(out)
    said = message("An empty {title} was written to {file}.", title=chosen.title, file=out.name)
    typer.echo(said.say(language()))


def _chosen(name: str) -> Template:
    for each in TEMPLATES.values():
        if name in {each.format, each.title}:
            return each
    known = tuple(f"{each.format} ({each.title})" for each in TEMPLATES.values())
    raise InputError(
        message("There is no template called {name}.", name=name),
        remedy=message("Take one of: {known}.", known=known),
    )
