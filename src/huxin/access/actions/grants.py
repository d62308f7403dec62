"""Roles: given, delegated to a colleague, ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from huxin.access.actions.accounts import allow_place
from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.access.errors import GrantRefused, NotFound
from huxin.access.models import Account, Body, Grant, Region
from huxin.access.policy import keeps, may_be_given, may_hold, may_pass_on, where_held
from huxin.access.queries import colleagues
from huxin.kernel.texts import message

__all__ = ["delegate", "end_grant", "give_grant", "take_back"]


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
    """Give a role to an account that the actor keeps.

    Raises NotFound, or GrantRefused when it may not be held in the body, or beside what the account
    holds.
    """
    with change("access.grant.give", actor=actor, now=now) as doing:
        holder = doing.reach(Account, account)
        _not_to_oneself(doing, holder)
        widely = allow_place(doing, place, body)
        _keeper(doing, role, place, body)
        refusal = may_be_given(role, body, widely=widely) or may_hold(role, _held(holder))
        if refusal is not None:
            raise refusal
        _usable(holder)
        made = Grant.objects.create(
            account=holder, role=role, body=body, place=place, sectors=list(sectors), from_at=now,
            to_at=to_at,
        )  # fmt: skip
        after = {"account": account, "role": role, "place": place.pk, "to": to_at}
        doing.note(made, after={**after, "body": body.pk if body else None})
    return made


def delegate(
    grant: int,
    account: int,
    *,
    to_at: dt.datetime,
    place: Region | None = None,
    sectors: Sequence[str] = (),
    actor: Actor,
    now: dt.datetime,
) -> Grant:
    """Lend one's own role to a colleague of the same unit until a day; or a part of it.

    What was lent cannot be lent on. Raises NotFound for a role that is not one's own in force, or
    for somebody who is no colleague; GrantRefused with the reason otherwise.
    """
    with change("access.grant.delegate", actor=actor, now=now) as doing:
        own = doing.reach(Grant, grant)
        if not own.is_in_force(now):
            raise NotFound
        refusal = may_pass_on(own, to_at=to_at, now=now)
        if refusal is not None:
            raise refusal
        holder = _colleague(doing, own, account)
        where = place or own.place
        within = where.path.startswith(own.place.path)
        narrower = set(sectors) <= set(own.sectors) if own.sectors else True
        if not (within and narrower):
            raise GrantRefused(
                message("No more can be delegated than the role itself holds."),
                message("Choose a place and sectors within it."),
            )
        refusal = may_hold(own.role, _held(holder))
        if refusal is not None:
            raise refusal
        made = Grant.objects.create(
            account=holder, role=own.role, body=own.body, place=where,
            sectors=list(sectors) or own.sectors, delegated_from=own, from_at=now, to_at=to_at,
        )  # fmt: skip
        doing.note(made, after={"from": own.pk, "account": account, "to": to_at})
    return made


def take_back(grant: int, *, actor: Actor, now: dt.datetime) -> None:
    """End a role that one lent before its day; raises NotFound for what is not lent by oneself."""
    with change("access.grant.take_back", actor=actor, now=now) as doing:
        lent = Grant.objects.filter(pk=grant, ended_at=None).exclude(delegated_from=None).first()
        if lent is None:
            raise NotFound
        doing.reach(Grant, lent.delegated_from_id)
        lent.ended_at = now
        doing.keep(lent)
        doing.note(lent, before={"ended": False}, after={"ended": True})


def end_grant(grant: int, *, actor: Actor, now: dt.datetime) -> None:
    """End a grant, and with it what was delegated from it."""
    with change("access.grant.end", actor=actor, now=now) as doing:
        found = doing.reach(Grant, grant)
        _keeper(doing, found.role, found.place, found.body)
        for each in (found, *found.delegations.filter(ended_at=None)):
            if each.ended_at is None:
                each.ended_at = now
                each.save(update_fields=["ended_at"])
                doing.note(each, after={"ended": True})


def _not_to_oneself(doing: Change, holder: Account) -> None:
    if holder.pk == doing.actor.account:
        raise GrantRefused(
            message("Nobody gives a role to himself."),
            message("Ask another administrator, or the one above."),
        )


def _keeper(doing: Change, role: str, place: Region, body: Body | None) -> None:
    """Who gives or ends a role keeps the accounts that hold it."""
    where = where_held(role, place.path, body.pk if body else None)
    if not keeps(doing.operation, role, where, actor=doing.actor):
        raise GrantRefused(
            message("This role is given and ended by others than you."),
            message("The auditor's, the security and the system administrator's role is each "
                    "given by its own kind above, or by the operator of the installation."),
        )  # fmt: skip


def _held(account: Account) -> set[str]:
    return set(Grant.objects.filter(account=account, ended_at=None).values_list("role", flat=True))


def _usable(account: Account) -> None:
    if not account.is_active or account.kind != Account.Kind.STAFF:
        raise GrantRefused(
            message("A closed account or a worker's holds no role."),
            message("Open the account again first, or choose another one."),
        )


def _colleague(doing: Change, own: Grant, account: int) -> Account:
    """The colleague, locked; somebody of another unit looks as if he did not exist."""
    if account not in {each.key for each in colleagues(own.pk, actor=doing.actor)}:
        raise NotFound
    return Account.objects.select_for_update().get(pk=account)
