"""What one's own bodies owe the files of their projects today: theirs to do, whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.gate import visible
from huxin.registry.models import Project
from huxin.registry.queries.completeness import SEE, Missing, completeness_of
from huxin.registry.queries.dossier import Dossier, open_dossiers

__all__ = ["Owed", "OwedList", "owed"]

PROJECTS = 100
BANK, ACCOUNT = "bank", "account."


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that is missing from the file of one project."""

    project: int
    project_name: str
    missing: Missing


@dataclass(frozen=True, slots=True)
class OwedList:
    """What is owed, dated things first; `unseen` projects, the oldest, were not looked into."""

    lines: tuple[Owed, ...]
    projects: int
    unseen: int

    def overdue(self, today: dt.date) -> int:
        return sum(each.missing.is_overdue(today) for each in self.lines)


def owed(*, on: dt.date, actor: Actor) -> OwedList:
    """What the actor's bodies owe on projects in reach that still run; fourteen queries.

    A bank owes what is its own, and sees what accounts in its keeping lack, whoever owes that.
    """
    rows = visible(Project, SEE, actor=actor).exclude(state=Project.State.SETTLED)
    newest = list(rows.select_related("place").order_by("-pk")[:PROJECTS])
    opened = open_dossiers(newest, on=on)
    found = [
        Owed(each.pk, each.name, missing)
        for each in newest
        for missing in completeness_of(opened[each.pk])
        if _concerns(missing, opened[each.pk], actor.bodies)
    ]
    found.sort(key=lambda each: each.missing.by.on if each.missing.by else dt.date.max)
    unseen = rows.count() - len(newest) if len(newest) == PROJECTS else 0
    return OwedList(tuple(found), len(newest), unseen)


def _concerns(missing: Missing, d: Dossier, bodies: Collection[int]) -> bool:
    keeps = any(each.closed_on is None and each.bank_id in bodies for each in d.accounts)
    if missing.owes == BANK or (keeps and missing.id.startswith(ACCOUNT)):
        return keeps
    holder = d.party(missing.owes)
    return holder is not None and holder.body_id in bodies
