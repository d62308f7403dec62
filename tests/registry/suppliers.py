"""Bodies that tell operating figures, each with somebody who acts for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest

from huxin.access.actor import Actor, system
from huxin.access.change import change
from huxin.access.models import Account, Body, Grant
from huxin.registry.actions.figures import FigureForm, supply_figure
from huxin.registry.models import Figure, Project
from tests.support.world import NOW, TODAY, World

__all__ = ["Suppliers", "suppliers"]

TELLERS = {
    "power": ("company", "", "utility_supplier", "国网代县供电公司"),
    "water_works": ("company", "", "utility_supplier", "代县自来水公司"),
    "tax": ("department", "tax_authority", "tax_authority", "国家税务总局代县税务局"),
}
CLERKS = {
    "bank": "banker", "contractor": "contractor_clerk", "housing": "housing_officer",
    "water": "water_officer", "other_contractor": "other_clerk",
}  # fmt: skip


@dataclass
class Suppliers:
    """Tellers of figures beside the people of a world."""

    world: World
    bodies: dict[str, Body] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        """Who acts for a teller, or a person of the world."""
        return self.world.actor(CLERKS.get(who, who))

    def tells(
        self, who: str, about: str | Project, kind: str, month: dt.date, value: int, *,
        reason: str = "", now: dt.datetime = NOW,
    ) -> Figure:  # fmt: skip
        """A teller tells one figure about a firm of the world, or about a project."""
        subject = self.world.bodies[about] if isinstance(about, str) else about
        source = self.bodies.get(who) or self.world.bodies[who]
        return supply_figure(
            subject, FigureForm(kind, month, value, reason), source=source.pk,
            actor=self.actor(who), now=now,
        )  # fmt: skip


@pytest.fixture
def suppliers(world: World) -> Suppliers:
    """The world with its power supplier, its water works and its tax office."""
    found, place = Suppliers(world), world.regions["140923"]
    with change("access.installation.seed", actor=system("seed"), now=NOW) as doing:
        for key, (kind, role, held, name) in TELLERS.items():
            body = Body.objects.create(
                kind=kind, role=role, name=name, place=place, registered_on=TODAY
            )
            account = Account.objects.create(
                kind="staff", login=key, name=f"测试{key}", place=place, body=body, created_at=NOW
            )
            Grant.objects.create(
                account=account, role=held, body=body, place=place,
                from_at=NOW - dt.timedelta(days=30),
            )  # fmt: skip
            found.bodies[key], world.accounts[key] = body, account
        doing.note("access.installation:tellers")
    return found
