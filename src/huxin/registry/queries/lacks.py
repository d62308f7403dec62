"""What sites lack that the registers ask of each of them, and how many have it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet

from huxin.access.actor import Actor
from huxin.access.gate import visible
from huxin.kernel.texts import N_
from huxin.registry.models import (
    Deposit,
    Permit,
    Project,
    Signboard,
    SitePost,
    SpecialAccount,
    WorksContract,
)

__all__ = ["LACKS", "Shortfall", "lacking", "shortfall"]

SEE = "registry.project.view"
LACKS: Mapping[str, str] = {
    "permits": N_("lacks a permit"),
    "works_contracts": N_("lacks a works contract"),
    "accounts": N_("lacks a wage special account"),
    "deposits": N_("lacks a wage deposit"),
    "posts": N_("lacks a labour-wage officer"),
    "signboards": N_("lacks a signboard"),
}
"""By the name of the register that would hold it."""
HELD: Mapping[str, Callable[[dt.date], QuerySet[Model]]] = {
    "permits": lambda _: Permit.objects.filter(withdrawn_on=None).exclude(kind="approval"),
    "works_contracts": lambda _: WorksContract.objects.all(),
    "accounts": lambda _: SpecialAccount.objects.filter(opened_on__isnull=False, closed_on=None),
    "deposits": lambda _: Deposit.objects.filter(returned_on=None).exclude(form="none"),
    "posts": lambda on: SitePost.objects.filter(
        Q(to_on=None) | Q(to_on__gt=on), kind="labour_wage_officer"
    ),
    "signboards": lambda _: Signboard.objects.filter(put_up_on__isnull=False),
}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Of how many sites under way how many lack it."""

    sites: int
    lacking: int

    @property
    def having(self) -> int:
        return self.sites - self.lacking


def lacking(name: str, on: dt.date) -> Q:
    """The condition that a project lacks it on a day; KeyError: no such thing.

    A project that by law needs no permit lacks none.
    """
    held = Q(Exists(HELD[name](on).filter(project=OuterRef("pk"))))
    return ~held & Q(permit_waived=False) if name == "permits" else ~held


def shortfall(name: str, *, on: dt.date, actor: Actor) -> Shortfall | None:
    """How many of the sites under way within reach lack it; None where not every site must have it.

    One query.
    """
    if name not in LACKS:
        return None
    sites = visible(Project, SEE, actor=actor).filter(state=Project.State.BUILDING)
    counts = {"sites": Count("pk"), "lacking": Count("pk", filter=lacking(name, on))}
    return Shortfall(**sites.order_by().aggregate(**counts))
