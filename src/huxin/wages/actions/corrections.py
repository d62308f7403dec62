"""A day is corrected: the correction stands beside what was recorded, with who, when and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.errors import NotFound
from huxin.kernel.clock import CHINA
from huxin.registry.models import Enrolment, Project
from huxin.wages.errors import NoReason, NotYours, WrongDay
from huxin.wages.intake import mark_changed
from huxin.wages.models import Correction

__all__ = ["DayClaim", "correct_day", "sound"]

CORRECT = "wages.attendance.correct"
REASON_MAX = 300
CENTI_MAX, MINUTES_MAX = 200, 24 * 60


@dataclass(frozen=True, slots=True)
class DayClaim:
    """What somebody says a day was: hundredths of a day (0 absent, 50 half), minutes if known."""

    on: dt.date
    day_centi: int
    minutes: int | None = None
    note: str = ""


def sound(claim: DayClaim, *, now: dt.datetime) -> None:
    """Raise WrongDay for a day to come and for hours that no day has."""
    if claim.on > now.astimezone(CHINA).date():
        raise WrongDay(claim.on, future=True)
    minutes = claim.minutes or 0
    if not (0 <= claim.day_centi <= CENTI_MAX and 0 <= minutes <= MINUTES_MAX):
        raise WrongDay(claim.on)


def correct_day(
    claim: DayClaim, *, project: int, worker: int, actor: Actor, now: dt.datetime
) -> int:
    """Say what a worker's day was; `claim.note` is the reason, and the worker reads it.

    Raises NotFound, NotYours, NoReason or WrongDay. Gives the correction's key.
    """
    reason = claim.note.strip()[:REASON_MAX]
    if not reason:
        raise NoReason
    sound(claim, now=now)
    with change(CORRECT, actor=actor, now=now) as doing:
        owner = doing.reach(Project, project)
        if actor.account is None:
            raise NotFound
        if not Enrolment.objects.filter(project=owner, worker=worker).exists():
            raise NotYours
        made = Correction.objects.create(
            project=owner, worker_id=worker, on=claim.on, day_centi=claim.day_centi,
            minutes=claim.minutes, reason=reason, by_id=actor.account, at=now,
        )  # fmt: skip
        mark_changed(owner.pk, [claim.on.replace(day=1)])
        doing.note(
            made,
            after={
                "worker": worker, "on": claim.on, "day_centi": claim.day_centi,
                "minutes": claim.minutes, "reason": reason,
            },
        )  # fmt: skip
    return made.pk
