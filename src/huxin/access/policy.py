"""Pure decisions of access: which roles may be held together, what may be passed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from huxin.access.errors import GrantRefused
from huxin.access.models import Grant
from huxin.kernel.texts import message

__all__ = ["ADMINISTRATORS", "may_hold", "may_pass_on"]

ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
"""Three roles of the platform that no account holds two of, or beside a role in the field
(GB/T 22239 8.1.4.2, 8.1.5): who gives rights reads no records, and who checks gives none."""


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


def may_pass_on(grant: Grant, *, to_at: dt.datetime, now: dt.datetime) -> GrantRefused | None:
    """Why a grant may not be delegated until `to_at`; None when it may."""
    if grant.delegated_from_id is not None:
        return GrantRefused(
            message("What was delegated to you cannot be delegated on."),
            message("Ask whoever holds the role itself."),
        )
    if grant.role in ADMINISTRATORS:
        return GrantRefused(
            message("An administrator's role is not delegated."),
            message("A second administrator is given the role by name."),
        )
    ends = grant.to_at
    if to_at <= now or (ends is not None and to_at > ends):
        return GrantRefused(
            message("A delegation ends after today and not later than the role itself."),
            message("Choose another last day."),
        )
    return None
