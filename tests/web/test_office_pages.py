"""Pages of those who keep people, units, posts and keys, through HTTP: each act refused, then done.

Steps of a story stand on each other. Whoever may not do it is refused at the same address.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
import time_machine
from django.test import Client
from lxml import html

from huxin.access.actions.accounts import create_account
from huxin.access.actions.grants import give_grant
from huxin.access.actions.sessions import set_password
from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.models import Account, ApiKey, Body, Grant, LoginSession, Reveal, Seat
from huxin.trail.models import Entry
from huxin.web.urls import OFFICE_ACTS
from tests.support.browser_free import PASSWORD, sign_in, sign_in_by_phone
from tests.support.signed import Signed
from tests.support.world import IDENTITY, NOW, PHONE, World, person_on_site

Said = Mapping[str, Any]
Key = Callable[[World], int]
KNOWN = {each.name: each for each in OFFICE_ACTS}
SECRET = re.compile(r"<code>([^<]+)</code>")


@dataclass(frozen=True)
class Step:
    """One act: who does it, about what, what he says; what would be refused; who may not."""

    act: str
    who: str
    said: Said = field(default_factory=dict)
    key: Key | None = None
    wrong: Said = field(default_factory=dict)
    not_by: str = "banker"


def account(login: str) -> Key:
    return lambda _: Account.objects.get(login=login).pk


def grant(login: str) -> Key:
    return lambda _: Grant.objects.filter(account__login=login, ended_at=None).latest("pk").pk


ADMIN, CLERK = "administrator", "office_clerk"
STORIES: dict[str, tuple[Step, ...]] = {
    "unit": (
        Step(
            "unit-new", ADMIN,
            {"kind": "company", "name": "代县新城建设有限公司", "place": "代县",
             "credit_code": "91140923MA0KABCD19", "sector": "mine"},
            wrong={"credit_code": "91140923MA0KABCD10"},
        ),
        Step(
            "unit-change", ADMIN, {"phone": "0350-5220000", "registered_capital_fen": "20,000,000"},
            lambda _: Body.objects.get(name="代县新城建设有限公司").pk,
            {"registered_capital_fen": "many"}, "other_clerk",
        ),
    ),
    "person": (
        Step(
            "user-new", ADMIN,
            {"login": "li.ming", "name": "李明", "body": "代县住房和城乡建设管理局",
             "place": "140923"},
            wrong={"login": "x"},
        ),
        Step(
            "grant-give", ADMIN,
            {"role": "housing_department", "body": "代县住房和城乡建设管理局", "place": "代县",
             "sectors": ["building"], "to_on": "2026-12-31"},
            account("li.ming"), {"place": "银河"}, "housing_officer",
        ),
        Step("grant-end", ADMIN, {}, grant("li.ming"), not_by="housing_officer"),
        Step("user-reset", ADMIN, {}, account("li.ming"), not_by="housing_officer"),
        Step("user-disable", ADMIN, {"reason": "调离"}, account("li.ming"), {"reason": ""}),
        Step("user-reopen", ADMIN, {}, account("li.ming")),
    ),
    "lending": (
        Step(
            "grant-lend", "inspector",
            lambda: {"account": account("helper")(None), "to_on": "2025-10-31"},  # type: ignore[arg-type]
            grant("inspector"), {"to_on": "2025-09-01"}, "hrss_officer",
        ),
    ),
    "session": (
        Step(
            "session-end", ADMIN, {},
            lambda _: LoginSession.objects.filter(account__login="banker").latest("pk").pk,
            not_by="inspector",
        ),
    ),
    "group": (
        Step(
            "seat-fill", CLERK,
            {"place": "140923", "kind": "member", "body": "代县水利局", "title": "副局长",
             "login": "water_officer"},
            wrong={"login": "banker"}, not_by="water_officer",
        ),
        Step("seat-vacate", CLERK, {}, lambda _: Seat.objects.latest("pk").pk,
             not_by="water_officer"),
        Step("township-new", CLERK, {"place": "代县", "code": "140923100", "name": "上馆镇"},
             wrong={"code": "640104100"}, not_by="water_officer"),
    ),
    "key": (
        Step(
            "key-new", ADMIN,
            {"role": "general_contractor", "purpose": "财务系统", "place": "代县",
             "operations": ["registry.project.view", "intake.receipt.view"]},
            lambda world: world.bodies["contractor"].pk, {"operations": []}, "contractor_clerk",
        ),
        Step("key-end", ADMIN, {}, lambda _: ApiKey.objects.latest("pk").pk,
             not_by="contractor_clerk"),
    ),
    "counter": (
        Step(
            "counter-help", "inspector",
            {"identity": IDENTITY, "checked": "on", "reason": "没有手机，查考勤"},
            wrong={"identity": "140923199003070018"}, not_by="contractor_clerk",
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

    def address(self, step: Step) -> str:
        key = step.key(self.world) if step.key else ""
        return f"/{KNOWN[step.act].route}".replace("<int:key>", str(key))


@pytest.fixture
def stage(world: World) -> Iterator[Stage]:
    person_on_site(world, "road", at=NOW)
    create_account(
        "helper", "同事", place=world.regions["140923"], body=world.bodies["inspection"],
        actor=system("seed"), now=NOW,
    )  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        made = Stage(world)
        made.client("banker")
        yield made


def newest() -> tuple[int, str]:
    found = Entry.objects.order_by("-pk")[0]
    return found.pk, found.action


def unkept(page: bytes, said: Said) -> list[str]:
    """Fields that no longer hold what was typed."""
    held: dict[str, object] = {}
    document: Any = html.document_fromstring(page)
    for form in document.forms:
        held |= dict(form.fields)
    return [name for name, value in said.items() if isinstance(value, str) and value
            and name != "checked" and held.get(name) != value]  # fmt: skip


@pytest.mark.parametrize("name", STORIES)
def test_each_act_is_refused_and_then_done(stage: Stage, name: str) -> None:
    for step in STORIES[name]:
        address = stage.address(step)
        said = dict(step.said() if callable(step.said) else step.said)
        client, other = stage.client(step.who), stage.client(step.not_by)
        before = newest()
        for asked in (other.get(address), other.post(address, said)):
            assert asked.status_code in {403, 404}, step.act
        assert client.get(address).status_code == 200, step.act
        if step.wrong:
            wrong = said | dict(step.wrong)
            answer = client.post(address, wrong)
            assert answer.status_code == 422, step.act
            assert unkept(answer.content, wrong) == [], step.act
        assert newest() == before, step.act
        answer = client.post(address, said)
        assert answer.status_code in {200, 302}, (step.act, answer.content.decode())
        after = newest()
        assert after != before, step.act
        assert after[1].startswith(("access.", KNOWN[step.act].operation)), step.act
        if answer.status_code == 302:
            assert client.get(answer["Location"]).status_code == 200, step.act


def test_every_act_has_its_story() -> None:
    assert {step.act for story in STORIES.values() for step in story} == set(KNOWN)


PAGES: tuple[tuple[str, str, str, str], ...] = (
    ("/accounts/", ADMIN, "li.ming.of.nobody", ""),
    ("/accounts/", ADMIN, "", "contractor_clerk"),
    ("/accounts/?q=农村商业", ADMIN, "contractor_clerk", "banker"),
    ("/accounts/keys", ADMIN, "", ""),
    ("/accounts/exports", "inspector", "", ""),
    ("/accounts/exports?mark=abcdef012345", "inspector", "", ""),
    ("/units/", "inspector", "", "代县水利局"),
    ("/units/?kind=bank", "inspector", "代县水利局", "代县农村商业银行"),
    ("/units/?kind=bank", "inspector", "", "只看：银行"),
    ("/projects/?sector=municipal&place=140923", "inspector", "", "只看：代县 · 市政工程"),
    ("/warnings/?state=answered&place=140923", "inspector", "", "只看：代县 · "),
    ("/leading-group/", CLERK, "", "代县"),
    ("/leading-group/140923", "inspector", "", "代县"),
)


@pytest.mark.parametrize(("address", "who", "absent", "present"), PAGES)
def test_lists_show_what_is_within_reach(
    stage: Stage, address: str, who: str, absent: str, present: str
) -> None:
    answer = stage.client(who).get(address)
    assert answer.status_code == 200
    said = answer.content.decode()
    assert present in said
    assert not absent or absent not in said.replace(f'value="{absent}"', "")


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("/accounts/looks", ADMIN), ("/accounts/keys", "inspector"), ("/counter", "banker"),
        ("/leading-group/", "contractor_clerk"), ("/leading-group/140924", CLERK),
    ],
)  # fmt: skip
def test_what_is_not_theirs_is_refused(stage: Stage, address: str, who: str) -> None:
    assert stage.client(who).get(address).status_code in {403, 404}


def test_firms_that_are_watched_first_have_their_page(stage: Stage) -> None:
    """NX-04-3: the firm with a statement, to whoever may read it; all firms on demand."""
    firm = stage.world.bodies["contractor"]
    said = {"kind": "arrears", "holds": "yes", "on": "2025-09-30", "stated_by": "代县水利局",
            "grounds": "已核实拖欠工资"}  # fmt: skip
    inspector = stage.client("inspector")
    assert firm.name not in inspector.get("/units/watched").content.decode()
    inspector.post(f"/units/{firm.pk}/statements/new", said)
    assert firm.name in inspector.get("/units/watched").content.decode()
    other = stage.world.bodies["other_contractor"].name
    assert other not in inspector.get("/units/watched").content.decode()
    assert other in inspector.get("/units/watched?all=1").content.decode()
    assert other not in inspector.get("/units/watched?all=1&sector=mine").content.decode()
    assert stage.client("banker").get("/units/watched").status_code == 403


def test_a_unit_is_found_by_the_letters_of_its_name(stage: Stage) -> None:
    client = stage.client(ADMIN)
    client.post("/units/new", STORIES["unit"][0].said)
    for text, is_there in (("dxxc", True), ("xincheng", True), ("hengyuan", False)):
        assert (
            "代县新城建设有限公司" in client.get(f"/units/?q={text}").content.decode()
        ) is is_there


def test_a_first_password_is_shown_once_and_opens_the_account(stage: Stage) -> None:
    said = STORIES["person"][0].said
    answer = stage.client(ADMIN).post("/accounts/new", said)
    assert answer["Cache-Control"] == "no-store"
    login, password = SECRET.findall(answer.content.decode())
    made = Account.objects.get(login=login)
    assert made.check_password(password)
    shown = stage.client(ADMIN).get(f"/accounts/{made.pk}").content.decode()
    assert password not in shown


def test_a_new_key_signs_at_once_and_its_secret_is_shown_once(stage: Stage) -> None:
    step = STORIES["key"][0]
    answer = stage.client(ADMIN).post(stage.address(step), step.said)
    key, secret = SECRET.findall(answer.content.decode())[:2]
    assert Signed(key, secret).get("/api/v1/projects").status_code == 200
    assert secret not in stage.client(ADMIN).get("/accounts/keys").content.decode()


def test_the_counter_shows_his_own_pages_for_half_an_hour_only(stage: Stage) -> None:
    step = STORIES["counter"][0]
    address = stage.client("inspector").post("/counter", step.said)["Location"]
    said = stage.client("inspector").get(address).content.decode()
    assert "代县北环路改造工程" in said
    assert "没有手机，查考勤" in said
    assert stage.client("inspector").get(f"{address}/2025-08").status_code == 200
    assert stage.client("hrss_officer").get(address).status_code == 404
    Reveal.objects.filter(reason="没有手机，查考勤").get()
    client = stage.client("inspector")
    for minutes, status in ((29, 200), (30, 404)):
        with time_machine.travel(NOW + dt.timedelta(minutes=minutes), tick=False):
            assert client.get(address).status_code == status


def test_the_officer_or_the_worker_closes_the_pages_early(stage: Stage) -> None:
    """From the counter's page, and from the worker's own page of who looked."""
    officer, worker = stage.client("inspector"), sign_in_by_phone(PHONE)
    for client, end in ((officer, "{}/end"), (worker, "/mine/looked/end")):
        address = officer.post("/counter", STORIES["counter"][0].said)["Location"]
        assert "立即关闭" in worker.get("/mine/looked").content.decode()
        assert officer.get(address).status_code == 200
        assert client.post(end.format(address)).status_code == 302
        assert officer.get(address).status_code == 404
    assert "立即关闭" not in worker.get("/mine/looked").content.decode()


def test_a_lent_role_is_taken_back_on_ones_own_page(stage: Stage) -> None:
    [step] = STORIES["lending"]
    said = {"account": account("helper")(stage.world), "to_on": "2025-10-31"}
    stage.client(step.who).post(stage.address(step), said)
    lent = Grant.objects.exclude(delegated_from=None).latest("pk")
    client = stage.client("inspector")
    assert f"/me/lent/{lent.pk}/end" in client.get("/me").content.decode()
    assert stage.client("banker").post(f"/me/lent/{lent.pk}/end").status_code == 404
    assert client.post(f"/me/lent/{lent.pk}/end").status_code == 302
    assert f"/me/lent/{lent.pk}/end" not in client.get("/me").content.decode()


def test_who_has_no_colleague_is_told_so_instead_of_a_choice_of_nobody(stage: Stage) -> None:
    [step] = STORIES["lending"]
    assert 'name="account"' in stage.client(step.who).get(stage.address(step)).content.decode()
    own = stage.world.accounts[step.who]
    with change("access.installation.seed", actor=system("seed"), now=NOW) as doing:
        Account.objects.filter(body=own.body).exclude(pk=own.pk).update(is_active=False)
        doing.note("access.installation:test")
    page = stage.client(step.who).get(stage.address(step)).content.decode()
    assert "本单位没有其他账号" in page
    assert 'name="account"' not in page
    said = {"account": account("helper")(stage.world), "to_on": "2025-10-31"}
    assert stage.client(step.who).post(stage.address(step), said).status_code == 422


def test_the_auditor_sees_who_looked_how_often_but_not_at_whom(stage: Stage) -> None:
    world = stage.world
    made, _ = create_account(
        "auditor", "审计", place=world.regions["140923"], actor=system("seed"), now=NOW
    )
    give_grant(made.pk, "audit_admin", place=world.regions["140923"], actor=system("seed"), now=NOW)
    set_password(made, PASSWORD, now=NOW)
    world.accounts["auditor"] = made
    stage.client("inspector").post("/counter", STORIES["counter"][0].said)
    said = stage.client("auditor").get("/accounts/looks").content.decode()
    assert "inspector" in said
    assert "张三" not in said
    assert "inspector" not in (
        stage.client("auditor").get("/accounts/looks?on=2025-09-29").content.decode()
    )
