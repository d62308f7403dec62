"""Cards and phones: one card one worker, changes that wait and are told to the old phone."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from huxin.access.actions.sessions import open_session
from huxin.access.actor import Actor, of_account
from huxin.access.errors import NotFound, Refused
from huxin.access.fields import cipher, digest
from huxin.access.models import Account
from huxin.registry.actions.cards import change_card, confirm_card, register_card
from huxin.registry.actions.roster import enrol, take_roster
from huxin.registry.actions.workers import change_phone, correct_name
from huxin.registry.errors.people import (
    CardOfOtherError,
    NoCardError,
    NumberError,
    PhoneOfOtherError,
    SecondPersonError,
    SharedPhoneError,
    WrongStateError,
)
from huxin.registry.models import Card, Worker
from huxin.registry.policy.cards import is_usable
from huxin.registry.queries.sign_in import worker_account
from huxin.registry.queries.workers import find
from huxin.trail.models import Outgoing
from tests.registry.people import card, entry, phone, row
from tests.support.race import race
from tests.support.world import NOW, World

LATER = NOW + dt.timedelta(days=1)


def worker(world: World, number: int = 1, **other: Any) -> Worker:
    actor = world.actor("labour_wage_officer")
    form = entry(number, **other)
    return enrol(form, project=world.projects["road"].pk, actor=actor, now=NOW).worker


def himself(found: Worker) -> Actor:
    """The worker, signed in with the phone that the site named."""
    account = worker_account(digest("phone", Worker.objects.get(pk=found.pk).phone))
    assert account is not None
    return of_account(account, now=NOW)


def told() -> list[dict[str, str]]:
    """What the outbox will send."""
    return [
        json.loads(cipher().open(bytes(each.sealed), bound_to=each.key.encode()))
        for each in Outgoing.objects.filter(topic="sms").order_by("pk")
    ]


@pytest.fixture
def waits_three_days() -> Iterator[None]:
    """The place has set the wait of a changed card."""
    file: Path = settings.INSTALLATION.home / "local.yaml"
    file.write_text(
        'place: "140923"\nvalues:\n  enrolment.card_cooling_days:\n'
        '    - {value: "3", from: 2025-01-01, source: 代县规定, set_on: 2025-01-01}\n'
    )
    yield
    file.unlink()


def test_a_first_card_is_usable_and_a_weak_digit_is_no_refusal(world: World) -> None:
    found, actor = worker(world), world.actor("subcontractor_clerk")
    made = register_card(found.pk, number=card(1), bank="农商行", actor=actor, now=NOW)
    assert is_usable(made.usable_at, NOW)
    with pytest.raises(WrongStateError):
        register_card(found.pk, number=card(2), actor=actor, now=NOW)
    with pytest.raises(NumberError):
        register_card(worker(world, 2).pk, number="123", actor=actor, now=NOW)


def test_one_card_serves_one_worker(world: World) -> None:
    worker(world, 1, card=card(1))
    second, actor = worker(world, 2), world.actor("inspector")
    with pytest.raises(CardOfOtherError) as refused:
        register_card(second.pk, number=card(1), actor=actor, now=NOW)
    assert refused.value.rule == "CN-724-31"
    register_card(second.pk, number=card(2), actor=actor, now=NOW)
    with pytest.raises(CardOfOtherError):
        change_card(second.pk, number=card(1), actor=actor, now=NOW)
    assert Card.objects.get(worker=second).ended_at is None


def test_an_employer_changes_no_card(world: World) -> None:
    found = worker(world, card=card(1))
    for who in ("labour_wage_officer", "subcontractor_clerk", "contractor_clerk", "banker"):
        with pytest.raises((NotFound, Refused)):
            change_card(found.pk, number=card(2), actor=world.actor(who), now=NOW)


@pytest.mark.usefixtures("waits_three_days")
def test_a_changed_card_waits_as_the_place_says_and_the_old_phone_is_told(world: World) -> None:
    found = worker(world, card=card(1))
    new = change_card(found.pk, number=card(2), actor=himself(found), now=LATER)
    assert new.usable_at == LATER + dt.timedelta(days=3)
    assert not is_usable(new.usable_at, LATER + dt.timedelta(days=2))
    assert is_usable(new.usable_at, LATER + dt.timedelta(days=3))
    old = Card.objects.get(number_digest=digest("card", card(1)))
    assert old.ended_at == LATER
    (notice,) = told()
    assert notice["phone"] == phone(1)
    for word in ("工资", "护薪", "银行", card(1), card(2), found.name):
        assert word not in notice["text"]


def test_where_no_wait_is_set_a_second_person_confirms(world: World) -> None:
    found, officer = worker(world, card=card(1)), world.actor("inspector")
    new = change_card(found.pk, number=card(2), actor=officer, now=LATER)
    assert new.usable_at is None
    assert not is_usable(new.usable_at, LATER + dt.timedelta(days=365))
    with pytest.raises(SecondPersonError):
        confirm_card(new.pk, actor=officer, now=LATER)
    for who in ("subcontractor_clerk", "other_inspector"):
        with pytest.raises((NotFound, Refused)):
            confirm_card(new.pk, actor=world.actor(who), now=LATER)
    confirmed = confirm_card(new.pk, actor=himself(found), now=LATER)
    assert is_usable(confirmed.usable_at, LATER)
    with pytest.raises(WrongStateError):
        confirm_card(new.pk, actor=world.actor("hrss_officer"), now=LATER)


def test_who_has_no_card_changes_none_and_the_same_card_is_no_change(world: World) -> None:
    found, officer = worker(world), world.actor("inspector")
    with pytest.raises(NoCardError):
        change_card(found.pk, number=card(1), actor=officer, now=NOW)
    register_card(found.pk, number=card(1), actor=officer, now=NOW)
    with pytest.raises(WrongStateError):
        change_card(found.pk, number=card(1), actor=officer, now=NOW)
    assert told() == []


def test_a_changed_phone_is_told_to_the_old_one(world: World) -> None:
    found = worker(world)
    change_phone(found.pk, phone=phone(77), actor=himself(found), now=LATER)
    assert [each["phone"] for each in told()] == [phone(1)]
    account = Account.objects.get(worker=found.pk)
    assert account.login == str(digest("phone", phone(77)))
    officer = world.actor("inspector")
    assert [each.worker for each in find(phone(77)[-4:], actor=officer)] == [found.pk]
    assert find(phone(1)[-4:], actor=officer) == ()


def test_a_shared_phone_signs_in_nobody_until_it_is_one_persons(world: World) -> None:
    """A foreman's number given for several: whoever holds it reads nobody's pages."""
    first, second = worker(world, 1), worker(world, 2, phone=phone(1))
    with pytest.raises(SharedPhoneError):
        worker_account(digest("phone", phone(1)))
    change_phone(second.pk, phone=phone(2), actor=world.actor("inspector"), now=NOW)
    for found, number in ((first, 1), (second, 2)):
        account = worker_account(digest("phone", phone(number)))
        assert account is not None
        assert Worker.objects.get(account=account) == found


def test_a_phone_that_was_used_stays_with_its_owner(world: World) -> None:
    """Naming it for somebody else shuts nobody out of his pages."""
    first = worker(world, 1)
    account = worker_account(digest("phone", phone(1)))
    assert account is not None
    open_session(account, key="k", device="", second_factor=False, now=NOW)
    second = worker(world, 2, phone=phone(1))
    assert worker_account(digest("phone", phone(1))) == account
    assert Worker.objects.get(account=account) == first
    assert Worker.objects.get(pk=second.pk).account is None


def test_a_shared_phone_is_proven_at_the_counter_once(world: World) -> None:
    """The foreman's own number signs in him, though it was given for his team before him."""
    first, foreman = worker(world, 1), worker(world, 2, phone=phone(1))
    for who in ("labour_wage_officer", "other_inspector"):
        with pytest.raises((NotFound, Refused)):
            change_phone(foreman.pk, phone=phone(1), actor=world.actor(who), now=NOW)
    change_phone(foreman.pk, phone=phone(1), actor=world.actor("inspector"), now=NOW)
    account = worker_account(digest("phone", phone(1)))
    assert account is not None
    assert Worker.objects.get(account=account) == foreman
    for again, why in ((foreman, WrongStateError), (first, PhoneOfOtherError)):
        with pytest.raises(why):
            change_phone(again.pk, phone=phone(1), actor=world.actor("hrss_officer"), now=NOW)


def test_nobody_takes_the_phone_another_signs_in_with(world: World) -> None:
    first, second = worker(world, 1), worker(world, 2)
    with pytest.raises(PhoneOfOtherError):
        change_phone(second.pk, phone=phone(1), actor=himself(second), now=NOW)
    assert Worker.objects.get(pk=second.pk).phone == phone(2)
    with pytest.raises((NotFound, Refused)):
        change_phone(first.pk, phone=phone(9), actor=world.actor("labour_wage_officer"), now=NOW)


def test_a_corrected_name_is_found_by_both(world: World) -> None:
    found, officer = worker(world), world.actor("inspector")
    correct_name(found.pk, name="李思", reason="笔误，已核对身份证", actor=officer, now=NOW)
    for text in ("李思", "李四"):
        assert [each.name for each in find(text, actor=officer)] == ["李思"]
    with pytest.raises((NotFound, Refused)):
        correct_name(
            found.pk, name="李五", reason="x", actor=world.actor("contractor_clerk"), now=NOW
        )


def test_of_many_who_claim_a_card_exactly_one_gets_it(lasting_world: World) -> None:
    actor = lasting_world.actor("inspector")
    workers = [worker(lasting_world, number).pk for number in range(4)]

    def claim(key: int) -> str:
        try:
            register_card(key, number=card(1), actor=actor, now=NOW)
        except CardOfOtherError:
            return "refused"
        return "got it"

    outcome = race([partial(claim, key) for key in workers])
    assert sorted(outcome) == ["got it", "refused", "refused", "refused"]
    assert Card.objects.filter(ended_at=None).count() == 1


def test_two_sites_that_enter_one_newcomer_at_once_make_one_record(lasting_world: World) -> None:
    sites = {"road": "contractor_clerk", "dam": "other_clerk"}

    def take(site: str, who: str) -> int:
        rows = [row(1, employer=None)]
        project, actor = lasting_world.projects[site].pk, lasting_world.actor(who)
        return take_roster(rows, project=project, actor=actor, now=NOW).accepted

    assert race([partial(take, *each) for each in sites.items()]) == [1, 1]
    assert Worker.objects.get().enrolments.count() == 2
    assert Card.objects.count() == 1


def test_the_database_decides_between_two_who_both_saw_the_card_free(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = worker(world, 1), worker(world, 2)
    looks: Callable[..., Any] = Card.objects.none
    register_card(first.pk, number=card(1), actor=world.actor("inspector"), now=NOW)
    monkeypatch.setattr(Card.objects, "filter", lambda *_, **__: looks())
    with pytest.raises(CardOfOtherError):
        register_card(second.pk, number=card(1), actor=world.actor("inspector"), now=NOW)
