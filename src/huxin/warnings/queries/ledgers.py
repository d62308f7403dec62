"""The projects whose ledgers are over, or will be within a year, and what keeps others back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef

from huxin.access.actor import Actor
from huxin.access.gate import reach, visible
from huxin.kernel.clock import CHINA
from huxin.registry.models import Enrolment, Project
from huxin.wages.models import DiaryDay
from huxin.warnings.ledgers import Ledger, ledgers_of
from huxin.warnings.models import Ending

__all__ = ["LedgerLine", "LedgerPage", "ended_on", "ledgers"]

VIEW = "warnings.ending.view"
AHEAD = relativedelta(years=1)
LIMIT = 2000
"""Completed projects that are looked at for one page; most of them have years to go."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Who proposed the erasure, when and why; `is_own`: the reader himself, who cannot confirm."""

    key: int
    who: str
    at: dt.datetime
    reason: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One project; `proposed` while its erasure waits for the second person."""

    ledger: Ledger
    proposed: Proposed | None


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Some projects, and the key after which the next page begins; None: this was the last."""

    lines: tuple[LedgerLine, ...]
    next_after: int | None


def ledgers(*, on: dt.date, after: int = 0, actor: Actor) -> LedgerPage:
    """Completed projects within reach whose ledgers end within a year of `on` or cannot end, the
    earliest of a page first; those that were erased are left out. Six queries.
    """
    erased = Ending.objects.filter(project=OuterRef("pk"), confirmed_by__isnull=False)
    people = Exists(Enrolment.objects.filter(project=OuterRef("pk"))) | Exists(
        DiaryDay.objects.filter(project=OuterRef("pk"))
    )
    rows = (
        visible(Project, VIEW, actor=actor)
        .filter(completed_on__lte=on, pk__gt=after)
        .exclude(~people, Exists(erased))
        .select_related("place")
        .order_by("pk")
    )
    found = list(rows[: LIMIT + 1])
    listed = ledgers_of(found[:LIMIT], on=on)
    waiting = Ending.objects.filter(project__in=[each.pk for each in found], closed_at=None)
    proposed = {each.project_id: _proposed(each, actor) for each in
                waiting.select_related("proposed_by")}  # fmt: skip
    lines = [
        LedgerLine(each, proposed.get(each.project.pk))
        for each in listed
        if each.retention.until is None or each.retention.until < on + AHEAD
    ]
    lines.sort(key=lambda each: each.ledger.retention.until or dt.date.max)
    return LedgerPage(tuple(lines), found[LIMIT - 1].pk if len(found) > LIMIT else None)


def ended_on(project: int, *, actor: Actor) -> dt.date | None:
    """The day in China on which the ledgers of a project were erased last; None: they are kept.

    Raises NotFound for a project that is out of reach.
    """
    site = reach(Project, project, "registry.project.view", actor=actor)
    done = Ending.objects.filter(project=site, confirmed_by__isnull=False).order_by("-closed_at")
    closed = done.values_list("closed_at", flat=True).first()
    return closed.astimezone(CHINA).date() if closed else None


def _proposed(ending: Ending, actor: Actor) -> Proposed:
    by = ending.proposed_by
    return Proposed(
        ending.pk, by.name or by.login, ending.proposed_at, ending.reason,
        is_own=by.pk == actor.account,
    )  # fmt: skip
