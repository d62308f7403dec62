"""A worker's own pages: his card and number change by his word, and he reads what is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client

import huxin.web
from huxin.access.change import name_of
from huxin.access.models import Reveal
from huxin.access.privacy import declared
from huxin.registry.actions.cards import change_card, register_card
from huxin.registry.actions.contracts import record_own_contract
from huxin.registry.actions.roster import enrol
from huxin.registry.actions.scans import Own, keep_scan
from huxin.registry.actions.workers import CertificateForm, record_certificate
from huxin.registry.models import Card, Certificate, Enrolment, LabourContract, Worker
from huxin.registry.policy.contracts import Terms
from huxin.trail.models import Entry
from tests.registry.people import CONTRACTOR, card, entry, phone
from tests.registry.test_site import png
from tests.support.browser_free import last_code, sign_in_by_phone
from tests.support.world import NOW, PHONE, World, person_on_site

PAPERS: dict[str, type[Own]] = {"contracts": LabourContract, "certificates": Certificate}
CSS = Path(huxin.web.__file__).parent / "static" / "web" / "huxin.css"
PAGE_BYTES_MAX = 60_000


@pytest.fixture
def worker(world: World) -> Worker:
    found = person_on_site(world, "road", at=NOW)
    register_card(found.pk, number=card(1), bank="农商行", actor=world.actor("inspector"), now=NOW)
    return found


@pytest.fixture
def client(worker: Worker) -> Iterator[Client]:
    assert worker.phone == PHONE
    with time_machine.travel(NOW, tick=False):
        yield sign_in_by_phone(PHONE)


def current(worker: Worker) -> Card:
    return Card.objects.get(worker=worker, ended_at=None)


def waiting(world: World, worker: Worker) -> Card:
    """A card that an officer entered at a counter: it waits for the worker's word."""
    at = NOW - dt.timedelta(seconds=1)
    return change_card(worker.pk, number=card(2), actor=world.actor("inspector"), now=at)


def test_a_card_entered_by_an_officer_is_confirmed_by_its_worker(
    world: World, worker: Worker, client: Client
) -> None:
    new = waiting(world, worker)
    assert "等您确认" in client.get("/mine/").content.decode()
    shown = client.get("/mine/card").content.decode()
    assert "是我的卡" in shown
    assert client.post(f"/mine/card/{new.pk}", {"confirm": "1"}).status_code == 302
    assert (current(worker).pk, current(worker).usable_at) == (new.pk, NOW)
    again = client.post(f"/mine/card/{new.pk}", {"refuse": "1"})
    assert again.status_code == 422
    assert "已停用" in again.content.decode()
    assert current(worker).pk == new.pk


def test_a_card_that_is_not_his_ends_and_the_one_before_is_his_again(
    world: World, worker: Worker, client: Client
) -> None:
    old = current(worker)
    new = waiting(world, worker)
    assert client.post(f"/mine/card/{new.pk}", {"refuse": "1"}).status_code == 302
    assert (current(worker).pk, current(worker).usable_at) == (old.pk, NOW)
    assert Card.objects.get(pk=new.pk).usable_at is None


def test_nobody_answers_for_a_card_he_entered_or_that_is_another_s(
    world: World, worker: Worker, client: Client
) -> None:
    assert client.post("/mine/card", {"number": card(3)}).status_code == 302
    own = current(worker)
    assert "是我的卡" not in client.get("/mine/card").content.decode().replace("不是我的卡", "")
    assert client.post(f"/mine/card/{own.pk}", {"confirm": "1"}).status_code == 422
    other = person_on_site_with_card(world)
    assert client.post(f"/mine/card/{other.pk}", {"confirm": "1"}).status_code == 404
    assert current(worker).usable_at is None


def person_on_site_with_card(world: World) -> Card:
    """Somebody else's card."""
    actor, site = world.actor("contractor_clerk"), world.projects["road"].pk
    found = enrol(entry(5, employer=CONTRACTOR), project=site, actor=actor, now=NOW).worker
    return register_card(found.pk, number=card(9), actor=actor, now=NOW)


def test_a_number_changes_with_the_code_that_came_to_it(worker: Worker, client: Client) -> None:
    assert client.get("/mine/phone/code")["Location"] == "/mine/phone"
    assert client.post("/mine/phone", {"phone": "12"}).status_code == 422
    assert client.post("/mine/phone", {"phone": phone(7)})["Location"] == "/mine/phone/code"
    code = last_code()
    assert client.post("/mine/phone/code", {"code": "000000"}).status_code == 422
    assert Worker.objects.get(pk=worker.pk).phone == PHONE
    assert client.post("/mine/phone/code", {"code": code})["Location"] == "/phone"
    assert Worker.objects.get(pk=worker.pk).phone == phone(7)
    assert client.get("/mine/").status_code == 302
    with time_machine.travel(NOW + dt.timedelta(minutes=1), tick=False):
        assert sign_in_by_phone(phone(7)).get("/mine/").status_code == 200


def test_the_notice_says_all_that_is_kept_and_opens_no_number(
    worker: Worker, client: Client
) -> None:
    said = client.get("/mine/kept").content.decode()
    told = [each.what.zh for each in declared().values() if each.of_workers and each.what]
    assert len(told) >= 15
    assert [each for each in told if each not in said] == []
    for word in ("第28条", "3 年", "劳动保障监察机构", "施工总承包单位", "代县"):
        assert word in said
    assert worker.identity not in said
    assert worker.phone not in said


def test_a_worker_opens_the_scan_of_his_own_papers_and_of_nobody_else_s(
    world: World, worker: Worker, client: Client
) -> None:
    clerk, site = world.actor("contractor_clerk"), world.projects["road"].pk
    other = enrol(entry(5, employer=CONTRACTOR), project=site, actor=clerk, now=NOW).worker
    stay, terms = Enrolment.objects.get(worker=worker), Terms(from_on=NOW.date())
    record_own_contract(stay.pk, terms, actor=clerk, now=NOW)
    mine, theirs = papers(world, worker), papers(world, other)
    for name, key in mine:
        assert client.post(f"/mine/{name}/{key}").status_code == 404
        assert f"/mine/{name}/{key}" not in client.get("/mine/").content.decode()
    for name, key in (*mine, *theirs):
        keep_scan(PAPERS[name], key, png(), actor=clerk, now=NOW)
    home = client.get("/mine/")
    assert len(home.content) + CSS.stat().st_size <= PAGE_BYTES_MAX
    for name, key in mine:
        assert f'action="/mine/{name}/{key}"' in home.content.decode()
        answer = client.post(f"/mine/{name}/{key}")
        assert (answer.status_code, answer.content) == (200, png())
        assert answer["Content-Disposition"].startswith("attachment")
        assert client.get(f"/mine/{name}/{key}").status_code == 405
    opened = Entry.objects.filter(action__endswith=".open_own").order_by("pk")
    assert [each.action for each in opened] == [
        "registry.contract.open_own", "registry.certificate.open_own",
    ]  # fmt: skip
    assert {each.object for each in opened} == {name_of(worker)}
    assert not Reveal.objects.exists()
    for name, key in theirs:
        said = [client.post(f"/mine/{name}/{each}") for each in (key, 99_999_999)]
        assert [each.status_code for each in said] == [404, 404]
    assert opened.count() == 2


def papers(world: World, person: Worker) -> tuple[tuple[str, int], ...]:
    """Name in its address and key of a person's contract and of a certificate that he gets."""
    form, actor = CertificateForm("电工证", f"DG-{person.pk}"), world.actor("contractor_clerk")
    certificate = record_certificate(person.pk, form, actor=actor, now=NOW)
    contract = LabourContract.objects.get(worker=person)
    return (("contracts", contract.pk), ("certificates", certificate.pk))


@pytest.mark.parametrize("address", ["", "days", "card", "phone", "kept", "looked"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_of_a_worker_is_light_and_needs_no_script(
    client: Client, address: str, language: str
) -> None:
    client.post("/language", {"language": language})
    answer = client.get(f"/mine/{address}")
    assert answer.status_code == 200
    assert len(answer.content) + CSS.stat().st_size <= PAGE_BYTES_MAX
    assert b"<script" not in answer.content


def test_a_day_shows_its_site_and_what_was_written_down(world: World, client: Client) -> None:
    site = world.projects["road"]
    address = f"/mine/days/{site.pk}/{NOW:%Y-%m-%d}"
    bare = client.get(address).content.decode()
    assert site.name in bare
    assert "checked" not in bare
    assert client.post(address, {"part": "half", "note": "下雨"}).status_code == 302
    kept = client.get(address).content.decode()
    assert 'value="half" checked' in kept
    assert 'value="下雨"' in kept
