"""The verbs of `huxin user`."""

from __future__ import annotations

import datetime as dt

import typer
from django.db.models import Q

from huxin.access.actions import accounts, grants
from huxin.access.actor import system
from huxin.access.models import Account, Body, Grant, Region
from huxin.access.permissions import table
from huxin.access.policy import ADMINISTRATORS, BODY_ADMIN
from huxin.cli.language import language
from huxin.kernel.clock import CHINA, SystemClock
from huxin.kernel.errors import InputError
from huxin.kernel.texts import Message, message
from huxin.law import Lawbook

__all__ = ["create", "disable", "end", "grant", "listed", "reopen", "reset", "roles"]

OPERATOR = system("operator")


def create(login: str, name: str, *, place: str, body: str) -> None:
    """Make an account and show its first password."""
    now = SystemClock().now()
    account, password = accounts.create_account(
        login, name, place=_place(place), body=_body(body) if body else None, actor=OPERATOR,
        now=now,
    )  # fmt: skip
    _password(account.login, password)


def reset(login: str) -> None:
    """Give a new first password and show it."""
    found = _account(login)
    password = accounts.reset_password(found.pk, actor=OPERATOR, now=SystemClock().now())
    _password(found.login, password)


def reopen(login: str) -> None:
    """Open a closed account and show its first password."""
    found = _account(login)
    password = accounts.reopen_account(found.pk, actor=OPERATOR, now=SystemClock().now())
    _password(found.login, password)


def grant(login: str, role: str, *, place: str, body: str, until: dt.date | None) -> None:
    """Give a role, to the end of a day when one is named."""
    grants.give_grant(
        _account(login).pk, role, place=_place(place), body=_body(body) if body else None,
        to_at=_end_of(until) if until else None, actor=OPERATOR, now=SystemClock().now(),
    )  # fmt: skip
    _say(message("{login} holds the role {role} now.", login=login, role=role))


def end(login: str, role: str, *, place: str) -> None:
    """End a role that an account holds, everywhere or in one place."""
    held = Grant.objects.filter(account=_account(login), role=role, ended_at=None)
    found = [*(held.filter(place=place) if place else held)]
    if not found:
        raise InputError(
            message("{login} does not hold the role {role}.", login=login, role=role),
            remedy=message("See them with: huxin user list"),
        )
    for each in found:
        grants.end_grant(each.pk, actor=OPERATOR, now=SystemClock().now())
    _say(message("The role {role} of {login} has ended.", role=role, login=login))


def disable(login: str, *, reason: str) -> None:
    """Close an account."""
    accounts.disable_account(
        _account(login).pk, reason=reason, actor=OPERATOR, now=SystemClock().now()
    )
    _say(message("{login} is closed.", login=login))


def listed() -> None:
    """Every account of staff with its roles."""
    grants: dict[int, list[str]] = {}
    for each in Grant.objects.filter(ended_at=None).select_related("place", "body"):
        held = f"{each.role} {each.place.code} {each.body.name if each.body else ''}".strip()
        grants.setdefault(each.account_id, []).append(held)
    for account in Account.objects.filter(kind=Account.Kind.STAFF).order_by("login"):
        state = "" if account.is_active else message("closed").say(language())
        typer.echo("\t".join([account.login, state, "; ".join(grants.get(account.pk, []))]))


def roles() -> None:
    """Every role that can be given."""
    for name in sorted(ADMINISTRATORS | {BODY_ADMIN}):
        typer.echo(f"{name}\t{table().title(name).say(language())}")
    for role in sorted(Lawbook.load().roles.values(), key=lambda each: each.id):
        typer.echo(f"{role.id}\t{role.name.say(language())}")


def _end_of(day: dt.date) -> dt.datetime:
    """The midnight in China that closes a day."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), CHINA)


def _account(login: str) -> Account:
    found = Account.objects.filter(kind=Account.Kind.STAFF, login=login).first()
    if found is None:
        raise InputError(
            message("There is no account {login}.", login=login),
            remedy=message("See them with: huxin user list"),
        )
    return found


def _place(code: str) -> Region:
    found = Region.objects.filter(code=code).first()
    if found is None:
        raise InputError(
            message("There is no place {code}.", code=code),
            remedy=message("Use the six-digit code of the county, city or province."),
        )
    return found


def _body(text: str) -> Body:
    found = list(Body.objects.filter(Q(credit_code=text) | Q(name=text))[:2])
    if len(found) != 1:
        raise InputError(
            message("There is no unit {text}, or more than one.", text=text),
            remedy=message("Name it by its credit code."),
        )
    return found[0]


def _password(login: str, password: str) -> None:
    said = message("First password of {login}: {password} (shown once, must be changed)",
                   login=login, password=password)  # fmt: skip
    _say(said)


def _say(said: Message) -> None:
    typer.echo(said.say(language()))
