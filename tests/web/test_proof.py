"""Proofs are handed out by those pages that show a history; parties of a new project are named."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from huxin.access.actions.bodies import BodyForm, register_body
from huxin.access.actor import system
from huxin.access.change import change, name_of
from huxin.registry.queries.bodies import bodies, body_named
from huxin.trail.actions import make_heads
from huxin.trail.models import Entry
from tests.support.browser_free import sign_in
from tests.support.world import NOW, World


@pytest.fixture
def entry(world: World) -> str:
    """The address of the proof of one change of the road."""
    road = world.projects["road"]
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        doing.note(road, after={"name": road.name})
    last = Entry.objects.filter(object=name_of(road)).latest("number")
    return f"/history/registry.project/{road.pk}/proof/{last.log_id}/{last.number}"


def test_what_is_not_sealed_yet_has_no_proof_yet(world: World, entry: str) -> None:
    with time_machine.travel(NOW, tick=False):
        answer = sign_in(world, "inspector", at=NOW).get(entry)
        assert answer.status_code == 422
        assert "每小时签封一次" in answer.content.decode()
        assert sign_in(world, "other_inspector", at=NOW).get(entry).status_code == 404


def test_what_is_sealed_is_handed_out_as_a_file(world: World, entry: str, tmp_path: Path) -> None:
    signer = settings.INSTALLATION.signer
    with time_machine.travel(NOW, tick=False):
        client = sign_in(world, "inspector", at=NOW)
        make_heads(now=NOW, signer=signer, witnesses=[tmp_path])
        project = world.projects["road"].pk
        for page in (f"/projects/{project}", entry.partition("/proof")[0]):
            assert f'href="{entry}"' in client.get(page).content.decode()
        answer = client.get(entry)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    leaf = json.loads(json.loads(answer.content)["leaf"])
    assert leaf["object"] == name_of(world.projects["road"])


def test_what_belongs_to_a_record_stands_in_its_history(world: World) -> None:
    road, party = world.projects["road"], world.parties["road.general_contractor"]
    with change("registry.party.list", actor=system("test"), now=NOW) as doing:
        doing.note(
            party,
            before={"listed_on": "2025-06-30", "left_on": None},
            after={
                "listed_on": "", "left_on": None, "role": "general_contractor", "is_person": False,
                "body_id": party.body_id, "parent": 987654, "number_digest": 4711,
                "stored_fen": 1234500,
                "reason": "2025-06-30 09:00 已核对", "room": "2025-13-01",
                "registered_at": "2025-06-30T16:30:00+00:00",
            },
        )  # fmt: skip
    last = Entry.objects.filter(object=name_of(party)).latest("number")
    with time_machine.travel(NOW, tick=False):
        client = sign_in(world, "inspector", at=NOW)
        page = client.get(f"/history/registry.project/{road.pk}").content.decode()
        assert f"/history/registry.party/{party.pk}/proof/" in page
        assert f"施工总承包单位 · {party.body.name}" in page
        opened = f"/history/registry.party/{party.pk}/{last.log_id}/{last.number}"
        assert opened in page
        assert "查看理由" in client.get(opened).content.decode()
        assert client.post(opened, {"reason": ""}).status_code == 422
        shown = client.post(opened, {"reason": "核对参建单位变更"}).content.decode()
        cells = re.findall(r"<t[hd] (?:scope=\"row\" )?data-label=[^>]*>([^<]*)<", shown)
        assert set(zip(*[iter(cells)] * 3, strict=True)) == {
            ("列入重点监管日期", "2025年6月30日", ""),
            ("是个人，不是单位", "", "否"),
            ("单位", "", party.body.name),
            ("由谁发包（分包）", "", "第 987654 号"),
            ("理由", "", "2025-06-30 09:00 已核对"),
            ("办公地点", "", "2025-13-01"),
            ("登记时间", "", "2025-07-01 00:30"),
            ("角色", "", "施工总承包单位"),
            ("已存", "", "12,345.00 元"),
        }
        assert client.get(f"/history/registry.party/{party.pk}").status_code == 200
        for label in ("access.account", "trail.entry", "registry.nothing", "x"):
            assert client.get(f"/history/{label}/1").status_code == 404
        stranger = sign_in(world, "other_inspector", at=NOW)
        assert stranger.get(f"/history/registry.project/{road.pk}").status_code == 404


def test_a_party_is_named_by_whoever_does_not_see_it_yet(world: World) -> None:
    stranger = BodyForm(kind="company", name="代县新来置业有限公司", place="140923")
    made = register_body(stranger, actor=world.actor("inspector"), now=NOW)
    clerk = world.actor("contractor_clerk")
    assert bodies(text=made.name, actor=clerk).lines == ()
    named = body_named(f"  {made.name} ")
    assert named is not None
    assert (named.key, named.name) == (made.pk, made.name)
    assert body_named("代县新来") is None
    assert body_named("") is None
    register_body(stranger, actor=world.actor("inspector"), now=NOW)
    assert body_named(made.name) is None
