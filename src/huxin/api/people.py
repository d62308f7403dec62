"""Companies' systems enter workers one by one, record who left, and their labour contracts."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router

from huxin.api.auth import asked
from huxin.api.errors import language_of
from huxin.api.operation import BIG, act, answers, done, operation
from huxin.api.schemas.people import (
    ContractIn,
    ContractOut,
    EndIn,
    EnrolIn,
    EnrolledOut,
    EnrolmentOut,
    EnrolmentPage,
    EnrolmentWhole,
    FiledIn,
    LeaveIn,
    RemarkOut,
)
from huxin.kernel.clock import SystemClock
from huxin.registry.actions import contracts
from huxin.registry.actions.enrolment import leave
from huxin.registry.actions.roster import Entered, enrol
from huxin.registry.models import LabourContract
from huxin.registry.policy.contracts import Terms
from huxin.registry.policy.entry import Entry
from huxin.registry.queries.enrolment import EnrolmentPage as StayPage
from huxin.registry.queries.enrolment import enrolment_page
from huxin.registry.queries.roster import RosterRow, roster

__all__ = ["router"]

router = Router(tags=["people"])
PAGE, PAGE_MAX = 100, 500
Key = Annotated[int, Path(ge=1, le=BIG)]


@router.get(
    "/projects/{project}/enrolments", response=answers(EnrolmentPage), summary="A roster, by page"
)
@operation("registry.roster.view")
def list_enrolments(
    request: HttpRequest,
    project: Key,
    after: Annotated[int, Query(ge=0, le=BIG)] = 0,
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = PAGE,
) -> EnrolmentPage:
    """Who is and was on the site, as far as the unit may see; numbers are masked."""
    found = roster(project, actor=asked(request), after=after, limit=limit)
    return EnrolmentPage(enrolments=[_stay(each) for each in found.rows], next=found.next_after)


@router.post(
    "/projects/{project}/enrolments", response=done(EnrolledOut), summary="A worker enters a site"
)
@act("registry.enrolment.enrol")
def enrol_worker(request: HttpRequest, project: Key, body: EnrolIn) -> EnrolledOut:
    """One line of a roster; the same once more changes nothing and is answered alike."""
    entry = Entry.of(body.model_dump())
    found = enrol(entry, project=project, actor=asked(request), now=SystemClock().now())
    return _entered(found, language_of(request))


@router.get(
    "/enrolments/{enrolment}", response=answers(EnrolmentWhole), summary="One stay on a site"
)
@operation("registry.worker.view")
def one_enrolment(request: HttpRequest, enrolment: Key) -> EnrolmentWhole:
    """With the labour contracts that belong to it, without anybody's name or number."""
    return _whole(enrolment_page(enrolment, actor=asked(request)))


@router.post(
    "/enrolments/{enrolment}/leave", response=done(EnrolmentWhole), summary="A worker leaves a site"
)
@act("registry.enrolment.leave")
def leave_site(request: HttpRequest, enrolment: Key, body: LeaveIn) -> EnrolmentWhole:
    """The last day on the site; it is recorded once, and corrected by people only."""
    found = leave(enrolment, left_on=body.left_on, actor=asked(request), now=SystemClock().now())
    return _whole(enrolment_page(found.pk, actor=asked(request)))


@router.post(
    "/enrolments/{enrolment}/contracts", response=done(EnrolledOut),
    summary="Record a labour contract",
)  # fmt: skip
@act("registry.contract.record")
def record_contract(request: HttpRequest, enrolment: Key, body: ContractIn) -> EnrolledOut:
    """Another contract of an enrolled worker with his employer there, or more of one on record."""
    found = contracts.record_own_contract(
        enrolment, Terms(**body.model_dump()), actor=asked(request), now=SystemClock().now()
    )
    return _entered(found, language_of(request))


@router.post(
    "/contracts/{contract}/filing", response=done(ContractOut), summary="A contract was filed"
)
@act("registry.contract.file")
def file_contract(request: HttpRequest, contract: Key, body: FiledIn) -> ContractOut:
    """The employment was filed with the labour authority 劳动用工备案 on a day."""
    return _contract(contracts.file_contract(
        contract, filed_on=body.filed_on, actor=asked(request), now=SystemClock().now()
    ))  # fmt: skip


@router.post("/contracts/{contract}/end", response=done(ContractOut), summary="A contract ends")
@act("registry.contract.end")
def end_contract(request: HttpRequest, contract: Key, body: EndIn) -> ContractOut:
    """It ends, or ended, on a day, with the reason."""
    return _contract(contracts.end_contract(
        contract, to_on=body.to_on, reason=body.reason, actor=asked(request),
        now=SystemClock().now(),
    ))  # fmt: skip


def _whole(found: StayPage) -> EnrolmentWhole:
    told = [
        ContractOut(id=each.contract, signed_on=each.signed_on, from_on=each.from_on,
                    to_on=each.to_on, filed_on=each.filed_on)
        for each in found.contracts
    ]  # fmt: skip
    names = set(EnrolmentWhole.model_fields) - {"id", "worker", "contracts"}
    return EnrolmentWhole(
        id=found.enrolment, worker=found.worker.worker, contracts=told,
        **{name: getattr(found, name) for name in names},
    )  # fmt: skip


def _contract(row: LabourContract) -> ContractOut:
    return ContractOut(id=row.pk, signed_on=row.signed_on, from_on=row.from_on, to_on=row.to_on,
                       filed_on=row.filed_on)  # fmt: skip


def _entered(found: Entered, said: str) -> EnrolledOut:
    remarks = [
        RemarkOut(code=each.code, what=each.what.say(said),
                  remedy=each.remedy.say(said) if each.remedy else "")
        for each in found.remarks
    ]  # fmt: skip
    return EnrolledOut(
        worker=found.worker.pk,
        enrolment=found.enrolment.pk if found.enrolment else None,
        contract=found.contract.pk if found.contract else None,
        remarks=remarks,
    )


def _stay(each: RosterRow) -> EnrolmentOut:
    names = set(EnrolmentOut.model_fields) - {"id"}
    return EnrolmentOut(id=each.enrolment, **{name: getattr(each, name) for name in names})
