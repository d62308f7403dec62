"""Every act of the project pages through HTTP: refused once, nothing typed being lost, then done.

One story per matter; the steps of a story stand on each other, as they do on a site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
import time_machine
from django.test import Client
from lxml import html

from huxin.registry.models import Project
from huxin.trail.models import Entry
from huxin.web.acts import ACTS
from tests.support.browser_free import sign_in
from tests.support.world import NOW, World

Said = Mapping[str, Any]
KNOWN = {each.name: each for each in ACTS}


@dataclass(frozen=True)
class Step:
    """One act: who does it, what he says, and with which words he would be refused.

    `said` and `wrong` may need the world, whose keys are not known before.
    """

    act: str
    who: str
    said: Callable[[World], Said] | Said = field(default_factory=dict)
    wrong: Callable[[World], Said] | Said = field(default_factory=dict)


def holder(world: World) -> int:
    return world.parties["road.general_contractor"].pk


STORIES: dict[str, tuple[Step, ...]] = {
    "account": (
        Step(
            "account-open", "contractor_clerk",
            lambda world: {
                "holder": holder(world), "bank": "代县农村商业银行", "name": "代县北环路专户",
                "number": "140923000000012345", "opened_on": "2025-09-01",
            },
            {"number": "12"},
        ),
    ),
}  # fmt: skip


@dataclass
class Stage:
    """The world with whoever has signed in."""

    world: World
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        if who not in self.clients:
            self.clients[who] = sign_in(self.world, who, at=NOW)
        return self.clients[who]

    def said(self, said: Callable[[World], Said] | Said) -> dict[str, Any]:
        return dict(said(self.world) if callable(said) else said)

    def address(self, name: str) -> str:
        """Where an act is done, to the newest row of its kind on the road."""
        act = KNOWN[name]
        if act.of is None:
            return f"/{act.route}"
        row = (
            self.world.projects["road"] if act.of is Project
            else act.of._default_manager.order_by("-pk")[0]
        )  # fmt: skip
        return f"/{act.route}".replace("<int:key>", str(row.pk))


@pytest.fixture
def stage(world: World) -> Iterator[Stage]:
    with time_machine.travel(NOW, tick=False):
        yield Stage(world)


def newest() -> tuple[int, str]:
    """Key and action of the last entry of the trail."""
    found = Entry.objects.order_by("-pk")[0]
    return found.pk, found.action


def unkept(page: bytes, said: Said) -> list[str]:
    """Fields of a page's forms that no longer hold what was typed."""
    held: dict[str, object] = {}
    for form in html.document_fromstring(page).iter("form"):
        assert isinstance(form, html.FormElement)
        held |= dict(form.fields)
    return [
        name for name, value in said.items() if isinstance(value, str) and held.get(name) != value
    ]


@pytest.mark.parametrize("name", STORIES)
def test_each_act_is_refused_and_then_done(stage: Stage, name: str) -> None:
    for step in STORIES[name]:
        client, address = stage.client(step.who), stage.address(step.act)
        said, before = stage.said(step.said), newest()
        assert client.get(address).status_code == 200, step.act
        if step.wrong:
            wrong = said | stage.said(step.wrong)
            answer = client.post(address, wrong)
            assert answer.status_code == 422, step.act
            assert newest() == before
            assert unkept(answer.content, wrong) == [], step.act
        answer = client.post(address, said)
        assert answer.status_code == 302, answer.content.decode()
        assert newest()[1] == KNOWN[step.act].operation


def test_every_act_has_its_story() -> None:
    assert {step.act for story in STORIES.values() for step in story} == set(KNOWN)
