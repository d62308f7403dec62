"""The same thing for several lines of a roster: each line is done or refused for itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.gate import reach
from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import message
from huxin.registry.actions.contracts import file_contract
from huxin.registry.actions.enrolment import leave
from huxin.registry.errors.people import TooManyRowsError, WrongStateError
from huxin.registry.models import Enrolment, LabourContract

__all__ = ["ROWS_MAX", "LineRefused", "Several", "file_several", "leave_several"]

ROWS_MAX = 500
FILE = "registry.contract.file"


@dataclass(frozen=True, slots=True)
class LineRefused:
    """One line that was not done, and why."""

    enrolment: int
    error: HuxinError


@dataclass(frozen=True, slots=True)
class Several:
    """How many lines were done, and those that were not."""

    done: int
    refused: tuple[LineRefused, ...]


def leave_several(
    enrolments: Sequence[int], *, left_on: dt.date, actor: Actor, now: dt.datetime
) -> Several:
    """These workers have left the site on a day; raises TooManyRowsError."""
    return _each(enrolments, lambda key: leave(key, left_on=left_on, actor=actor, now=now))


def file_several(
    enrolments: Sequence[int], *, filed_on: dt.date, actor: Actor, now: dt.datetime
) -> Several:
    """The newest labour contract of each of these enrolments was filed on a day."""

    def once(key: int) -> LabourContract:
        stay = reach(Enrolment, key, FILE, actor=actor)
        own = LabourContract.objects.filter(
            project=stay.project_id, worker=stay.worker_id, employer=stay.party.body_id
        )
        newest = own.order_by("-from_on").first()
        if newest is None:
            raise WrongStateError(message("There is no labour contract with this worker."))
        if newest.filed_on is not None:
            raise WrongStateError(
                message("The contract was filed on {on} already.", on=newest.filed_on)
            )
        return file_contract(newest.pk, filed_on=filed_on, actor=actor, now=now)

    return _each(enrolments, once)


def _each(enrolments: Sequence[int], act: Callable[[int], object]) -> Several:
    if len(enrolments) > ROWS_MAX:
        raise TooManyRowsError(len(enrolments), limit=ROWS_MAX)
    refused = list[LineRefused]()
    keys = list(dict.fromkeys(enrolments))
    for key in keys:
        try:
            act(key)
        except HuxinError as error:
            refused.append(LineRefused(key, error))
    return Several(len(keys) - len(refused), tuple(refused))
