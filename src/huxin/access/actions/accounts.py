"""Accounts of staff: made, given a new first password, closed, opened again. None is deleted."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.utils.crypto import get_random_string

from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.access.errors import GrantRefused
from huxin.access.gate import Subject, may
from huxin.access.models import Account, Body, Grant, LoginSession, Region
from huxin.access.policy import may_keep
from huxin.kernel.texts import message

__all__ = [
    "FirstPassword", "allow_place", "create_account", "disable_account", "disable_unused",
    "keep_within", "reopen_account", "reset_password",
]  # fmt: skip

LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,39}")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
FIRST_LENGTH = 16


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """What an account is opened with, and the form in which it is stored."""

    text: str = field(repr=False)
    stored: str = field(repr=False)

    @classmethod
    def draw(cls) -> FirstPassword:
        """A new one, by chance."""
        text = get_random_string(FIRST_LENGTH, LETTERS)
        return cls(text, make_password(text))


def create_account(
    login: str,
    name: str,
    *,
    place: Region,
    body: Body | None = None,
    password: FirstPassword | None = None,
    actor: Actor,
    now: dt.datetime,
) -> tuple[Account, str]:
    """A new account of a member of staff, and its first password, which must be changed.

    The password is drawn unless one is given. `place` and `body` are where the account belongs:
    administrators above the place and the body's own keep it.
    """
    with change("access.account.create", actor=actor, now=now) as doing:
        allow_place(doing, place, body)
        if not LOGIN.fullmatch(login) or Account.objects.filter(login__iexact=login).exists():
            raise GrantRefused(
                message("The sign-in name {login} cannot be used.", login=login),
                message("Choose another: 3 to 40 letters, digits, dots or dashes."),
            )
        first = password or FirstPassword.draw()
        account = Account(
            kind=Account.Kind.STAFF, login=login, name=name.strip(), place=place, body=body,
            created_at=now, must_change_password=True, password_at=now,
            password=first.stored,
        )  # fmt: skip
        account.save()
        after = {"login": login, "place": place.pk, "body": body.pk if body else None}
        doing.note(account, after=after)
    return account, first.text


def reset_password(account: int, *, actor: Actor, now: dt.datetime) -> str:
    """A new first password; authenticator and open sessions end with the old one."""
    with change("access.account.reset", actor=actor, now=now) as doing:
        found = doing.reach(Account, account)
        keep_within(doing, found)
        first = FirstPassword.draw()
        found.password = first.stored
        found.must_change_password, found.password_at = True, now
        found.seed, found.seed_step, found.recovery = "", 0, []
        found.code_failures, found.code_failed_at = 0, None
        found.save()
        LoginSession.objects.filter(account=found, ended_at=None).update(ended_at=now)
        doing.note(found, after={"password": "reset"})
    return first.text


def disable_account(account: int, *, reason: str, actor: Actor, now: dt.datetime) -> None:
    """Close an account: its sessions and its grants end, and what was delegated from them."""
    with change("access.account.disable", actor=actor, now=now) as doing:
        found = doing.reach(Account, account)
        keep_within(doing, found)
        _close(found, now)
        doing.note(found, after={"active": False, "reason": reason})


def reopen_account(account: int, *, actor: Actor, now: dt.datetime) -> str:
    """Open a closed account again, without any role, with a new first password."""
    with change("access.account.reopen", actor=actor, now=now) as doing:
        found = doing.reach(Account, account)
        keep_within(doing, found)
        found.is_active = True
        found.save(update_fields=["is_active"])
        doing.note(found, after={"active": True})
        return reset_password(account, actor=actor, now=now)


def disable_unused(*, days: int, actor: Actor, now: dt.datetime) -> int:
    """Close staff accounts that nobody used for so many days; returns how many."""
    before = now - dt.timedelta(days=days)
    idle = Account.objects.filter(kind=Account.Kind.STAFF, is_active=True, created_at__lt=before)
    closed = 0
    with change("access.account.disable", actor=actor, now=now) as doing:
        doing.allow(Subject())
        for account in idle.exclude(last_seen_at__gte=before).exclude(password_at__gte=before):
            _close(account, now)
            doing.note(account, after={"active": False, "unused_days": days})
            closed += 1
    return closed


def allow_place(doing: Change, place: Region, body: Body | None) -> bool:
    """Raise Refused unless the actor may act for the place and the body; whether he may widely.

    Widely: as an administrator of the place, who must be one of the body's seat as well. Else as
    the body's own administrator, within its seat.
    """
    widely = may(doing.operation, actor=doing.actor, subject=Subject(path=place.path))
    if widely:
        if body is not None:
            doing.allow(Subject(path=body.place.path))
        return True
    inside = body is not None and place.path.startswith(body.place.path)
    doing.allow(Subject(own_body=body.pk if body is not None and inside else None))
    return False


def keep_within(doing: Change, account: Account) -> None:
    """Raise GrantRefused unless the account, with all that it holds, is the actor's to keep."""
    held = Grant.objects.filter(account=account, ended_at=None).select_related("place")
    refusal = may_keep(doing.operation, account, held, actor=doing.actor)
    if refusal is not None:
        raise refusal


def _close(account: Account, now: dt.datetime) -> None:
    account.is_active = False
    account.save(update_fields=["is_active"])
    LoginSession.objects.filter(account=account, ended_at=None).update(ended_at=now)
    Grant.objects.filter(delegated_from__account=account, ended_at=None).update(ended_at=now)
    Grant.objects.filter(account=account, ended_at=None).update(ended_at=now)
