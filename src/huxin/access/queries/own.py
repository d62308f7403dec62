"""One's own account: roles, login sessions; and who was shown protected values of a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.apps import apps

from huxin.access.actor import Actor
from huxin.access.gate import reach, visible
from huxin.access.models import Account, Body, Grant, LoginSession, Reveal
from huxin.access.permissions import table
from huxin.access.policy import is_lendable
from huxin.law import Bilingual

__all__ = [
    "GrantLine",
    "Look",
    "OwnAccount",
    "SessionLine",
    "looked_at",
    "own_account",
    "own_bodies",
]

SEE = "access.session.view"
LOOKS = "trail.looks.view"
LOOKS_MAX, SESSIONS_MAX = 200, 20


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One role as its holder reads it."""

    key: int
    title: Bilingual
    body: str
    place: str
    to_at: dt.datetime | None
    delegated: bool
    may_lend: bool = False
    may_end: bool = False


@dataclass(frozen=True, slots=True)
class LentLine:
    """One role that the reader lent: to whom, until when, and when it was taken back or ended."""

    key: int
    title: Bilingual
    holder: str
    to_at: dt.datetime | None
    ended_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One login session."""

    key: int
    device: str
    started_at: dt.datetime
    last_seen_at: dt.datetime
    is_open: bool


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account as its owner sees it."""

    login: str
    name: str
    has_second_factor: bool
    recovery_codes_left: int
    grants: tuple[GrantLine, ...]
    sessions: tuple[SessionLine, ...]
    lent: tuple[LentLine, ...] = ()


def own_account(*, actor: Actor) -> OwnAccount:
    """The actor's own account; four queries."""
    account = reach(Account, actor.account, SEE, actor=actor)
    grants = Grant.objects.filter(account=account, ended_at=None).select_related("body", "place")
    sessions = visible(LoginSession, SEE, actor=actor).order_by("-started_at")[:SESSIONS_MAX]
    lent = Grant.objects.filter(delegated_from__account=account).select_related("account")
    return OwnAccount(
        login=account.login if account.kind == Account.Kind.STAFF else "",
        name=account.name,
        has_second_factor=bool(account.seed),
        recovery_codes_left=len(account.recovery),
        grants=tuple(grant_line(each) for each in grants),
        sessions=tuple(session_line(each) for each in sessions),
        lent=tuple(
            LentLine(each.pk, table().title(each.role), each.account.name, each.to_at,
                     each.ended_at)
            for each in lent.order_by("-pk")[:SESSIONS_MAX]
        ),
    )  # fmt: skip


def own_bodies(*, actor: Actor) -> dict[str, str]:
    """By role, the name of the one body that the actor holds it for; one query."""
    held = {each.role: each.body for each in actor.held if each.body is not None}
    names = dict(Body.objects.filter(pk__in=held.values()).values_list("pk", "name"))
    return {role: names[body] for role, body in held.items()}


def grant_line(grant: Grant, *, may_end: bool = False) -> GrantLine:
    """A grant with its body and place loaded; its own holder may lend it where that is possible."""
    return GrantLine(
        key=grant.pk,
        title=table().title(grant.role),
        body=grant.body.name if grant.body else "",
        place=grant.place.name,
        to_at=grant.to_at,
        delegated=grant.delegated_from_id is not None,
        may_lend=is_lendable(grant),
        may_end=may_end,
    )


def session_line(session: LoginSession) -> SessionLine:
    """A session."""
    return SessionLine(
        session.pk, session.device, session.started_at, session.last_seen_at,
        session.ended_at is None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody was shown protected values: of whose unit, when, which, why."""

    body: str
    at: dt.datetime
    what: tuple[str, ...]
    reason: str
    ended_at: dt.datetime | None = None


def looked_at(name: str, *, actor: Actor) -> tuple[Look, ...]:
    """Who opened protected values of a person's record or saw his pages with him; newest first.

    `name` is the record's in the trail ("registry.worker:12"). For that person himself as well;
    raises NotFound when it is out of the actor's reach.
    """
    label, _, key = name.partition(":")
    reach(apps.get_model(label), key, LOOKS, actor=actor)
    found = Reveal.objects.filter(object=name).select_related("body").order_by("-at")[:LOOKS_MAX]
    return tuple(
        Look(
            each.body.name if each.body else "",
            each.at,
            tuple(each.fields),
            each.reason,
            each.ended_at,
        )
        for each in found
    )
