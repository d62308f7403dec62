"""Workers found, and one worker's page: for those who may see it, and for himself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huxin.access.actor import Actor
from huxin.access.errors import NotFound
from huxin.access.fields import digest
from huxin.access.gate import reach, visible
from huxin.formats.trades import trade_name
from huxin.kernel.identity import mask_card, mask_identity, mask_phone
from huxin.kernel.texts import Message, message
from huxin.registry.errors.people import WrongStateError
from huxin.registry.models import Card, Certificate, Enrolment, LabourContract, Worker, WorkerToken
from huxin.registry.policy.contracts import TERMS
from huxin.registry.policy.workers import asked

__all__ = [
    "CardShown", "CertificateShown", "ContractShown", "StayShown", "WorkerFound", "WorkerPage",
    "at_counter", "contracts_shown", "find", "meant", "own_page", "worker_page",
]  # fmt: skip

FIND, SEE, SEE_OWN = "registry.worker.find", "registry.worker.view", "registry.worker.view_own"
HELP = "access.worker.assist"
FOUND_MAX = 50


@dataclass(frozen=True, slots=True)
class WorkerFound:
    """One answer of a search; numbers are masked."""

    worker: int
    name: str
    identity: str
    phone: str


@dataclass(frozen=True, slots=True)
class StayShown:
    """One time on one site."""

    enrolment: int
    project: int
    project_name: str
    employer: str
    team: str
    trade: str
    post: str
    entered_on: dt.date | None
    left_on: dt.date | None
    day_rate_fen: int | None


@dataclass(frozen=True, slots=True)
class ContractShown:
    """One labour contract."""

    contract: int
    project_name: str
    employer: str
    signed_on: dt.date | None
    from_on: dt.date
    to_on: dt.date | None
    filed_on: dt.date | None
    terms_missing: tuple[Message, ...] | None
    has_scan: bool


@dataclass(frozen=True, slots=True)
class CardShown:
    """One wage card, masked. `usable_at` None: waits for a second person than who entered it."""

    card: int
    number: str
    bank: str
    from_at: dt.datetime
    usable_at: dt.datetime | None
    ended_at: dt.datetime | None
    entered_by_me: bool


@dataclass(frozen=True, slots=True)
class CertificateShown:
    """One trade certificate."""

    certificate: int
    kind: str
    number: str
    issued_on: dt.date | None
    to_on: dt.date | None
    has_scan: bool


@dataclass(frozen=True, slots=True)
class WorkerPage:
    """All about one worker that the asker may see."""

    worker: int
    name: str
    identity: str
    phone: str
    stays: tuple[StayShown, ...]
    contracts: tuple[ContractShown, ...]
    cards: tuple[CardShown, ...]
    certificates: tuple[CertificateShown, ...]


def find(text: str, *, actor: Actor, limit: int = FOUND_MAX) -> tuple[WorkerFound, ...]:
    """Workers by name, pinyin, initials, tail of phone or card, or a whole number.

    What is meant is told by the form of the text alone; too short a text finds nobody.
    """
    rows = visible(Worker, FIND, actor=actor).filter(pk__in=meant(text).values("pk"))
    return tuple(
        WorkerFound(each.pk, each.name, mask_identity(each.identity), mask_phone(each.phone))
        for each in rows.order_by("pk")[: min(limit, FOUND_MAX)]
    )


def worker_page(worker: int, *, actor: Actor) -> WorkerPage:
    """The page of a worker: his sites, contracts and cards as far as the actor reaches them."""
    return _page(reach(Worker, worker, SEE, actor=actor), SEE, actor)


def own_page(*, actor: Actor) -> WorkerPage:
    """The worker's own page; raises NotFound for an account that belongs to no worker.

    Raises WrongStateError for one whose record went into another: it says which phone to use.
    """
    found = visible(Worker, SEE_OWN, actor=actor).select_related("merged_into").first()
    if found is None:
        raise NotFound
    if found.merged_into is not None:
        phone = mask_phone(found.merged_into.phone)
        raise WrongStateError(
            message("Your two records were put together; sign in with {phone}.", phone=phone)
        )
    return _page(found, SEE_OWN, actor)


def at_counter(identity: str, *, actor: Actor) -> Worker | None:
    """The worker of a whole identity number whom the actor may help at a counter; one query."""
    rows = visible(Worker, HELP, actor=actor).filter(pk__in=meant(identity).values("pk"))
    return rows.first()


def meant(text: str) -> QuerySet[Worker]:
    """The workers whom a text means, whoever may see them: for narrowing other queries only.

    Whole numbers are found by their own columns, all else by tokens; a past card finds nobody.
    """
    whole = asked(text)
    rows = Worker.objects.filter(merged_into=None)
    if not whole:
        return rows.none()
    kind, digests = whole[0][0], [digest(*each) for each in whole]
    if kind == "identity":
        merged = Worker.objects.filter(identity_digest__in=digests).values("merged_into")
        return rows.filter(Q(identity_digest__in=digests) | Q(pk__in=merged))
    if kind == "phone":
        return rows.filter(phone_digest__in=digests)
    if kind == "card":
        current = Card.objects.filter(number_digest__in=digests, ended_at=None)
        return rows.filter(pk__in=current.values("worker"))
    return rows.filter(pk__in=WorkerToken.objects.filter(digest__in=digests).values("worker"))


def _page(worker: Worker, operation: str, actor: Actor) -> WorkerPage:
    stays = visible(Enrolment, operation, actor=actor).filter(worker=worker)
    contracts = visible(LabourContract, operation, actor=actor).filter(worker=worker)
    cards = visible(Card, operation, actor=actor).filter(worker=worker).order_by("-from_at", "-pk")
    certificates = Certificate.objects.filter(worker=worker).order_by("kind", "number")
    return WorkerPage(
        worker=worker.pk,
        name=worker.name,
        identity=mask_identity(worker.identity),
        phone=mask_phone(worker.phone),
        stays=_stays(stays),
        contracts=contracts_shown(contracts),
        cards=tuple(
            CardShown(
                each.pk, mask_card(each.number), each.bank, each.from_at, each.usable_at,
                each.ended_at, each.entered_by == actor.name,
            )
            for each in cards
        ),
        certificates=tuple(
            CertificateShown(
                each.pk, each.kind, each.number, each.issued_on, each.to_on, bool(each.file)
            )
            for each in certificates
        ),
    )  # fmt: skip


def _stays(rows: QuerySet[Enrolment]) -> tuple[StayShown, ...]:
    listed = rows.select_related("project", "party__body", "team").order_by("-entered_on", "-pk")
    return tuple(
        StayShown(
            each.pk, each.project_id, each.project.name, each.party.body.name,
            each.team.name if each.team else "", trade_name(each.trade), each.post,
            each.entered_on, each.left_on, each.day_rate_fen,
        )
        for each in listed
    )  # fmt: skip


def contracts_shown(rows: QuerySet[LabourContract]) -> tuple[ContractShown, ...]:
    """Labour contracts, the newest first; one query."""
    listed = rows.select_related("project", "employer").order_by("-from_on", "-pk")
    return tuple(
        ContractShown(
            each.pk, each.project.name, each.employer.name, each.signed_on, each.from_on,
            each.to_on, each.filed_on,
            None
            if each.terms_missing is None
            else tuple(Message(TERMS.get(term, term)) for term in each.terms_missing),
            bool(each.file),
        )
        for each in listed
    )  # fmt: skip
