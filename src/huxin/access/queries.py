"""What pages of access show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.gate import reach, visible
from huxin.access.models import Account, Grant, LoginSession, Reveal
from huxin.law import Lawbook

__all__ = ["Look", "OwnAccount", "looked_at", "own_account"]

SEE = "access.session.view"
LOOKS_MAX = 200


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One role as its holder reads it."""

    zh: str
    en: str
    body: str
    place: str
    to_at: dt.datetime | None
    delegated: bool


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
    grants: tuple[GrantLine, ...]
    sessions: tuple[SessionLine, ...]


def own_account(*, actor: Actor) -> OwnAccount:
    """The actor's own account; four queries."""
    account = reach(Account, actor.account, SEE, actor=actor)
    roles = Lawbook.load().roles
    grants = Grant.objects.filter(account=account, ended_at=None).select_related("body", "place")
    lines = []
    for each in grants:
        role = roles.get(each.role)
        lines.append(
            GrantLine(
                zh=role.name.say("zh") if role else each.role,
                en=role.name.say("en") if role else each.role.replace("_", " "),
                body=each.body.name if each.body else "",
                place=each.place.name,
                to_at=each.to_at,
                delegated=each.delegated_from_id is not None,
            )
        )
    sessions = visible(LoginSession, SEE, actor=actor).order_by("-started_at")[:20]
    return OwnAccount(
        login=account.login if account.kind == Account.Kind.STAFF else "",
        name=account.name,
        has_second_factor=bool(account.seed),
        grants=tuple(lines),
        sessions=tuple(
            SessionLine(e.pk, e.device, e.started_at, e.last_seen_at, e.ended_at is None)
            for e in sessions
        ),
    )


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody opened protected values: whose unit, when, which, why."""

    body: str
    at: dt.datetime
    what: tuple[str, ...]
    reason: str


def looked_at(subject: str) -> tuple[Look, ...]:
    """Who opened protected values of an object that the caller has reached; newest first."""
    found = Reveal.objects.filter(object=subject).select_related("body").order_by("-at")[:LOOKS_MAX]
    return tuple(
        Look(each.body.name if each.body else "", each.at, tuple(each.fields), each.reason)
        for each in found
    )
