"""Opening protected values: with a reason, a daily allowance and a trace for the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db.models import Model

from huxin.access.actor import Actor
from huxin.access.change import Change, change, name_of
from huxin.access.errors import NoAllowance, NoReason, NotFound, Refused
from huxin.access.fields import SealedText
from huxin.access.models import Account, Reveal
from huxin.kernel.clock import CHINA

__all__ = ["allowance_of", "day_began", "record_reveal", "reveal"]

REASON_MIN, REASON_MAX = 4, 200


def reveal(
    row: Model,
    fields: Sequence[str],
    *,
    operation: str,
    reason: str,
    person: Model | None = None,
    actor: Actor,
    now: dt.datetime,
) -> Mapping[str, str]:
    """The plain values of protected fields of a row; the person concerned sees who opened them.

    `person` is the row of the person where `row` only belongs to him, as a card does. Raises
    NotFound, StepUp, NoReason, or NoAllowance when the day's allowance is used up.
    """
    with change(operation, actor=actor, now=now) as doing:
        found = doing.reach(type(row), row.pk)
        for name in fields:
            if not isinstance(found._meta.get_field(name), SealedText):
                raise NotFound
        record_reveal(doing, name_of(person or found), fields, reason=reason)
        return {name: getattr(found, name) for name in fields}


def record_reveal(doing: Change, subject: str, fields: Sequence[str], *, reason: str) -> Reveal:
    """Record that the actor of a change opens protected values of an object.

    Raises NoReason, or NoAllowance when the day's allowance of the account is used up. The account
    is locked meanwhile: two requests at once do not share the last of it.
    """
    if doing.actor.account is None:
        raise Refused(doing.operation)
    said = " ".join(reason.split())[:REASON_MAX]
    if len(said) < REASON_MIN:
        raise NoReason
    Account.objects.select_for_update().get(pk=doing.actor.account)
    allowance = allowance_of(doing.actor.roles)
    opened = Reveal.objects.filter(account=doing.actor.account, at__gte=day_began(doing.now))
    if opened.count() >= allowance:
        raise NoAllowance(allowance)
    made = Reveal.objects.create(
        account_id=doing.actor.account, body_id=min(doing.actor.bodies, default=None),
        object=subject, fields=list(fields), reason=said, at=doing.now,
    )  # fmt: skip
    doing.note(subject, after={"revealed": list(fields), "reason": said})
    return made


def allowance_of(roles: frozenset[str]) -> int:
    """How often somebody may open protected values in a day: the most of what his roles are given
    by the installation, or what it gives to everybody."""
    given: Mapping[str, int] = settings.INSTALLATION.reveals_by_role
    everybody: int = settings.INSTALLATION.reveals_a_day
    return max((given[role] for role in roles if role in given), default=everybody)


def day_began(now: dt.datetime) -> dt.datetime:
    """The last midnight in China."""
    return now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
