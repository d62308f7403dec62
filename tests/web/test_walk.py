"""Every page walked by people to whom nothing in it belongs: what is absent and what is not theirs
look alike, and whoever has no role gets in nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import pytest
import time_machine
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.models import Account, Body, Grant, LoginSession
from huxin.access.permissions import table
from huxin.intake.models import Receipt, WaitingRow
from huxin.registry.models import (
    Card,
    Certificate,
    Enrolment,
    LabourContract,
    Likeness,
    Project,
    Worker,
    WorksContract,
)
from huxin.warnings import models as warnings
from tests.access.rows import Rows
from tests.support.browser_free import sign_in
from tests.support.world import NOW, World

Recorder = Callable[[str, object], None]
Answer: TypeAlias = Any  # the test client adds to Django's own
ABSENT = 987_654_321
WORDS = {
    "name": "answer", "code": "140923", "month": "2025-09", "on": "2025-09-01",
    "label": "registry.project",
}  # fmt: skip
MODELS: dict[str, type[Model]] = {
    "project": Project, "projects": Project, "people": Worker, "warnings": warnings.Warning,
    "accounts": Account, "bodies": Body, "counter": Worker,
    "intake": Receipt, "row": WaitingRow, "access": LoginSession, "worker": Card,
    "likeness": Likeness, "enrolment": Enrolment, "history": Project, "works-scan": WorksContract,
    "own-contract": LabourContract, "own-certificate": Certificate,
}  # fmt: skip
"""What a key of an address is of: by its name, else by the page's, else by the group of pages."""
STRANGERS = ("other_inspector", "other_clerk")
OF_ALL = frozenset({"access.page.public"})
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


@dataclass(frozen=True)
class Address:
    """One address that is about an object; `model` is what its key is of."""

    route: str
    model: type[Model]

    def of(self, key: object) -> str:
        """The address of one object."""
        filled = re.sub(r"<int:\w+>", str(key), self.route)
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: WORDS[found[1]], filled)


def pages(
    resolver: URLResolver | None = None, prefix: str = "/", group: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """(route, group, pattern) of every page; the interface for systems has its own tests."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from pages(each, f"{prefix}{each.pattern}", each.namespace or group)
        elif not prefix.startswith("/api/"):
            yield f"{prefix}{each.pattern}", group, each


def about_objects() -> list[Address]:
    found = []
    for route, group, pattern in pages():
        keys = [
            n for n, each in pattern.pattern.converters.items() if isinstance(each, IntConverter)
        ]
        if keys:
            names = (keys[0], str(pattern.name), group)
            of = getattr(pattern.callback, "of", None)
            found.append(Address(route, of or next(MODELS[n] for n in names if n in MODELS)))
    return found


def plain(answer: Answer, *keys: object) -> tuple[int, str]:
    """Status and text of an answer, without what differs by itself."""
    text = answer.content.decode(errors="replace")
    said = TOKEN.sub("", f"{answer.get('Location', '')} {text}")
    if not keys:
        return answer.status_code, said
    return answer.status_code, re.sub(rf"\b(?:{'|'.join(map(str, keys))})\b", "KEY", said)


def fetch(client: Client, address: str) -> Answer:
    """The page, or what its form answers where it has no page."""
    answer = client.get(address)
    return client.post(address) if answer.status_code == 405 else answer


def differing(
    client: Client, rows: Rows, ask: Callable[[Client, str], Answer] = fetch
) -> list[str]:
    """Addresses that tell a stranger whether an object exists."""
    told = []
    for each in about_objects():
        real, absent = rows.keys[each.model], ABSENT
        answers = {plain(ask(client, each.of(key)), real, absent) for key in (real, absent)}
        if len(answers) > 1:
            told.append(each.route)
    return told


@pytest.fixture
def rows(world: World) -> Rows:
    return Rows(world)


def test_absent_and_not_yours_look_alike_on_every_page(
    world: World, rows: Rows, record_property: Recorder
) -> None:
    asked = about_objects()
    assert len(asked) >= 15
    with time_machine.travel(NOW, tick=False):
        for who in STRANGERS:
            assert differing(sign_in(world, who, at=NOW), rows) == []
    record_property("count", f"pages walked by strangers: {2 * 2 * len(asked)} answers, all alike")


def test_a_page_that_goes_round_the_gate_is_found(world: World, rows: Rows) -> None:
    def leaking(client: Client, address: str) -> Answer:
        answer = client.get(address)
        if address == f"/projects/{rows.keys[Project]}":
            answer.content = world.projects["road"].name.encode()
        return answer

    with time_machine.travel(NOW, tick=False):
        found = differing(sign_in(world, STRANGERS[0], at=NOW), rows, leaking)
    assert found == ["/projects/<int:key>"]


def test_without_a_role_nobody_gets_in_anywhere(world: World, rows: Rows) -> None:
    """Pages that neither anybody nor whoever has signed in may see answer 403 or 404."""
    own = {name for name, each in table().operations.items() if each.relations("signed_in")}
    with time_machine.travel(NOW, tick=False):
        client = sign_in(world, "inspector", at=NOW)
        with change("access.installation.seed", actor=system("seed"), now=NOW) as doing:
            Grant.objects.filter(account=world.accounts["inspector"]).update(ended_at=NOW)
            doing.note("access.grant:test")
        open_to_him = []
        for route, _, pattern in pages():
            operation = getattr(pattern.callback, "operation", "")
            if operation in own | OF_ALL or "<path:" in route:
                continue
            address = Address(route, Project).of(rows.keys[Project])
            if plain(fetch(client, address))[0] not in (403, 404):
                open_to_him.append(route)
    assert open_to_him == []
    assert Account.objects.get(login="inspector").is_active


def test_signed_out_every_page_leads_to_the_door(world: World, rows: Rows) -> None:
    client = Client()
    astray = []
    for route, _, pattern in pages():
        operation = table().operations.get(getattr(pattern.callback, "operation", ""))
        if operation is None or operation.relations("anybody"):
            continue
        address = Address(route, Project).of(rows.keys[Project])
        status, said = plain(fetch(client, address))
        if status != 302 or not said.startswith("/sign-in"):
            astray.append(f"{route} {status}")
    assert astray == []
