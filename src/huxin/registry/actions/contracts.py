"""A labour contract of somebody on the roster: recorded, filed 备案, ended, its terms read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.kernel.clock import CHINA
from huxin.registry.actions.roster import Entered, record_contract
from huxin.registry.law import Here
from huxin.registry.models import Enrolment, LabourContract
from huxin.registry.policy.contracts import Terms, check_contract_dates, lacking
from huxin.registry.policy.entry import Entry
from huxin.registry.policy.workers import check_reason

__all__ = ["check_terms", "end_contract", "file_contract", "record_own_contract"]

REQUIRED = "contract.required_terms"


def record_own_contract(enrolment: int, terms: Terms, *, actor: Actor, now: dt.datetime) -> Entered:
    """Another contract of an enrolled worker with his employer there, or more of one on record.

    Raises WrongDateError and what else `record_contract` does.
    """
    operation = "registry.contract.record"
    with change(operation, actor=actor, now=now) as doing:
        stay = doing.reach(Enrolment, enrolment)
        entry = Entry(
            name=stay.worker.name, identity=stay.worker.identity, employer=stay.party.body.name,
            terms=terms,
        )  # fmt: skip
        return record_contract(entry, project=stay.project_id, actor=actor, now=now)


def file_contract(
    contract: int, *, filed_on: dt.date, actor: Actor, now: dt.datetime
) -> LabourContract:
    """The employment was filed with the labour authority 劳动用工备案 on a day."""
    with change("registry.contract.file", actor=actor, now=now) as doing:
        return _set(doing, doing.reach(LabourContract, contract), {"filed_on": filed_on})


def end_contract(
    contract: int, *, to_on: dt.date, reason: str, actor: Actor, now: dt.datetime
) -> LabourContract:
    """The contract ends, or ended, on a day; before it begins is refused."""
    check_reason(reason)
    with change("registry.contract.end", actor=actor, now=now) as doing:
        return _set(doing, doing.reach(LabourContract, contract), {"to_on": to_on}, reason=reason)


def check_terms(
    contract: int, *, stated: Collection[str], actor: Actor, now: dt.datetime
) -> LabourContract:
    """Somebody has read the contract: which terms it states, and so which it lacks.

    The terms that it must have are the law's of the place on the day it was signed.
    """
    with change("registry.contract.check", actor=actor, now=now) as doing:
        found = doing.reach(LabourContract, contract)
        here = Here.of(found.project.place)
        required = here.value(REQUIRED, found.signed_on or found.from_on)
        missing = lacking(required if isinstance(required, tuple) else (), stated)
        return _set(doing, found, {"terms_missing": list(missing)})


def _set(
    doing: Change, contract: LabourContract, new: dict[str, Any], *, reason: str = ""
) -> LabourContract:
    before = {name: getattr(contract, name) for name in new}
    for name, value in new.items():
        setattr(contract, name, value)
    terms = Terms(contract.signed_on, contract.from_on, contract.to_on, contract.filed_on)
    check_contract_dates(terms, today=doing.now.astimezone(CHINA).date())
    contract.save(update_fields=sorted(new))
    doing.note(contract, before=before, after=new | ({"reason": reason} if reason else {}))
    return contract
