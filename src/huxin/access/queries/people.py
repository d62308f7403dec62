"""Accounts that an administrator keeps: who holds what, where they are signed in; colleagues."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from huxin.access.actor import Actor
from huxin.access.gate import reach, visible
from huxin.access.models import Account, Grant, LoginSession
from huxin.access.queries.own import GrantLine, SessionLine, grant_line, session_line

__all__ = ["AccountLine", "Colleague", "accounts", "colleagues", "sessions_of"]

SEE, SEE_GRANTS, SEE_SESSIONS = "access.account.view", "access.grant.view", "access.session.list"
PAGE = 200


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A member of staff as his administrator sees him. `unused_days` counts from the last use."""

    key: int
    login: str
    name: str
    body: str
    place: str
    is_active: bool
    has_second_factor: bool
    last_seen_at: dt.datetime | None
    unused_days: int
    grants: tuple[GrantLine, ...]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the same unit, to whom a role may be lent."""

    key: int
    login: str
    name: str


def accounts(
    *, actor: Actor, now: dt.datetime, text: str = "", after: str = ""
) -> tuple[AccountLine, ...]:
    """Accounts of staff within the actor's competence with the roles they hold; two queries.

    By sign-in name, a page at a time: `after` is the last name of the page before. `text` is part
    of a sign-in name or of a unit's.
    """
    rows = visible(Account, SEE, actor=actor).filter(kind=Account.Kind.STAFF, login__gt=after)
    if text.strip():
        wanted = text.strip()
        rows = rows.filter(Q(login__icontains=wanted) | Q(body__name__contains=wanted))
    page = list(rows.select_related("place", "body").order_by("login")[:PAGE])
    held: dict[int, list[GrantLine]] = defaultdict(list)
    given = visible(Grant, SEE_GRANTS, actor=actor).filter(account__in=page, ended_at=None)
    for each in given.select_related("body", "place").order_by("pk"):
        held[each.account_id].append(grant_line(each))
    return tuple(_line(each, tuple(held[each.pk]), now) for each in page)


def colleagues(grant: int, *, actor: Actor) -> tuple[Colleague, ...]:
    """Active staff of the unit that one's own role is held for; raises NotFound."""
    own = reach(Grant, grant, "access.grant.delegate", actor=actor)
    rows = Account.objects.filter(kind=Account.Kind.STAFF, is_active=True, body=own.body_id)
    others = rows.exclude(body=None).order_by("login")
    return tuple(
        Colleague(each.pk, each.login, each.name) for each in others if each.pk != actor.account
    )


def sessions_of(account: int, *, actor: Actor) -> tuple[SessionLine, ...]:
    """Where an account that the actor keeps is signed in; raises NotFound."""
    found = reach(Account, account, SEE_SESSIONS, actor=actor)
    rows = visible(LoginSession, SEE_SESSIONS, actor=actor).filter(account=found, ended_at=None)
    return tuple(session_line(each) for each in rows.order_by("-started_at"))


def _line(account: Account, grants: tuple[GrantLine, ...], now: dt.datetime) -> AccountLine:
    used = account.last_seen_at or account.created_at
    return AccountLine(
        key=account.pk,
        login=account.login,
        name=account.name,
        body=account.body.name if account.body else "",
        place=account.place.name if account.place else "",
        is_active=account.is_active,
        has_second_factor=bool(account.seed),
        last_seen_at=account.last_seen_at,
        unused_days=(now - used).days,
        grants=grants,
    )
