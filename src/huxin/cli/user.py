"""`huxin user`: accounts and roles, from the command line of the installation."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from huxin.cli.platform import verbs
from huxin.kernel.texts import N_

__all__ = ["app"]

app = typer.Typer(add_completion=False, no_args_is_help=True)

Login = Annotated[str, typer.Argument(help=N_("Sign-in name."))]


@app.command("create", help=N_("Make an account; its first password is printed once."))
def create(
    login: Login,
    name: Annotated[str, typer.Argument(help=N_("The person's name."))],
    *,
    place: Annotated[str, typer.Option(help=N_("Code of the place it belongs to."))],
    body: Annotated[
        str, typer.Option(help=N_("Credit code or full name of the unit it belongs to."))
    ] = "",
) -> None:
    """A new account."""
    verbs("user").create(login, name, place=place, body=body)


@app.command("list", help=N_("List accounts with their roles."))
def listed() -> None:
    """Every account of staff."""
    verbs("user").listed()


@app.command("roles", help=N_("List the roles that can be given."))
def roles() -> None:
    """Every role."""
    verbs("user").roles()


@app.command("grant", help=N_("Give a role."))
def grant(
    login: Login,
    role: Annotated[str, typer.Argument(help=N_("The role, as in: huxin user roles"))],
    *,
    place: Annotated[str, typer.Option(help=N_("Code of the place it holds for."))],
    body: Annotated[
        str, typer.Option(help=N_("Credit code or full name of the unit it is held for."))
    ] = "",
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help=N_("Last day on which it holds.")),
    ] = None,
) -> None:
    """A role for an account."""
    last = until.date() if until else None
    verbs("user").grant(login, role, place=place, body=body, until=last)


@app.command("end", help=N_("End a role, and what was delegated from it."))
def end(
    login: Login,
    role: Annotated[str, typer.Argument(help=N_("The role, as in: huxin user roles"))],
    *,
    place: Annotated[str, typer.Option(help=N_("Only the role held for this place."))] = "",
) -> None:
    """A role of an account ends."""
    verbs("user").end(login, role, place=place)


@app.command("reset", help=N_("Give a new first password; the authenticator is bound anew."))
def reset(login: Login) -> None:
    """A new first password."""
    verbs("user").reset(login)


@app.command("reopen", help=N_("Open a closed account again, without any role."))
def reopen(login: Login) -> None:
    """A closed account is opened, with a new first password."""
    verbs("user").reopen(login)


@app.command("disable", help=N_("Close an account; its roles and sessions end."))
def disable(login: Login, *, reason: Annotated[str, typer.Option(help=N_("Why."))]) -> None:
    """Close an account."""
    verbs("user").disable(login, reason=reason)
