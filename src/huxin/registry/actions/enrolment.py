"""Exits, and corrections of an enrolment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import message
from huxin.registry.errors.people import WrongStateError
from huxin.registry.law import Here
from huxin.registry.models import Enrolment, LabourContract, Team
from huxin.registry.policy.enrolment import EntryLaw, check_entry_order, check_stay_dates
from huxin.registry.policy.workers import check_reason

__all__ = ["Amendment", "amend", "leave"]


@dataclass(frozen=True, slots=True)
class Amendment:
    """What of an enrolment is to be put right; None leaves it as it is."""

    entered_on: dt.date | None = None
    left_on: dt.date | None = None
    team: str | None = None
    trade: str | None = None
    post: str | None = None
    clock_user: str | None = None
    day_rate_fen: int | None = None


def leave(enrolment: int, *, left_on: dt.date, actor: Actor, now: dt.datetime) -> Enrolment:
    """The worker has left the site; raises WrongDateError, WrongStateError."""
    with change("registry.enrolment.leave", actor=actor, now=now) as doing:
        stay = doing.reach(Enrolment, enrolment)
        if stay.left_on is not None:
            raise WrongStateError(
                message("The worker left this site on {on} already.", on=stay.left_on)
            )
        check_stay_dates(stay.entered_on, left_on, today=_today(now))
        return _set(doing, stay, {"left_on": left_on})


def amend(
    enrolment: int, amendment: Amendment, *, reason: str, actor: Actor, now: dt.datetime
) -> Enrolment:
    """Put an enrolment right; old and new values and the reason stay in the trail."""
    check_reason(reason)
    with change("registry.enrolment.amend", actor=actor, now=now) as doing:
        stay = doing.reach(Enrolment, enrolment)
        new = {
            name: value
            for name in Amendment.__slots__
            if (value := getattr(amendment, name)) is not None and name != "team"
        }
        entered, left = new.get("entered_on", stay.entered_on), new.get("left_on", stay.left_on)
        check_stay_dates(entered, left, today=_today(now))
        if amendment.entered_on is not None:
            check_entry_order(_earlier(stay), entered)
            _check_may_enter(stay, amendment.entered_on)
        if amendment.team is not None:
            team, _ = Team.objects.get_or_create(party_id=stay.party_id, name=amendment.team[:60])
            new["team_id"] = team.pk
        return _set(doing, stay, new, reason=reason)


def _check_may_enter(stay: Enrolment, on: dt.date) -> None:
    """A corrected day of entry is held to the same conditions as the entry itself."""
    contracts = list(LabourContract.objects.filter(project=stay.project_id, worker=stay.worker_id))
    law = EntryLaw.of(Here.of(stay.project.place), on)
    law.check(dt.date.fromisoformat(stay.worker.born_on), contracts, stay.party.body_id)


def _earlier(stay: Enrolment) -> list[Enrolment]:
    others = Enrolment.objects.filter(
        project=stay.project_id, worker=stay.worker_id, pk__lt=stay.pk, left_on__isnull=False
    )
    return list(others)


def _set(doing: Change, stay: Enrolment, new: dict[str, Any], *, reason: str = "") -> Enrolment:
    before = {name: getattr(stay, name) for name in new}
    for name, value in new.items():
        setattr(stay, name, value)
    stay.save(update_fields=sorted(new))
    doing.note(stay, before=before, after=new | ({"reason": reason} if reason else {}))
    return stay


def _today(now: dt.datetime) -> dt.date:
    return now.astimezone(CHINA).date()
