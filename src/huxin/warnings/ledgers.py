"""Whether the ledgers of a project are over: one policy, for the list and for whoever erases.

They are over when the works are completed and settled, everybody has left with his pay, nothing is
open, and the longest term of the documents in force has passed (CN-724-28). What is not on record
is "cannot tell", which is never over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from huxin.intake.models import WaitingRow
from huxin.kernel.texts import N_, Message, message
from huxin.registry.models import Enrolment, Project
from huxin.registry.queries.retention import Retention, retention_of
from huxin.warnings.models import Warning

__all__ = ["Ledger", "ledgers_of"]

NOT_DONE = N_("Cannot tell: completion or full settlement is not on record.")
NOT_SET = N_("Cannot tell: how long they are kept is not set for this place.")
UNPAID = N_("Stays without a day of leaving or of settlement: {n}")
WARNED = N_("Warnings that are open: {n}")
WAITING = N_("Rows of sheets that wait to be mended: {n}")
WARNINGS = Warning.objects.filter(cleared_on=None).exclude(state=Warning.State.EXPLAINED)
"""What may still be settled; what is lawfully explained needs the ledgers no longer."""
UNSETTLED = Q(left_on=None) | Q(settled_on=None)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledgers of one project on a day. `hindrances` keep them from ending, whatever the day."""

    project: Project
    people: int
    retention: Retention
    hindrances: tuple[Message, ...]
    is_over: bool


def ledgers_of(projects: Iterable[Project], *, on: dt.date) -> list[Ledger]:
    """Of each project, whose place is loaded; three queries, however many projects."""
    sites = list(projects)
    keys = [each.pk for each in sites]
    stays = Enrolment.objects.filter(project__in=keys).order_by().values("project")
    people = {
        row["project"]: row
        for row in stays.annotate(
            n=Count("worker", distinct=True), unsettled=Count("pk", filter=UNSETTLED),
            left=Max("left_on"), settled=Max("settled_on"),
        )
    }  # fmt: skip
    warned = _counted(WARNINGS.filter(project__in=keys), "project")
    waiting = _counted(
        WaitingRow.objects.filter(receipt__project__in=keys, state=WaitingRow.State.WAITING),
        "receipt__project",
    )
    return [
        _ledger(each, people.get(each.pk, {}), warned.get(each.pk, 0), waiting.get(each.pk, 0), on)
        for each in sites
    ]


def _counted(rows: QuerySet[Any], way: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(way).annotate(n=Count("pk")))


def _ledger(
    site: Project, stays: Mapping[str, Any], warned: int, waiting: int, on: dt.date
) -> Ledger:
    last = max((day for name in ("left", "settled") if (day := stays.get(name))), default=None)
    kept = retention_of(site, on=on, settled=last)
    unknown = {
        NOT_DONE: site.completed_on is None or site.settled_on is None,
        NOT_SET: kept.years is None,
    }
    counted = {UNPAID: stays.get("unsettled", 0), WARNED: warned, WAITING: waiting}
    hindrances = (
        *(message(text) for text, is_so in unknown.items() if is_so),
        *(message(text, n=count) for text, count in counted.items() if count),
    )
    is_over = not hindrances and kept.until is not None and kept.until < on
    return Ledger(site, stays.get("n", 0), kept, hindrances, is_over)
