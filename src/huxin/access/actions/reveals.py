"""Opening protected values: with a reason, a daily allowance and a trace for the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings

from huxin.access.change import Change
from huxin.access.errors import NoAllowance, NoReason, Refused
from huxin.access.models import Reveal
from huxin.kernel.clock import CHINA

__all__ = ["record_reveal"]

REASON_MIN, REASON_MAX = 4, 200


def record_reveal(doing: Change, subject: str, fields: Sequence[str], *, reason: str) -> Reveal:
    """Record that the actor of a change opens protected values of an object.

    Raises NoReason, or NoAllowance when the day's allowance of the account is used up.
    """
    if doing.actor.account is None:
        raise Refused(doing.operation)
    said = reason.strip()[:REASON_MAX]
    if len(said) < REASON_MIN:
        raise NoReason
    midnight = doing.now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    allowance: int = settings.INSTALLATION.reveals_a_day
    if _opened_since(doing, midnight) >= allowance:
        raise NoAllowance(allowance)
    made = Reveal.objects.create(
        account_id=doing.actor.account, body_id=min(doing.actor.bodies, default=None),
        object=subject, fields=list(fields), reason=said, at=doing.now,
    )  # fmt: skip
    doing.note(subject, after={"revealed": list(fields), "reason": said})
    return made


def _opened_since(doing: Change, moment: dt.datetime) -> int:
    return Reveal.objects.filter(account=doing.actor.account, at__gte=moment).count()
