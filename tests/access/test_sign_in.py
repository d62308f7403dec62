"""Codes and passwords: once, few tries, slowed down per account, never locked for long."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import RequestFactory

from huxin.access import sms
from huxin.access.actions.codes import TRIES_MAX, send_code, use_code
from huxin.access.actions.sessions import (
    change_password,
    enrol_second_factor,
    pass_second_factor,
    set_password,
)
from huxin.access.errors import TooSoon, WeakPassword, WrongCode, WrongPassword
from huxin.access.middleware import source_of
from huxin.access.models import Account, OneTimeCode
from huxin.access.passwords import faults_of, must_change
from huxin.access.policy import waits_until
from huxin.access.second_factor import fresh_seed
from huxin.access.sms import Memory, NoGateway, gateway
from huxin.trail.models import Entry, Outgoing
from tests.support.browser_free import PASSWORD, code_of
from tests.support.world import NOW, PHONE, World

MINUTE = dt.timedelta(minutes=1)
PURPOSE = "sign-in"
GOOD = "tuzi-chi-le-sanke-baicai"


@pytest.fixture
def phone() -> Memory:
    found = gateway()
    assert isinstance(found, Memory)
    found.sent.clear()
    return found


@pytest.fixture
def bound(world: World) -> Account:
    """The inspector with an authenticator."""
    account = world.accounts["inspector"]
    seed = fresh_seed()
    enrol_second_factor(account, seed, code_of(seed, NOW), now=NOW)
    account.refresh_from_db()
    return account


def codes(phone: Memory) -> Iterator[str]:
    for _, text in phone.sent:
        yield "".join(filter(str.isdigit, text))[:6]


def test_a_code_works_once_for_its_purpose_and_for_ten_minutes(world: World, phone: Memory) -> None:
    send_code(PHONE, purpose=PURPOSE, now=NOW)
    (code,) = codes(phone)
    for purpose, at in (("card", NOW), (PURPOSE, NOW + 10 * MINUTE)):
        with pytest.raises(WrongCode):
            use_code(PHONE, code, purpose=purpose, now=at)
    with pytest.raises(WrongCode):
        use_code("13800000002", code, purpose=PURPOSE, now=NOW)
    use_code(PHONE, code, purpose=PURPOSE, now=NOW + 9 * MINUTE)
    with pytest.raises(WrongCode):
        use_code(PHONE, code, purpose=PURPOSE, now=NOW + 9 * MINUTE)


def test_five_wrong_tries_spoil_a_code(world: World, phone: Memory) -> None:
    send_code(PHONE, purpose=PURPOSE, now=NOW)
    (code,) = codes(phone)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(TRIES_MAX):
        with pytest.raises(WrongCode):
            use_code(PHONE, wrong, purpose=PURPOSE, now=NOW)
    with pytest.raises(WrongCode):
        use_code(PHONE, code, purpose=PURPOSE, now=NOW)
    assert OneTimeCode.objects.get().tries == TRIES_MAX + 1


def test_codes_come_ever_slower_but_never_stop(world: World, phone: Memory) -> None:
    """Somebody who asks for another's phone all day keeps him waiting a quarter of an hour."""
    at, waits = NOW, []
    for _ in range(8):
        send_code(PHONE, purpose=PURPOSE, now=at)
        with pytest.raises(TooSoon) as caught:
            send_code(PHONE, purpose=PURPOSE, now=at)
        waits.append(caught.value.seconds)
        at += dt.timedelta(seconds=caught.value.seconds)
    assert waits == [60, 120, 240, 480, 900, 900, 900, 900]
    assert len(phone.sent) == 8


def test_the_text_is_neutral_and_goes_by_the_outbox_sealed(world: World, phone: Memory) -> None:
    send_code(PHONE, purpose=PURPOSE, now=NOW)
    (code,) = codes(phone)
    text = phone.sent[0][1]
    assert not [word for word in ("工资", "薪", "欠", "护薪", "农民工", "投诉") if word in text]
    out = Outgoing.objects.get(topic="sms")
    assert out.sent_at == NOW
    assert code.encode() not in bytes(out.sealed)
    assert OneTimeCode.objects.get().code_digest != code


def test_a_code_that_comes_too_late_is_not_sent(
    world: World, phone: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sms, "gateway", sms._None)
    with pytest.raises(NoGateway):
        send_code(PHONE, purpose=PURPOSE, now=NOW)
    monkeypatch.undo()
    late = sms.deliver(now=NOW + 11 * MINUTE)
    assert (late.sent, phone.sent) == (1, [])


def test_wrong_codes_of_an_authenticator_are_counted_on_the_account(bound: Account) -> None:
    """Signing in anew gives no fresh tries; the rightful user waits for minutes at most."""
    entries = Entry.objects.count()
    at = NOW + MINUTE
    for _ in range(5):
        with pytest.raises(WrongCode):
            pass_second_factor(bound, "000000", session=None, now=at)
    assert Entry.objects.count() == entries + 5
    right = code_of(bound.seed, at)
    with pytest.raises(TooSoon):
        pass_second_factor(bound, right, session=None, now=at)
    at += MINUTE
    pass_second_factor(bound, code_of(bound.seed, at), session=None, now=at)
    assert Account.objects.get(pk=bound.pk).code_failures == 0
    with pytest.raises(WrongCode):
        pass_second_factor(bound, code_of(bound.seed, at), session=None, now=at)


def test_a_bound_authenticator_is_not_replaced_by_whoever_knows_the_password(
    bound: Account,
) -> None:
    seed = fresh_seed()
    with pytest.raises(WrongCode):
        enrol_second_factor(bound, seed, code_of(seed, NOW), now=NOW)


def test_guessing_all_day_gets_some_hundred_tries() -> None:
    tries, at, failures = 0, NOW, 0
    while at < NOW + dt.timedelta(days=1):
        tries, failures = tries + 1, failures + 1
        at = waits_until(failures, at) or at
    assert 50 < tries < 150
    assert (waits_until(1000, NOW) or NOW) - NOW == 15 * MINUTE


@pytest.mark.parametrize(
    ("password", "is_good"),
    [
        (GOOD, True),
        ("短", False),
        ("correct hors", True),
        ("password1234", False),
        ("inspector2025!", False),
        ("huxin-gongzi-2025", False),
        ("农民工工资农民工工资农民工", False),
        ("a" * 201, False),
        (PASSWORD, False),
    ],
)
def test_passwords_are_judged(world: World, password: str, is_good: bool) -> None:  # noqa: FBT001
    assert (faults_of(password, world.accounts["inspector"]) == ()) is is_good


def test_profiles_differ_in_composition_and_renewal(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = world.accounts["inspector"]
    set_password(account, GOOD, now=NOW)
    later = NOW + dt.timedelta(days=91)
    assert faults_of("another-long-one", account) == ()
    assert not must_change(account, now=later)
    strict = dataclasses.replace(settings.INSTALLATION, passwords="mlps")
    monkeypatch.setattr(settings, "INSTALLATION", strict)
    assert len(faults_of("another-long-one", account)) == 1
    assert faults_of("another-long-One", account) == ()
    assert must_change(account, now=later)
    assert not must_change(account, now=NOW + dt.timedelta(days=89))


def test_a_password_is_changed_by_the_old_one(world: World) -> None:
    account = world.accounts["inspector"]
    with pytest.raises(WrongPassword):
        change_password(account, "wrong", GOOD, now=NOW)
    with pytest.raises(WeakPassword) as caught:
        change_password(account, PASSWORD, "short", now=NOW)
    assert [each.say("en") for each in caught.value.reasons] == ["It has fewer than 12 characters."]
    change_password(account, PASSWORD, GOOD, now=NOW)
    assert Account.objects.get(pk=account.pk).check_password(GOOD)


def test_a_forged_source_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.9", headers={"X-Forwarded-For": "1.1.1.1, 198.51.100.7"}
    )
    assert source_of(request) == "10.0.0.9"
    behind = dataclasses.replace(settings.INSTALLATION, behind_proxy=True)
    monkeypatch.setattr(settings, "INSTALLATION", behind)
    assert source_of(request) == "198.51.100.7"
