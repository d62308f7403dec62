"""Accounts and what they may do: made, given roles, delegated, ended. Nothing is deleted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from django.utils.crypto import get_random_string

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.errors import GrantRefused
from huxin.access.gate import Subject
from huxin.access.models import Account, Body, Grant, LoginSession, Region
from huxin.access.policy import ADMINISTRATORS, may_hold, may_pass_on
from huxin.kernel.texts import message
from huxin.law import Lawbook

__all__ = [
    "create_account", "delegate", "disable_account", "disable_unused", "end_grant", "give_grant",
    "reset_password",
]  # fmt: skip

LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,39}")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
FIRST_LENGTH = 16


def create_account(
    login: str, name: str, *, place: Region, actor: Actor, now: dt.datetime
) -> tuple[Account, str]:
    """A new account of a member of staff, and its first password, which must be changed.

    `place` is where the account belongs: only administrators above it may make it.
    """
    with change("access.account.create", actor=actor, now=now) as doing:
        doing.allow(Subject(path=place.path))
        if not LOGIN.fullmatch(login) or Account.objects.filter(login__iexact=login).exists():
            raise GrantRefused(
                message("The sign-in name {login} cannot be used.", login=login),
                message("Choose another: 3 to 40 letters, digits, dots or dashes."),
            )
        password = _first_password()
        account = Account(
            kind=Account.Kind.STAFF, login=login, name=name, created_at=now,
            must_change_password=True,
        )  # fmt: skip
        account.set_password(password)
        account.save()
        doing.note(account, after={"login": login, "place": place.code})
    return account, password


def reset_password(account: int, *, actor: Actor, now: dt.datetime) -> str:
    """A new first password; authenticator and open sessions end with the old one."""
    with change("access.account.reset", actor=actor, now=now) as doing:
        found = doing.reach(Account, account)
        password = _first_password()
        found.set_password(password)
        found.must_change_password = True
        found.seed, found.seed_step, found.recovery = "", 0, []
        found.save()
        LoginSession.objects.filter(account=found, ended_at=None).update(ended_at=now)
        doing.note(found, after={"password": "reset"})
    return password


def disable_account(account: int, *, reason: str, actor: Actor, now: dt.datetime) -> None:
    """Close an account: its sessions and its grants end."""
    with change("access.account.disable", actor=actor, now=now) as doing:
        found = doing.reach(Account, account)
        _close(found, now)
        doing.note(found, after={"active": False, "reason": reason})


def disable_unused(*, days: int, actor: Actor, now: dt.datetime) -> int:
    """Close staff accounts that nobody used for so many days; returns how many."""
    before = now - dt.timedelta(days=days)
    idle = Account.objects.filter(kind=Account.Kind.STAFF, is_active=True, created_at__lt=before)
    closed = 0
    with change("access.account.disable", actor=actor, now=now) as doing:
        doing.allow(Subject())
        for account in idle.exclude(last_seen_at__gte=before):
            _close(account, now)
            doing.note(account, after={"active": False, "unused_days": days})
            closed += 1
    return closed


def give_grant(
    account: int,
    role: str,
    *,
    place: Region,
    body: Body | None = None,
    sectors: Sequence[str] = (),
    to_at: dt.datetime | None = None,
    actor: Actor,
    now: dt.datetime,
) -> Grant:
    """Give a role; raises GrantRefused when it may not be held beside what the account holds."""
    with change("access.grant.give", actor=actor, now=now) as doing:
        doing.allow(Subject(path=place.path))
        holder = Account.objects.select_for_update().get(pk=account)
        if role not in Lawbook.load().roles and role not in ADMINISTRATORS:
            raise GrantRefused(
                message("There is no role {role}.", role=role),
                message("See the roles with: huxin user roles"),
            )
        held = set(
            Grant.objects.filter(account=holder, ended_at=None).values_list("role", flat=True)
        )
        refusal = may_hold(role, held)
        if refusal is not None:
            raise refusal
        made = Grant.objects.create(
            account=holder, role=role, body=body, place=place, sectors=list(sectors), from_at=now,
            to_at=to_at,
        )  # fmt: skip
        doing.note(made, after={"account": account, "role": role, "place": place.code})
    return made


def delegate(
    grant: int, account: int, *, to_at: dt.datetime, actor: Actor, now: dt.datetime
) -> Grant:
    """Lend one's own role to a colleague until a day; what was lent cannot be lent on."""
    with change("access.grant.delegate", actor=actor, now=now) as doing:
        own = doing.reach(Grant, grant)
        holder = Account.objects.select_for_update().get(pk=account)
        refusal = may_pass_on(own, to_at=to_at, now=now)
        if refusal is not None:
            raise refusal
        made = Grant.objects.create(
            account=holder, role=own.role, body=own.body, place=own.place, sectors=own.sectors,
            delegated_from=own, from_at=now, to_at=to_at,
        )  # fmt: skip
        doing.note(made, after={"from": own.pk, "account": account, "to": to_at})
    return made


def end_grant(grant: int, *, actor: Actor, now: dt.datetime) -> None:
    """End a grant, and with it what was delegated from it."""
    with change("access.grant.end", actor=actor, now=now) as doing:
        found = doing.reach(Grant, grant)
        ended = [found, *found.delegations.filter(ended_at=None)]
        for each in ended:
            each.ended_at = each.ended_at or now
            each.save(update_fields=["ended_at"])
            doing.note(each, after={"ended": True})


def _close(account: Account, now: dt.datetime) -> None:
    account.is_active = False
    account.save(update_fields=["is_active"])
    LoginSession.objects.filter(account=account, ended_at=None).update(ended_at=now)
    Grant.objects.filter(account=account, ended_at=None).update(ended_at=now)


def _first_password() -> str:
    return get_random_string(FIRST_LENGTH, LETTERS)
