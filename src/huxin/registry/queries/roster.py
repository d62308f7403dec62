"""The roster of a project or of an employer, page by page, and its counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from huxin.access.actor import Actor
from huxin.access.gate import reach, visible
from huxin.formats.trades import trade_name
from huxin.kernel.identity import mask_card, mask_identity, mask_phone
from huxin.registry.models import Card, Enrolment, LabourContract, Project, Worker
from huxin.registry.queries.workers import meant

__all__ = [
    "Coverage", "Group", "RosterFilter", "RosterPage", "RosterRow", "coverage", "groups", "roster",
    "staff",
]  # fmt: skip

SEE, COUNT = "registry.roster.view", "registry.roster.count"
PAGE_ROWS, PAGE_ROWS_MAX = 50, 500
Lack: TypeAlias = Literal["", "contract", "filing", "card", "phone"]


@dataclass(frozen=True, slots=True)
class RosterFilter:
    """Which rows: None and empty mean all. `text` is searched like a worker."""

    party: int | None = None
    team: int | None = None
    trade: str = ""
    on_site: bool | None = None
    lacks: Lack = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row of a roster 花名册; numbers are masked, a missing contract or card is None."""

    enrolment: int
    worker: int
    name: str
    identity: str
    phone: str
    card: str | None
    bank: str
    project: int
    project_name: str
    employer_key: int
    employer: str
    team: str
    trade: str
    post: str
    entered_on: dt.date | None
    left_on: dt.date | None
    day_rate_fen: int | None
    contract_from: dt.date | None
    contract_to: dt.date | None
    contract_filed_on: dt.date | None
    terms_missing: int | None


@dataclass(frozen=True, slots=True)
class RosterPage:
    """Some rows, and the key after which the next page begins; None: this was the last."""

    rows: tuple[RosterRow, ...]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """How many workers of one trade or team are on the site, and how many have left."""

    key: str
    name: str
    on_site: int
    left: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of those on the site: with a contract in force, filed, with a card, with a phone."""

    on_site: int
    with_contract: int
    with_filing: int
    with_card: int
    with_phone: int


def roster(
    project: int,
    *,
    actor: Actor,
    only: RosterFilter = RosterFilter(),
    after: int = 0,
    limit: int = PAGE_ROWS,
) -> RosterPage:
    """A page of the roster of a project, in the order of entry into the register."""
    site = reach(Project, project, SEE, actor=actor)
    rows = visible(Enrolment, SEE, actor=actor).filter(project=site)
    return _page(_narrowed(rows, only), after, limit)


def staff(
    employer: int,
    *,
    actor: Actor,
    only: RosterFilter = RosterFilter(),
    after: int = 0,
    limit: int = PAGE_ROWS,
) -> RosterPage:
    """The staff register 职工名册 of one employer, over all its sites that the actor reaches."""
    rows = visible(Enrolment, SEE, actor=actor).filter(party__body=employer)
    return _page(_narrowed(rows, only), after, limit)


def groups(project: int, *, by: Literal["trade", "team"], actor: Actor) -> tuple[Group, ...]:
    """Numbers by trade or by team, the largest first."""
    site = reach(Project, project, COUNT, actor=actor)
    names = ("trade", "trade") if by == "trade" else ("team", "team__name")
    found = (
        Enrolment.objects.filter(project=site)
        .values_list(*dict.fromkeys(names))
        .annotate(on_site=Count("pk", filter=Q(left_on=None)), left=Count("left_on"))
        .order_by(F("on_site").desc(), names[0])
    )
    return tuple(
        Group(str(row[0] or ""), _named(row[0], row[-3], by), row[-2], row[-1]) for row in found
    )


def coverage(project: int, *, on: dt.date, actor: Actor) -> Coverage:
    """How complete the register of a project is on a day (NX-02-3, LD-2-3-2-1)."""
    site = reach(Project, project, COUNT, actor=actor)
    contracts = _in_force(on)
    found = Enrolment.objects.filter(project=site, left_on=None).aggregate(
        on_site=Count("pk"),
        with_contract=Count("pk", filter=Exists(contracts)),
        with_filing=Count("pk", filter=Exists(contracts.filter(filed_on__isnull=False))),
        with_card=Count("pk", filter=Exists(_current_cards())),
        with_phone=Count("pk", filter=Q(worker__phone_digest__isnull=False)),
    )
    return Coverage(**found)


def _named(key: str | int | None, name: str | None, by: str) -> str:
    return trade_name(str(key or "")) if by == "trade" else str(name or "")


def _contracts() -> QuerySet[LabourContract]:
    """The labour contracts of an enrolment: of its worker with its employer on its project."""
    return LabourContract.objects.filter(
        project=OuterRef("project"), worker=OuterRef("worker"), employer=OuterRef("party__body")
    )


def _in_force(on: dt.date) -> QuerySet[LabourContract]:
    return _contracts().filter(Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on)


def _current_cards() -> QuerySet[Card]:
    return Card.objects.filter(worker=OuterRef("worker"), ended_at=None)


def _narrowed(rows: QuerySet[Enrolment], only: RosterFilter) -> QuerySet[Enrolment]:
    equal = {"party": only.party, "team": only.team, "trade": only.trade or None}
    rows = rows.filter(**{name: value for name, value in equal.items() if value is not None})
    if only.on_site is not None:
        rows = rows.filter(left_on__isnull=only.on_site)
    if only.text:
        rows = rows.filter(worker__in=meant(only.text).values("pk"))
    lacks = {
        "contract": ~Exists(_contracts()),
        "filing": ~Exists(_contracts().filter(filed_on__isnull=False)),
        "card": ~Exists(_current_cards()),
        "phone": Q(worker__phone_digest=None),
    }
    return rows.filter(lacks[only.lacks]) if only.lacks else rows


def _page(rows: QuerySet[Enrolment], after: int, limit: int) -> RosterPage:
    size = max(1, min(limit, PAGE_ROWS_MAX))
    listed = list(
        rows.filter(pk__gt=after)
        .select_related("worker", "party__body", "team", "project")
        .defer("worker__born_on")
        .order_by("pk")[: size + 1]
    )
    shown = listed[:size]
    return RosterPage(_shown(shown), shown[-1].pk if len(listed) > size else None)


def _shown(stays: Sequence[Enrolment]) -> tuple[RosterRow, ...]:
    """Rows with their cards and newest contracts: two more queries, however many rows."""
    workers = {each.worker_id for each in stays}
    cards = {
        each.worker_id: each for each in Card.objects.filter(worker__in=workers, ended_at=None)
    }
    contracts = {
        (each.project_id, each.worker_id, each.employer_id): each
        for each in LabourContract.objects.filter(
            worker__in=workers, project__in={each.project_id for each in stays}
        ).order_by("from_on")
    }
    return tuple(
        _row(
            each,
            each.worker,
            cards.get(each.worker_id),
            contracts.get((each.project_id, each.worker_id, each.party.body_id)),
        )
        for each in stays
    )


def _row(
    stay: Enrolment, worker: Worker, card: Card | None, contract: LabourContract | None
) -> RosterRow:
    missing = contract.terms_missing if contract else None
    return RosterRow(
        enrolment=stay.pk,
        worker=worker.pk,
        name=worker.name,
        identity=mask_identity(worker.identity),
        phone=mask_phone(worker.phone),
        card=mask_card(card.number) if card else None,
        bank=card.bank if card else "",
        project=stay.project_id,
        project_name=stay.project.name,
        employer_key=stay.party.body_id,
        employer=stay.party.body.name,
        team=stay.team.name if stay.team else "",
        trade=trade_name(stay.trade),
        post=stay.post,
        entered_on=stay.entered_on,
        left_on=stay.left_on,
        day_rate_fen=stay.day_rate_fen,
        contract_from=contract.from_on if contract else None,
        contract_to=contract.to_on if contract else None,
        contract_filed_on=contract.filed_on if contract else None,
        terms_missing=None if missing is None else len(missing),
    )
