"""Every act of the project pages through HTTP: refused once, nothing typed being lost, then done.

One story per matter; the steps of a story stand on each other, as they do on a site.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from lxml import html

from huxin.access.models import Body, Export
from huxin.formats.templates import TEMPLATES
from huxin.registry.models import Project
from huxin.trail.models import Entry
from huxin.web.acts import ACTS
from tests.registry.test_site import png
from tests.support.browser_free import sign_in
from tests.support.world import NOW, World
from tests.web.stories import (
    CLERK,
    CONTRACT,
    FAULTY,
    INSPECTOR,
    OFFICER,
    SHEET,
    STORIES,
    STRANGER,
    Said,
    long_settled,
    picture,
    yaml,
)  # fmt: skip

KNOWN = {each.name: each for each in ACTS}


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
        if act.of is Body:
            return f"/{act.route}".replace("<int:key>", str(self.world.bodies["contractor"].pk))
        row = (
            self.world.projects["road"] if act.of is Project
            else act.of._default_manager.order_by("-pk")[0]
        )  # fmt: skip
        return f"/{act.route}".replace("<int:key>", str(row.pk))


@pytest.fixture
def stage(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    own = dataclasses.replace(settings.INSTALLATION, home=tmp_path)  # files and facts of its own
    monkeypatch.setattr(settings, "INSTALLATION", own)
    with time_machine.travel(NOW, tick=False):
        yield Stage(world)


def newest() -> int:
    """Key of the last entry of the trail."""
    return Entry.objects.order_by("-pk")[0].pk


def entered_since(key: int) -> set[str]:
    """What was entered into the trail after an entry."""
    return set(Entry.objects.filter(pk__gt=key).values_list("action", flat=True))


def unkept(page: bytes, said: Said) -> list[str]:
    """Fields of a page's forms that no longer hold what was typed."""
    held: dict[str, object] = {}
    whole: Any = html.document_fromstring(page)
    for form in whole.forms:
        held |= dict(form.fields)
    return [
        name
        for name, value in said.items()
        if isinstance(value, str) and str(held.get(name) or "").strip() != value.strip()
    ]


@pytest.mark.parametrize("name", STORIES)
def test_each_act_is_refused_and_then_done(stage: Stage, name: str) -> None:
    for step in STORIES[name]:
        if step.first is not None:
            step.first(stage.world)
        client, address = stage.client(step.who), stage.address(step.act)
        other = None if step.wrong else stage.client(STRANGER)
        before = newest()
        shown = client.get(address)
        assert shown.status_code == 200, step.act
        assert step.tells in shown.content.decode(), step.act
        if step.wrong:
            wrong = stage.said(step.said) | stage.said(step.wrong)
            answer = client.post(address, wrong)
            assert answer.status_code == 422, step.act
            assert unkept(answer.content, wrong) == [], step.act
        if other is not None:
            assert other.post(address).status_code in (403, 404), step.act
        assert newest() == before
        answer = client.post(address, stage.said(step.said))
        assert answer.status_code == step.gives, (step.act, alert(answer.content))
        assert KNOWN[step.act].operation in entered_since(before)
        if step.gives == 302:
            assert client.get(answer["Location"]).status_code == 200, step.act


def alert(page: bytes) -> str:
    """Why a form was not taken."""
    whole: Any = html.document_fromstring(page)
    return " ".join(whole.xpath("string(//*[@id='refusal'])").split())


def test_every_act_has_its_story() -> None:
    assert {step.act for story in STORIES.values() for step in story} == set(KNOWN)


def test_lines_of_a_sheet_that_were_not_taken_are_told(stage: Stage) -> None:
    said = {"file": yaml(SHEET + FAULTY)}
    client = stage.client(INSPECTOR)
    answer = client.post(stage.address("project-import"), said)
    page = client.get(answer["Location"]).content.decode()
    assert "参建单位" in page
    assert Project.objects.get(code="DX-2503").name in page


def test_the_scan_of_a_works_contract_is_opened_by_the_parties_alone(stage: Stage) -> None:
    recorded, project = stage.address("works-record"), stage.world.projects["road"].pk
    stage.client(CLERK).post(recorded, stage.said(CONTRACT))
    address = stage.address("works-scan")
    scan = f"/projects/works-contracts/{address.split('/')[-2]}"
    assert stage.client(CLERK).get(scan).status_code == 404
    assert scan not in stage.client(CLERK).get(f"/projects/{project}").content.decode()
    assert stage.client(CLERK).post(address, {"scan": picture(png())}).status_code == 302
    stage.client(CLERK).post(recorded, stage.said(CONTRACT) | {"labour_cost_day": "11"})
    for who in (CLERK, INSPECTOR, OFFICER, "developer_clerk"):
        assert scan in stage.client(who).get(f"/projects/{project}").content.decode()
        answer = stage.client(who).get(scan)
        assert (answer.status_code, answer.content) == (200, png())
        assert answer["Content-Disposition"].startswith("attachment")
    absent = stage.client(STRANGER).get("/projects/works-contracts/99999999")
    other = stage.client(STRANGER).get(scan)
    assert (other.status_code, absent.status_code) == (404, 404)


def test_an_exported_register_is_a_workbook_with_its_mark(stage: Stage) -> None:
    said, address = (
        {"register": "projects", "purpose": "月度调度"},
        stage.address("register-export"),
    )
    client = stage.client(INSPECTOR)
    assert client.post(address, said | {"place": "无此地"}).status_code == 422
    answer = client.post(address, said | {"place": "140923"})
    with ZipFile(BytesIO(answer.content)) as book:
        texts = b"".join(map(book.read, book.namelist())).decode(errors="replace")
    kept = Export.objects.get()
    assert kept.mark in texts
    assert kept.rows > 0


def test_what_an_entry_changed_is_shown_for_a_reason(stage: Stage) -> None:
    road = stage.world.projects["road"]
    said = {"version": "1", "name": "改名工程", "sector": "municipal", "funding": "government"}
    stage.client(CLERK).post(stage.address("project-change"), said)
    inspector = stage.client(INSPECTOR)
    whole: Any = html.document_fromstring(inspector.get(f"/projects/{road.pk}").content)
    [address] = [each for each in whole.xpath("//a/@href") if "/history/" in each][:1]
    assert inspector.get(address).status_code == 200
    assert inspector.post(address, {"reason": " "}).status_code == 422
    page = inspector.post(address, {"reason": "核对变更"}).content.decode()
    assert road.name in page
    assert "改名工程" in page
    assert stage.client(CLERK).get(address).status_code == 403


def test_templates_are_offered_and_read_as_what_they_are(stage: Stage) -> None:
    client = stage.client(CLERK)
    whole: Any = html.document_fromstring(client.get("/templates/").content)
    offered = [each for each in whole.xpath("//main//a/@href") if each.startswith("/templates/")]
    *books, contract = offered
    assert len(books) == len(TEMPLATES)
    for address in [*books, f"{contract}?as=word"]:
        assert client.get(address).content.startswith(b"PK")
    assert client.get("/templates/none").status_code == 404


def test_the_list_of_ledgers_says_what_is_over_and_who_waits(stage: Stage) -> None:
    """The proposer is offered to withdraw, the second person to confirm, others nothing."""
    long_settled(stage.world)
    inspector, second = stage.client(INSPECTOR), stage.client("hrss_officer")
    over = inspector.get("/projects/ledgers").content.decode()
    assert "2025-06-30" in over
    assert "申请销毁台账" in over
    assert inspector.get("/projects/").content.decode().count("台账保存期满") == 1
    inspector.post(stage.address("ledgers-propose"), {"reason": "已移交档案"})
    own, other = (each.get("/projects/ledgers").content.decode() for each in (inspector, second))
    assert ("复核并销毁台账" in own, "撤回销毁申请" in own) == (False, True)
    assert ("复核并销毁台账" in other, "已移交档案" in other) == (True, True)
    refused = inspector.post(stage.address("ledgers-confirm"))
    assert (refused.status_code, "申请销毁的人不能复核" in alert(refused.content)) == (422, True)
    assert stage.client(CLERK).get("/projects/ledgers").status_code == 403
    seen = stage.client("office_clerk").get("/projects/ledgers").content.decode()
    assert "复核并销毁台账" not in seen
    second.post(stage.address("ledgers-confirm"))
    site = stage.world.projects["road"].pk
    assert "已于 2025年9月30日 销毁" in second.get(f"/projects/{site}").content.decode()
    assert "DX-road" not in second.get("/projects/ledgers").content.decode()
