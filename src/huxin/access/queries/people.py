"""Accounts that an administrator keeps: who holds what, where they are signed in; colleagues."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from huxin.access.actor import Actor
from huxin.access.errors import NotFound
from huxin.access.gate import Subject, may, reach, visible
from huxin.access.models import Account, Grant, LoginSession
from huxin.access.policy import (
    ADMINISTRATORS,
    BODY_ADMIN,
    keeps,
    may_be_given,
    may_keep,
    roles_in,
    where_held,
)
from huxin.access.queries.own import GrantLine, SessionLine, grant_line, session_line
from huxin.law import Lawbook

__all__ = [
    "PAGE", "AccountLine", "AccountPage", "Colleague", "account_page", "accounts", "colleagues",
    "givable", "sessions_of", "staff_named",
]  # fmt: skip

SEE, SEE_GRANTS, SEE_SESSIONS = "access.account.view", "access.grant.view", "access.session.list"
GIVE, END = "access.grant.give", "access.grant.end"
KEEPING = ("access.account.reset", "access.account.disable", "access.account.reopen")
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
class AccountPage:
    """One account with its login sessions; `may_do` names the operations that the reader may do.

    `sessions` is None for whoever may not see them.
    """

    line: AccountLine
    created_at: dt.datetime
    must_change_password: bool
    recovery_codes_left: int
    sessions: tuple[SessionLine, ...] | None
    may_do: frozenset[str]


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


def account_page(account: int, *, actor: Actor, now: dt.datetime) -> AccountPage:
    """An account that the actor keeps or checks; raises NotFound. Five queries at most."""
    rows = visible(Account, SEE, actor=actor).filter(kind=Account.Kind.STAFF)
    row = rows.select_related("place", "body").filter(pk=account).first()
    if row is None:
        raise NotFound
    held = list(Grant.objects.filter(account=row, ended_at=None).select_related("body", "place"))
    seen = set(visible(Grant, SEE_GRANTS, actor=actor).filter(account=row).values_list("pk"))
    ending = set(visible(Grant, END, actor=actor).filter(account=row).values_list("pk"))
    lines = tuple(
        grant_line(each, may_end=(each.pk,) in ending and _keeps(END, each, actor))
        for each in held
        if (each.pk,) in seen
    )
    sessions = sessions_of(row.pk, actor=actor) if may(SEE_SESSIONS, actor=actor) else None
    return AccountPage(
        _line(row, lines, now), row.created_at, row.must_change_password, len(row.recovery),
        sessions, frozenset(_may_do(row, held, actor)),
    )  # fmt: skip


def _may_do(row: Account, held: list[Grant], actor: Actor) -> Iterator[str]:
    for name in KEEPING:
        open_to = row.is_active != (name == "access.account.reopen")
        if open_to and may_keep(name, row, held, actor=actor) is None:
            yield name
    if row.is_active and row.pk != actor.account and may(GIVE, actor=actor):
        yield GIVE
    if may("access.session.end", actor=actor):
        yield "access.session.end"


def _keeps(operation: str, grant: Grant, actor: Actor) -> bool:
    where = where_held(grant.role, grant.place.path, grant.body_id)
    return keeps(operation, grant.role, where, actor=actor)


def givable(account: int, *, actor: Actor) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Roles that the actor may give the account: those of its own unit, and others of offices.

    Raises NotFound.
    """
    holder = reach(Account, account, GIVE, actor=actor)
    place, body = holder.place, holder.body
    widely = place is not None and may(GIVE, actor=actor, subject=Subject(path=place.path))
    own = roles_in(body) if body is not None else frozenset()
    known = frozenset(Lawbook.load().roles) | ADMINISTRATORS | {BODY_ADMIN}
    path = place.path if place is not None else ""
    found = sorted(
        role
        for role in known
        if may_be_given(role, body, widely=widely) is None
        and keeps(GIVE, role, where_held(role, path, holder.body_id), actor=actor)
    )
    first = (own | {BODY_ADMIN}) & set(found)
    return tuple(each for each in found if each in first), tuple(
        each for each in found if each not in first
    )


def colleagues(grant: int, *, actor: Actor) -> tuple[Colleague, ...]:
    """Active staff of the unit that one's own role is held for; raises NotFound."""
    own = reach(Grant, grant, "access.grant.delegate", actor=actor)
    rows = Account.objects.filter(kind=Account.Kind.STAFF, is_active=True, body=own.body_id)
    others = rows.exclude(body=None).order_by("login")
    return tuple(
        Colleague(each.pk, each.login, each.name) for each in others if each.pk != actor.account
    )


def staff_named(login: str, *, body: int | None) -> int | None:
    """The key of the active member of staff of a unit who signs in so; None: there is none.

    For whoever writes down who holds a post of that unit.
    """
    rows = Account.objects.filter(kind=Account.Kind.STAFF, is_active=True, body=body)
    return rows.exclude(body=None).filter(login=login.strip()).values_list("pk", flat=True).first()


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
