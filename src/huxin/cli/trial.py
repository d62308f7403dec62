"""`huxin rules try`: a rule on past days, with hits, load per officer, overlap and precision."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from huxin.cli.platform import verbs
from huxin.kernel.errors import InputError
from huxin.kernel.texts import N_, message

__all__ = ["try_rule"]


def try_rule(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help=N_("Id of a rule, such as PAY-01."))],
    *,
    from_on: Annotated[str, typer.Option("--from", help=N_("First day, such as 2025-07-01."))],
    to_on: Annotated[str, typer.Option("--to", help=N_("Last day, such as 2025-07-31."))],
    place: Annotated[
        str, typer.Option(help=N_("Only this region and what lies in it (its code)."))
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help=N_("Print JSON for programs."))] = False,
) -> None:
    """One rule over a span of days."""
    span = (_day(from_on), _day(to_on))
    verbs("trial").try_rule(rule_id, span, place=place, as_json=as_json)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            message("Not a day: {text}", text=text),
            remedy=message("Write it as 2025-07-31."),
        ) from error
