"""A worker's page for officers, and acts on a roster: done by whom they are for, with traces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pytest
import time_machine
from django.test import Client

from huxin.access.models import Export, Reveal
from huxin.registry.actions.roster import take_roster
from huxin.registry.models import Card, Enrolment, LabourContract, Worker
from tests.registry.people import card, many, phone, row
from tests.support.browser_free import sign_in
from tests.support.world import NOW, World

Answer: TypeAlias = Any  # the test client adds to Django's own


@dataclass
class Road:
    """Four workers of the labour company on the road; the last one's contract is filed."""

    world: World
    clients: dict[str, Client] = field(default_factory=dict)

    def by(self, who: str) -> Client:
        if who not in self.clients:
            self.clients[who] = sign_in(self.world, who, at=NOW)
        return self.clients[who]

    def post(self, who: str, address: str, said: Mapping[str, object]) -> Answer:
        return self.by(who).post(address, said)

    @property
    def roster(self) -> str:
        return f"/projects/{self.world.projects['road'].pk}/roster"

    @property
    def lines(self) -> list[int]:
        return list(Enrolment.objects.order_by("pk").values_list("pk", flat=True))


@pytest.fixture
def road(world: World) -> Iterator[Road]:
    rows = [row(1), row(2), row(3), row(4, contract_filed_on=NOW.date())]
    actor = world.actor("labour_wage_officer")
    project = world.projects["road"].pk
    assert take_roster(rows, project=project, actor=actor, now=NOW).refused == ()
    with time_machine.travel(NOW, tick=False):
        yield Road(world)


def left() -> int:
    return Enrolment.objects.exclude(left_on=None).count()


def filed() -> int:
    return LabourContract.objects.exclude(filed_on=None).count()


@pytest.mark.parametrize(("name", "done"), [("leave", left), ("file", filed)])
def test_several_lines_at_once_each_for_itself(road: Road, name: str, done: Any) -> None:
    address, before = f"{road.roster}/{name}", done()
    lines = road.lines
    for who, status in (("housing_officer", 403), ("other_clerk", 404)):
        said = {"line": lines, "on": "2025-09-29"}
        assert road.post(who, address, said).status_code == status
    for wrong in ({"on": "2025-09-29"}, {"line": lines, "on": "yesterday"}):
        assert road.post("labour_wage_officer", address, wrong).status_code == 422
    assert done() == before
    said = {"line": lines[:2], "on": "2025-09-29"}
    assert road.post("labour_wage_officer", address, said).status_code == 302
    assert done() == before + 2
    mixed = road.post("labour_wage_officer", address, {"line": lines[1:3], "on": "2025-09-29"})
    assert mixed.status_code == 422
    assert "有1条未办理" in mixed.content.decode()
    assert done() == before + 3


def test_a_line_out_of_reach_is_refused_and_named_by_nothing(road: Road) -> None:
    said = {"line": [10**9], "on": "2025-09-29"}
    answer = road.post("labour_wage_officer", f"{road.roster}/leave", said)
    assert answer.status_code == 422
    assert left() == 0


def test_pages_below_a_project_name_it_and_only_to_those_who_reach_it(road: Road) -> None:
    name = road.world.projects["road"].name
    for page in (road.roster, f"{road.roster}/enter"):
        assert road.by("other_clerk").get(page).status_code == 404
        assert name in road.by("labour_wage_officer").get(page).content.decode()


def test_a_trade_is_said_in_the_language_of_the_page(road: Road) -> None:
    client = road.by("labour_wage_officer")
    assert "钢筋工" in client.get(road.roster).content.decode()
    client.post("/language", {"language": "en", "next": "/"})
    said = client.get(road.roster).content.decode()
    assert "steel fixer" in said
    assert "钢筋工" not in said


@pytest.mark.parametrize(
    ("name", "revealed", "by", "not_by"),
    [
        ("export", False, "office_clerk", "banker"),
        ("export/whole", True, "labour_wage_officer", "office_clerk"),
    ],
)
def test_a_roster_leaves_with_its_purpose(
    road: Road, name: str, by: str, not_by: str, *, revealed: bool
) -> None:
    address = f"{road.roster}/{name}"
    assert road.post(not_by, address, {"purpose": "报送"}).status_code == 403
    assert road.post(by, address, {"purpose": " "}).status_code == 422
    assert not Export.objects.exists()
    answer = road.post(by, address, {"purpose": "报送住建局"})
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"
    assert (Export.objects.get().revealed, Export.objects.get().rows) == (revealed, 4)


def test_a_name_is_corrected_and_a_phone_changed_at_the_counter(road: Road) -> None:
    worker = Worker.objects.order_by("pk")[0]
    page = f"/workers/{worker.pk}"
    renamed = {"name": "李四一", "reason": "身份证为准"}
    moved = {"phone": phone(70), "seen": "on"}
    for name, said in (("name", renamed), ("phone", moved)):
        assert road.post("labour_wage_officer", f"{page}/{name}", said).status_code == 403
        assert road.post("other_inspector", f"{page}/{name}", said).status_code == 404
    for name, wrong in (
        ("name", renamed | {"reason": ""}), ("phone", {"phone": phone(70)}),
        ("phone", moved | {"phone": phone(2)}),
    ):  # fmt: skip
        assert road.post("inspector", f"{page}/{name}", wrong).status_code == 422
    for name, said in (("name", renamed), ("phone", moved)):
        assert road.post("inspector", f"{page}/{name}", said).status_code == 302
    found = Worker.objects.get(pk=worker.pk)
    assert (found.name, found.phone) == ("李四一", phone(70))


def test_a_card_is_opened_with_a_reason_that_stands_on_the_page(road: Road) -> None:
    worker = Worker.objects.order_by("pk")[0]
    held = Card.objects.get(worker=worker)
    page = f"/workers/{worker.pk}"
    address = f"{page}/card"
    asked = {"reason": "核对工资卡", "card": held.pk}
    assert road.post("housing_officer", address, asked).status_code == 403
    assert road.post("inspector", address, asked | {"reason": ""}).status_code == 422
    others = Card.objects.exclude(pk=held.pk)[0]
    assert road.post("inspector", address, asked | {"card": others.pk}).status_code == 404
    assert not Reveal.objects.exists()
    assert card(1) in road.post("inspector", address, asked).content.decode()
    again = road.by("inspector").get(page).content.decode()
    assert "核对工资卡" in again
    for number in (card(1), many(1), phone(1)):
        assert number not in again


def test_the_staff_register_of_an_employer_spans_its_sites_within_reach(road: Road) -> None:
    address = f"/employers/{road.world.bodies['labour_company'].pk}/staff"
    shown = road.by("inspector").get(address).content.decode()
    assert "代县北环路改造工程" in shown
    assert shown.count('class="masked"') == 2 * 4
    assert many(1) not in shown
    elsewhere = road.by("other_inspector").get(address)
    assert (elsewhere.status_code, "北环路" in elsewhere.content.decode()) == (200, False)
    assert road.by("banker").get(address).status_code == 403
