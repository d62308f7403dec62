"""The register of bodies, and the seats of a leading group."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from stdnum.cn import uscc

from huxin.access.actions.bodies import BodyForm, change_body, register_body
from huxin.access.actions.regions import load_regions
from huxin.access.actions.seats import SeatForm, fill_seat, vacate_seat
from huxin.access.actor import system
from huxin.access.errors import BadBody, NotFound, Refused, SeatTaken
from huxin.access.models import Body, Seat
from huxin.registry.queries.bodies import bodies, body_page
from huxin.registry.queries.seats import leading_group
from tests.support.world import NOW, TODAY, World


def sound_code() -> str:
    """A credit code whose check character holds."""
    body = "91140923MA0GXT1A0"
    return body + uscc.calc_check_digit(body + "0")


def form(**other: Any) -> BodyForm:
    given: dict[str, Any] = {
        "kind": "company", "name": "代县五台建筑劳务有限公司", "credit_code": sound_code(),
        "place": "140923", "registered_capital_fen": 500_000_000, "legal_representative": "王五",
    }  # fmt: skip
    return BodyForm(**given | other)


def test_a_company_is_registered_and_found(world: World) -> None:
    """NX-04-2: by name, code, pinyin and initials."""
    made = register_body(form(), actor=world.actor("contractor_clerk"), now=NOW)
    assert (made.initials, made.credit_code) == ("dxwtjzlwyxgs", sound_code())
    officer = world.actor("inspector")
    for text in ("五台", "wutai", "dxwt", sound_code()[:9]):
        assert made.pk in {each.key for each in bodies(text=text, actor=officer).lines}
    assert not bodies(text="不存在", actor=officer).lines
    assert Body.objects.get(pk=made.pk).legal_representative == "王五"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"credit_code": "123"}, "credit_code.form"), ({"name": " "}, "body.name"),
        ({"kind": "club"}, "body.name"), ({"place": "999999"}, "body.place"),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be(world: World, other: dict[str, Any], code: str) -> None:
    actor = world.actor("inspector")
    with pytest.raises(BadBody) as caught:
        register_body(form(**other), actor=actor, now=NOW)
    assert caught.value.code == code
    register_body(form(), actor=actor, now=NOW)
    with pytest.raises(BadBody) as twice:
        register_body(form(name="另一公司"), actor=actor, now=NOW)
    assert twice.value.code == "body.taken"


def test_who_may_register_and_change(world: World) -> None:
    for who in ("banker", "other_inspector"):
        with pytest.raises(Refused):
            register_body(form(), actor=world.actor(who), now=NOW)
    own = world.bodies["contractor"].pk
    changed = change_body(
        own, BodyForm(phone="0350-1"), actor=world.actor("contractor_clerk"), now=NOW
    )
    assert (changed.phone, changed.name) == ("0350-1", world.bodies["contractor"].name)
    with pytest.raises(NotFound):
        change_body(own, BodyForm(phone="1"), actor=world.actor("other_clerk"), now=NOW)


def test_how_a_body_operates(world: World) -> None:
    key = world.bodies["developer"].pk
    actor = world.actor("inspector")
    with CaptureQueriesContext(connection) as caught:
        page = body_page(key, actor=actor)
    assert len(caught) <= 4
    assert (page.by_state, {each.role for each in page.parts}) == ({"building": 2}, {"developer"})
    seen = body_page(key, actor=world.actor("contractor_clerk"))
    assert [each.project_name for each in seen.parts] == ["代县北环路改造工程"]
    with pytest.raises(NotFound):
        body_page(key, actor=world.actor("other_inspector"))


def seat(world: World, **other: Any) -> Seat:
    given: dict[str, Any] = {
        "place": "140923", "kind": "deputy", "body": world.bodies["hrss"].pk, "title": "副组长",
    }  # fmt: skip
    return fill_seat(SeatForm(**given | other), actor=world.actor("office_clerk"), now=NOW)


def test_the_seats_of_a_county_are_those_of_its_document(world: World) -> None:
    """DX-A-1, DX-A-2: four deputies by post, with their history; offices have their own posts."""
    made = [seat(world) for _ in range(4)]
    assert made[0].clauses == ["DX-A-1"]
    with pytest.raises(SeatTaken) as caught:
        seat(world)
    assert "DX-A-1" in caught.value.rule
    vacate_seat(made[0].pk, actor=world.actor("office_clerk"), now=NOW)
    seat(world, kind="executive", title="常务副组长")
    for title in ("办公室副主任", "劳动保障监察综合行政执法队队长"):
        seat(world, kind="office_deputy", title=title)
    seat(world, kind="office_head", title="办公室主任", account=world.accounts["hrss_officer"].pk)
    actor = world.actor("inspector")
    with CaptureQueriesContext(connection) as queries:
        page = leading_group("140923", on=TODAY, actor=actor)
    assert len(queries) == 2
    filled = {each.kind: (each.given, each.filled) for each in page.kinds}
    assert filled["deputy"] == (4, 3)
    assert filled["member"] == (42, 0)
    assert filled["office_deputy"] == (2, 2)
    assert len(page.past) == 1
    seat(world)


def test_each_unit_names_one_liaison_officer(world: World) -> None:
    """LD-2-1-1, LD-2-1-3: in 柳东新区 one per member unit; units without one are named."""
    load_regions(actor=system("regions"), now=NOW)
    clerk = system("seed")
    for unit in ("hrss", "housing"):
        given = SeatForm("450203-LD", "member", world.bodies[unit].pk, "成员")
        fill_seat(given, actor=clerk, now=NOW)
    liaison = SeatForm("450203-LD", "liaison", world.bodies["hrss"].pk, "联络员")
    assert fill_seat(liaison, actor=clerk, now=NOW).clauses == ["LD-2-1-3"]
    with pytest.raises(SeatTaken):
        fill_seat(liaison, actor=clerk, now=NOW)
    page = leading_group("450203-LD", on=TODAY, actor=clerk)
    assert page.without_liaison == (world.bodies["housing"].name,)
    members = next(each for each in page.kinds if each.kind == "member")
    assert (members.given, members.filled) == (10, 2)


def test_the_office_sits_in_the_labour_bureau(world: World) -> None:
    """LD-2-1-2: its head is the bureau's, labour inspection does the daily work."""
    load_regions(actor=system("regions"), now=NOW)
    clerk = system("seed")
    for kind, unit, title in (
        ("office_head", "hrss", "人社局局长"), ("office_member", "inspection", "劳动监察大队"),
    ):  # fmt: skip
        given = SeatForm("450203-LD", kind, world.bodies[unit].pk, title)
        fill_seat(given, actor=clerk, now=NOW)
    seats = leading_group("450203-LD", on=TODAY, actor=clerk).seats
    assert {each.kind: each.body for each in seats} == {
        "office_head": world.bodies["hrss"].name, "office_member": world.bodies["inspection"].name,
    }  # fmt: skip


def test_who_may_fill_a_seat(world: World) -> None:
    given = SeatForm("140923", "member", world.bodies["hrss"].pk, "成员")
    for who in ("inspector", "contractor_clerk"):
        with pytest.raises(NotFound):
            fill_seat(given, actor=world.actor(who), now=NOW)
    with pytest.raises(NotFound):
        leading_group("140923", on=TODAY, actor=world.actor("contractor_clerk"))
    made = seat(world)
    again = vacate_seat(made.pk, actor=world.actor("office_clerk"), now=NOW + dt.timedelta(days=1))
    assert again.to_on == TODAY + dt.timedelta(days=1)
