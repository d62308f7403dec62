"""Pure decisions of access: which roles may be held together, given in a body, passed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace

from huxin.access.actor import Actor
from huxin.access.errors import GrantRefused
from huxin.access.gate import Subject, may
from huxin.access.models import Account, Body, Grant
from huxin.access.permissions import table
from huxin.kernel.texts import message
from huxin.law import Lawbook

__all__ = [
    "ADMINISTRATORS", "BODY_ADMIN", "DEVICE", "is_lendable", "keeps", "may_be_given",
    "may_be_keyed", "may_hold", "may_keep", "may_pass_on", "roles_in", "waits_until",
    "where_held",
]  # fmt: skip

ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
"""Three roles of the platform that no account holds two of, or beside a role in the field
(GB/T 22239 8.1.4.2, 8.1.5): who gives rights reads no records, and who checks gives none."""
BODY_ADMIN = "body_admin"
"""Keeps the accounts of his own body, beside his role in the field."""
DEVICE = "device"
WORKER_ROLES = frozenset({"migrant_worker", "worker_representative"})
FREE_TRIES = 5
WAIT_FIRST, WAIT_MAX = dt.timedelta(minutes=1), dt.timedelta(minutes=15)


def roles_in(body: Body) -> frozenset[str]:
    """The roles that people of a body may hold for it: a department's own, a company's parts."""
    if body.kind == Body.Kind.DEPARTMENT:
        return frozenset({body.role} if body.role else ())
    return frozenset(table().held_in.get(body.kind, ()))


def may_be_given(role: str, body: Body | None, *, widely: bool) -> GrantRefused | None:
    """Why a role may not be given for a body; None when it may.

    `widely`: by an administrator of the place, who may give a department further roles of public
    offices (its labour inspection, its seat in the leading group); a body's own administrator may
    give its own roles only.
    """
    known = frozenset(Lawbook.load().roles) - WORKER_ROLES
    if role not in known | ADMINISTRATORS | {BODY_ADMIN}:
        return GrantRefused(
            message("There is no role {role}.", role=role),
            message("See the roles with: huxin user roles"),
        )
    if body is not None and role in roles_in(body):
        return None
    of_others = {each for listed in table().held_in.values() for each in listed}
    offices = known - of_others
    is_office = body is None or body.kind == Body.Kind.DEPARTMENT
    if widely and (
        role in ADMINISTRATORS
        or (role in offices and is_office)
        or (role == BODY_ADMIN and body is not None)
    ):
        return None
    return GrantRefused(
        message("This role is not held in that unit."),
        message("Choose a role of the unit, or ask the administrator of the place."),
    )


def may_be_keyed(role: str, operations: Collection[str], body: Body) -> GrantRefused | None:
    """Why a system of a body may not have a key in a role for these operations; None: it may."""
    if role != DEVICE and role not in roles_in(body):
        return GrantRefused(
            message("This role is not held in that unit."),
            message("Choose a role of the unit, or ask the administrator of the place."),
        )
    if operations and set(operations) <= set(table().by_key(role)):
        return None
    return GrantRefused(
        message("A key is issued for at least one operation, and for none beyond its role."),
        message("Choose what the system is to do, or another role."),
    )


def may_hold(role: str, held: Collection[str]) -> GrantRefused | None:
    """Why a role may not be held beside others; None when it may."""
    others = set(held) - {role}
    apart = others if role in ADMINISTRATORS else others & ADMINISTRATORS
    if not apart:
        return None
    return GrantRefused(
        message("This role is not held together with what the account holds already."),
        message("Administrators have an account for that alone: make a second one."),
    )


def keeps(operation: str, role: str, subject: Subject, *, actor: Actor) -> bool:
    """Whether the actor may do this as a keeper of the role (empty: of accounts without any)."""
    keepers = table().keepers_of(role) | {"system"}
    held = tuple(each for each in actor.held if each.role in keepers)
    return may(operation, actor=replace(actor, held=held), subject=subject)


def may_keep(
    operation: str, account: Account, held: Iterable[Grant], *, actor: Actor
) -> GrantRefused | None:
    """Why the actor may not do this to an account that holds these grants; None when he may.

    All that it holds must be his to keep. Else an administrator could take over somebody who was
    lent a role above him, or the auditor. Nobody keeps his own account.
    """
    if actor.account == account.pk:
        return GrantRefused(
            message("Nobody keeps his own account."),
            message("Change your password on your own page, or ask another administrator."),
        )
    subjects = [(each.role, where_held(each.role, each.place.path, each.body_id)) for each in held]
    own = Subject(path=account.place.path if account.place else "", own_body=account.body_id)
    if all(keeps(operation, *each, actor=actor) for each in subjects or [("", own)]):
        return None
    return GrantRefused(
        message("This account holds roles outside of your competence."),
        message("Ask the administrator above."),
    )


def where_held(role: str, path: str, body: int | None) -> Subject:
    """What giving and ending a role is about; an administrator's belongs to no unit's own."""
    return Subject(path=path, own_body=None if role in ADMINISTRATORS else body)


def is_lendable(grant: Grant) -> bool:
    """Whether its holder may lend it to a colleague at all."""
    apart = grant.role in ADMINISTRATORS or grant.role == BODY_ADMIN
    return grant.delegated_from_id is None and grant.body_id is not None and not apart


def may_pass_on(grant: Grant, *, to_at: dt.datetime, now: dt.datetime) -> GrantRefused | None:
    """Why a grant may not be delegated until `to_at`; None when it may."""
    if grant.delegated_from_id is not None:
        return GrantRefused(
            message("What was delegated to you cannot be delegated on."),
            message("Ask whoever holds the role itself."),
        )
    if grant.role in ADMINISTRATORS or grant.role == BODY_ADMIN:
        return GrantRefused(
            message("An administrator's role is not delegated."),
            message("A second administrator is given the role by name."),
        )
    if grant.body_id is None:
        return GrantRefused(
            message("A role that belongs to no unit is not delegated."),
            message("Ask the administrator of the place to give it to your colleague."),
        )
    ends = grant.to_at
    if to_at <= now or (ends is not None and to_at > ends):
        return GrantRefused(
            message("A delegation ends after today and not later than the role itself."),
            message("Choose another last day."),
        )
    return None


def waits_until(failures: int, last_at: dt.datetime | None) -> dt.datetime | None:
    """When the next try may be made after so many wrong ones; None at once.

    The first tries are free, then the wait doubles up to a quarter of an hour: the rightful user
    never waits longer, and whoever guesses has some hundred tries a day (GB/T 22239 8.1.4.1b).
    """
    if last_at is None or failures < FREE_TRIES:
        return None
    wait: dt.timedelta = min(WAIT_FIRST * 2 ** min(failures - FREE_TRIES, 10), WAIT_MAX)
    return last_at + wait
