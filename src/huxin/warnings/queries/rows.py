"""One warning as a line of a list, and what is at stake over many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from huxin.access.actor import Actor
from huxin.access.gate import may
from huxin.access.models import Region
from huxin.kernel.identity import mask_name
from huxin.kernel.texts import Message, message
from huxin.registry.models import Project
from huxin.warnings.explain import rule_of, says
from huxin.warnings.models import Warning
from huxin.warnings.policy import RANKS
from huxin.warnings.words import SEVERITIES, STATES

__all__ = [
    "SEEN_WITH", "Row", "Stake", "deals_with", "first", "lines", "row", "stakes", "total",
]  # fmt: skip

SEEN_WITH = ("place", "project", "body", "owner", "worker")
ASSIGN = "warnings.warning.assign"
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One warning in a list; texts are put into a language where they are shown.

    `remedy` speaks to the reader. For a department `own_remedy` is what the company reads
    instead, where that is another text.
    """

    id: int
    rule: str
    family: str
    title: Message
    says: Message
    remedy: Message
    own_remedy: Message | None
    severity: str
    severity_text: Message
    state: str
    state_text: Message
    place: str
    place_name: str
    project: int | None
    project_name: str
    worker_name: str
    period: dt.date | None
    amount_fen: int
    people: int
    since: dt.date | None
    body: int | None
    body_name: str
    owner: int | None
    owner_name: str
    account: int | None
    raised_on: dt.date
    due_on: dt.date | None
    until_on: dt.date | None
    untold_on: dt.date | None
    cleared_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Stake:
    """What is at stake on one project, or for a place as a whole where `project` is None.

    Several warnings may speak of the same money and people, so the largest of them counts, never
    their sum: at least so much is at stake.
    """

    project: int | None
    path: str
    sector: str
    fen: int
    people: int
    severities: dict[str, int]

    @property
    def warnings(self) -> int:
        return sum(self.severities.values())


def row(warning: Warning, *, actor: Actor) -> Row:
    """A warning (selected with `SEEN_WITH`) as a line for somebody; people are masked."""
    spec = rule_of(warning).spec
    own = message(spec.own_remedy) if spec.own_remedy else None
    deals = deals_with(actor)
    return Row(
        id=warning.pk,
        rule=warning.rule,
        family=warning.family,
        title=message(spec.title),
        says=says(warning),
        remedy=message(spec.remedy) if deals or own is None else own,
        own_remedy=own if deals else None,
        severity=warning.severity,
        severity_text=message(SEVERITIES[warning.severity]),
        state=warning.state,
        state_text=message(STATES[warning.state]),
        place=warning.place_id,
        place_name=warning.place.name,
        project=warning.project_id,
        project_name=warning.project.name if warning.project else NOBODY,
        worker_name=mask_name(warning.worker.name) if warning.worker else NOBODY,
        period=warning.period,
        amount_fen=warning.amount_fen,
        people=warning.people,
        since=warning.since,
        body=warning.body_id,
        body_name=warning.body.name if warning.body else NOBODY,
        owner=warning.owner_id,
        owner_name=warning.owner.name if warning.owner else NOBODY,
        account=warning.account_id,
        raised_on=warning.raised_on,
        due_on=warning.due_on,
        until_on=warning.until_on,
        untold_on=warning.untold_on,
        cleared_on=warning.cleared_on,
    )


def deals_with(actor: Actor) -> bool:
    """Whether the actor deals with warnings for a department; else they are on his own unit."""
    return may(ASSIGN, actor=actor)


def first(rows: QuerySet[Warning], count: int) -> list[int]:
    """The keys of the first rows; wide rows are not carried through the sorting."""
    return list(rows.values_list("pk", flat=True)[:count])


def lines(keys: Sequence[int]) -> list[Warning]:
    """The warnings of some keys, in the order of the keys, with what a line shows. One query."""
    found = Warning.objects.filter(pk__in=keys).select_related(*SEEN_WITH).order_by()
    by_key = {each.pk: each for each in found}
    return [by_key[key] for key in keys]


def total(warnings: QuerySet[Warning], **also: Count) -> dict[str, int]:
    """What is at stake over all of the warnings, with `also`: the stakes summed. One query."""
    names = ("fen", "heads", *RANKS, *also)
    sums = {f"all_{name}": Sum(name, default=0) for name in names}
    found = _by_project(warnings, also).aggregate(all_projects=Count("project_id"), **sums)
    return {name: int(found[f"all_{name}"]) for name in ("projects", *names)}


def stakes(warnings: QuerySet[Warning]) -> Iterable[Stake]:
    """What is at stake on every project that the warnings are about. Three queries."""
    counted: list[dict[str, Any]] = list(_by_project(warnings, {}))
    places = {each["place_id"] for each in counted}
    projects = {each["project_id"] for each in counted} - {None}
    paths = dict(Region.objects.filter(pk__in=places).values_list("code", "path"))
    sectors = dict(Project.objects.filter(pk__in=projects).values_list("pk", "sector"))
    for each in counted:
        yield Stake(
            project=each["project_id"],
            path=paths[each["place_id"]],
            sector=sectors.get(each["project_id"], ""),
            fen=each["fen"],
            people=each["heads"],
            severities={name: each[name] for name in RANKS},
        )


def _by_project(warnings: QuerySet[Warning], also: Mapping[str, Count]) -> Any:
    """One line per project: its largest amount, most people, and how many warnings of a kind.

    Grouped by keys alone: texts of places and sectors would have to be sorted with every warning.
    """
    counts = {name: Count("pk", filter=Q(severity=name)) for name in RANKS}
    grouped = warnings.order_by().values("project_id", "place_id")
    return grouped.annotate(fen=Max("amount_fen"), heads=Max("people"), **counts, **also)
