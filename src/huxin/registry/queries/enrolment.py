"""One line of a roster with all that belongs to it: what a labour-wage officer works on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.gate import reach, visible
from huxin.formats.trades import trade_name
from huxin.registry.models import Enrolment, LabourContract
from huxin.registry.queries.workers import (
    ContractShown,
    WorkerPage,
    contracts_shown,
    worker_page,
)

__all__ = ["EnrolmentPage", "enrolment_page"]

SEE = "registry.worker.view"


@dataclass(frozen=True, slots=True)
class EnrolmentPage:
    """One time on one site; `contracts` are those with the employer there."""

    enrolment: int
    project: int
    project_name: str
    employer: str
    team: str
    trade: str
    trade_name: str
    post: str
    clock_user: str
    day_rate_fen: int | None
    entered_on: dt.date | None
    left_on: dt.date | None
    registered_on: dt.date
    contracts: tuple[ContractShown, ...]
    worker: WorkerPage


def enrolment_page(enrolment: int, *, actor: Actor) -> EnrolmentPage:
    """The line with its worker's numbers masked; raises NotFound. A constant number of queries."""
    stay = reach(Enrolment, enrolment, SEE, actor=actor)
    contracts = visible(LabourContract, SEE, actor=actor).filter(
        project=stay.project_id, worker=stay.worker_id, employer=stay.party.body_id
    )
    return EnrolmentPage(
        enrolment=stay.pk,
        project=stay.project_id,
        project_name=stay.project.name,
        employer=stay.party.body.name,
        team=stay.team.name if stay.team else "",
        trade=stay.trade,
        trade_name=trade_name(stay.trade),
        post=stay.post,
        clock_user=stay.clock_user,
        day_rate_fen=stay.day_rate_fen,
        entered_on=stay.entered_on,
        left_on=stay.left_on,
        registered_on=stay.registered_on,
        contracts=contracts_shown(contracts),
        worker=worker_page(stay.worker_id, actor=actor),
    )
