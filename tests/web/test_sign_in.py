"""Signing in: two factors for staff, a code on the phone for workers, and nothing before that."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from huxin.access.actions.accounts import disable_account, reset_password
from huxin.access.actions.sessions import end_session, set_password
from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.fields import digest
from huxin.access.models import Account, Grant, LoginSession, OneTimeCode
from huxin.access.sms import Memory, gateway
from huxin.registry.models import Worker
from tests.support.browser_free import PASSWORD, code_of, sign_in
from tests.support.world import NOW, World

PHONE = "13800000001"
MINUTE = dt.timedelta(minutes=1)
NEW_PASSWORD = "Tuzi-chi-le-3ke-baicai"


@pytest.fixture
def phone() -> Memory:
    found = gateway()
    assert isinstance(found, Memory)
    found.sent.clear()
    return found


@pytest.fixture
def worker(world: World) -> Account:
    with change("access.installation.seed", actor=system("seed"), now=NOW) as doing:
        account = Account.objects.create(
            kind="worker", login="w1", phone=PHONE, phone_digest=digest("phone", PHONE),
            created_at=NOW,
        )  # fmt: skip
        doing.note(account)
    return account


def test_staff_need_both_factors(world: World) -> None:
    with time_machine.travel(NOW, tick=False):
        client = Client()
        answer = client.post("/sign-in", {"login": "inspector", "password": PASSWORD})
        assert answer["Location"] == "/sign-in/bind"
        assert client.get("/files/").status_code == 302
        client.get("/sign-in/bind")
        assert client.post("/sign-in/bind", {"code": "000000"}).status_code == 422
        seed = client.session["seed"]
        bound = client.post("/sign-in/bind", {"code": code_of(seed, NOW)})
        assert bound.status_code == 200
        assert bound.content.decode().count("<code>") == 8
        assert client.get("/files/").status_code == 200
    with time_machine.travel(NOW + 2 * MINUTE, tick=False):
        again = sign_in(world, "inspector", at=NOW + 2 * MINUTE)
        assert again.get("/files/").status_code == 200
        replay = Client()
        replay.post("/sign-in", {"login": "inspector", "password": PASSWORD})
        code = code_of(Account.objects.get(login="inspector").seed, NOW + 2 * MINUTE)
        assert replay.post("/second-factor", {"code": code}).status_code == 422


def test_wrong_names_and_wrong_passwords_look_alike(world: World) -> None:
    client = Client()
    said = [
        client.post("/sign-in", {"login": name, "password": "x"}).content.replace(
            name.encode(), b""
        )
        for name in ("inspector", "nobody-here")
    ]
    strip = [part.split(b'name="csrfmiddlewaretoken"')[0] for part in said]
    assert strip[0] == strip[1]


def test_the_rightful_user_waits_fifteen_minutes_at_the_most(world: World) -> None:
    with time_machine.travel(NOW, tick=False):
        client = Client()
        for _ in range(9):
            client.post("/sign-in", {"login": "inspector", "password": "wrong"})
        locked = client.post("/sign-in", {"login": "inspector", "password": PASSWORD})
        assert locked.get("Location") != "/sign-in/bind"
    with time_machine.travel(NOW + 16 * MINUTE, tick=False):
        free = client.post("/sign-in", {"login": "inspector", "password": PASSWORD})
        assert free["Location"] == "/sign-in/bind"


def test_a_worker_signs_in_by_phone(world: World, worker: Account, phone: Memory) -> None:
    client = Client()
    with time_machine.travel(NOW, tick=False):
        client.post("/phone", {"phone": PHONE})
        ((number, text),) = phone.sent
        assert number == PHONE
        assert not {"工资", "薪"} & set(text)
        code = "".join(filter(str.isdigit, text))[:6]
        assert client.post("/phone/code", {"code": "000000"}).status_code == 422
        assert client.post("/phone/code", {"code": code}).status_code == 302
        assert client.get("/me").status_code == 200
        other = Client()
        other.post("/phone", {"phone": PHONE})  # within the minute: nothing is sent
        assert len(phone.sent) == 1
        assert other.post("/phone/code", {"code": code}).status_code == 422
    assert OneTimeCode.objects.get().code_digest != code


def test_an_unknown_phone_gets_a_code_and_no_hint_before_it(world: World, phone: Memory) -> None:
    client = Client()
    answer = client.post("/phone", {"phone": "13800000009"})
    assert answer["Location"] == "/phone/code"
    code = "".join(filter(str.isdigit, phone.sent[0][1]))[:6]
    assert "还没有登记" in client.post("/phone/code", {"code": code}).content.decode()
    assert client.get("/me").status_code == 302


@pytest.mark.parametrize(("named", "said"), [(1, 302), (2, 200)])
def test_a_phone_of_several_workers_signs_in_none_of_them(
    world: World, worker: Account, phone: Memory, named: int, said: int
) -> None:
    known = digest("phone", PHONE)
    with change("access.installation.seed", actor=system("seed"), now=NOW) as doing:
        for number in range(named):
            Worker.objects.create(identity_digest=number, phone_digest=known, registered_at=NOW)
        doing.note(worker)
    client = Client()
    with time_machine.travel(NOW, tick=False):
        client.post("/phone", {"phone": PHONE})
        code = "".join(filter(str.isdigit, phone.sent[0][1]))[:6]
        answer = client.post("/phone/code", {"code": code})
        assert answer.status_code == said
        assert ("登记在几个人名下" in answer.content.decode()) is (named > 1)
        assert client.get("/me").status_code == (200 if named == 1 else 302)


def test_a_session_ends_when_idle_when_ended_and_when_disabled(world: World) -> None:
    with time_machine.travel(NOW, tick=False):
        client = sign_in(world, "inspector", at=NOW)
        assert client.get("/me").status_code == 200
    with time_machine.travel(NOW + 31 * MINUTE, tick=False):
        assert client.get("/me").status_code == 302
    later = NOW + 40 * MINUTE
    with time_machine.travel(later, tick=False):
        client = sign_in(world, "inspector", at=later)
        key = LoginSession.objects.latest("pk").pk
        assert client.post(f"/me/sessions/{key}/end").status_code == 302
        assert client.get("/me").status_code == 302
    later += 10 * MINUTE
    with time_machine.travel(later, tick=False):
        client = sign_in(world, "inspector", at=later)
        with change("access.installation.seed", actor=system("test"), now=later) as doing:
            Grant.objects.filter(account__login="inspector").update(ended_at=later)
            doing.note("access.account:test")
        assert client.get("/me").status_code == 200
        assert client.get("/files/").status_code == 403


def test_nobody_ends_the_session_of_another(world: World) -> None:
    with time_machine.travel(NOW, tick=False):
        sign_in(world, "housing_officer", at=NOW)
        theirs = LoginSession.objects.latest("pk").pk
        client = sign_in(world, "inspector", at=NOW)
        assert client.post(f"/me/sessions/{theirs}/end").status_code == 404
        assert LoginSession.objects.get(pk=theirs).ended_at is None


def test_the_way_back_stays_on_this_site(world: World) -> None:
    answer = Client().post("/language", {"language": "en", "next": "https://example.org/"})
    assert answer["Location"] == "/"


def test_whoever_goes_on_trying_does_not_lengthen_the_wait(world: World) -> None:
    for minutes in (0, 5, 10, 14):
        with time_machine.travel(NOW + minutes * MINUTE, tick=False):
            client = Client()
            for _ in range(9 if minutes == 0 else 3):
                client.post("/sign-in", {"login": "inspector", "password": "wrong"})
    with time_machine.travel(NOW + 16 * MINUTE, tick=False):
        free = Client().post("/sign-in", {"login": "inspector", "password": PASSWORD})
        assert free["Location"] == "/sign-in/bind"


def test_whoever_tries_from_elsewhere_does_not_lock_the_rightful_user(world: World) -> None:
    with time_machine.travel(NOW, tick=False):
        for _ in range(9):
            Client(REMOTE_ADDR="198.51.100.9").post(
                "/sign-in", {"login": "inspector", "password": "wrong"}
            )
        free = Client().post("/sign-in", {"login": "inspector", "password": PASSWORD})
        assert free["Location"] == "/sign-in/bind"


@pytest.mark.parametrize("how", ["disabled", "reset", "ended", "password"])
def test_revocation_bites_on_the_next_request(world: World, how: str) -> None:
    admin = world.actor("administrator")
    account = world.accounts["inspector"]
    with time_machine.travel(NOW, tick=False):
        client = sign_in(world, "inspector", at=NOW)
        session = LoginSession.objects.get(account=account)
        assert client.get("/files/").status_code == 200
        if how == "disabled":
            disable_account(account.pk, reason="调离", actor=admin, now=NOW)
        elif how == "reset":
            reset_password(account.pk, actor=admin, now=NOW)
        elif how == "ended":
            end_session(session.pk, actor=admin, now=NOW)
        else:
            set_password(Account.objects.get(pk=account.pk), NEW_PASSWORD, now=NOW)
        assert client.get("/files/").status_code == 302
        assert client.get("/me").status_code == 302


def test_a_session_gets_a_new_key_at_each_step_and_ends_on_the_server(world: World) -> None:
    with time_machine.travel(NOW, tick=False):
        client = Client()
        client.post("/sign-in", {"login": "inspector", "password": PASSWORD})
        before = client.session.session_key
        client = sign_in(world, "inspector", at=NOW)
        entered = client.session.session_key
        assert before != entered
    later = NOW + 16 * MINUTE
    with time_machine.travel(later, tick=False):
        code = code_of(Account.objects.get(login="inspector").seed, later)
        assert client.post("/second-factor", {"code": code}).status_code == 302
        stepped = client.session.session_key
        assert stepped != entered
        assert client.get("/files/").status_code == 200
        stolen = Client(headers={"cookie": f"huxin={stepped}"})
        assert stolen.get("/files/").status_code == 200
        answer = client.post("/sign-out")
        assert answer["Clear-Site-Data"] == '"cache", "storage"'
        assert stolen.get("/files/").status_code == 302
        assert LoginSession.objects.get(account__login="inspector").ended_at == later


def test_an_old_password_opens_nothing_but_its_change(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = dataclasses.replace(settings.INSTALLATION, passwords="mlps")
    monkeypatch.setattr(settings, "INSTALLATION", strict)
    late = NOW + dt.timedelta(days=120)
    with time_machine.travel(late, tick=False):
        client = sign_in(world, "inspector", at=late)
        assert client.get("/files/")["Location"] == "/me/password"
        assert client.get("/me")["Location"] == "/me/password"
        asked = client.get("/me/password")
        assert "已经过期" in asked.content.decode()
        for old, new in (("wrong", NEW_PASSWORD), (PASSWORD, "short")):
            sent = {"old": old, "password": new}
            assert client.post("/me/password", sent).status_code == 422
        sent = {"old": PASSWORD, "password": NEW_PASSWORD}
        assert client.post("/me/password", sent)["Location"] == "/sign-in"
        assert client.get("/files/").status_code == 302
        again = Client().post("/sign-in", {"login": "inspector", "password": NEW_PASSWORD})
        assert again["Location"] == "/second-factor"


def test_hostile_names_are_answered_like_any_other(world: World) -> None:
    for name in ("\x00", "\x00inspector", "'; --", "x" * 9000, "\ud800", "工资"):
        sent = {"login": name.encode("utf-8", "replace").decode(), "password": "\x00"}
        assert Client().post("/sign-in", sent).status_code == 422
