"""Roles that are lent: to whom, how much of them, how long, and what ends them."""

from __future__ import annotations

import datetime as dt

import pytest

from huxin.access.actions.accounts import create_account, disable_account
from huxin.access.actions.grants import delegate, end_grant, give_grant, take_back
from huxin.access.errors import GrantRefused, NotFound
from huxin.access.models import Account, Grant
from huxin.access.queries import accounts, colleagues, own_account
from tests.support.world import NOW, World

DAY = dt.timedelta(days=1)


@pytest.fixture
def own(world: World) -> Grant:
    return Grant.objects.get(account=world.accounts["inspector"])


@pytest.fixture
def colleague(world: World) -> int:
    account, _ = create_account(
        "colleague", "同事", place=world.regions["140923"], body=world.bodies["inspection"],
        actor=world.actor("administrator"), now=NOW,
    )  # fmt: skip
    world.accounts["colleague"] = account
    return account.pk


def test_a_delegation_ends_and_goes_no_further(world: World, own: Grant, colleague: int) -> None:
    actor = world.actor("inspector")
    for to_at in (NOW, NOW - DAY):
        with pytest.raises(GrantRefused):
            delegate(own.pk, colleague, to_at=to_at, actor=actor, now=NOW)
    lent = delegate(own.pk, colleague, to_at=NOW + 7 * DAY, actor=actor, now=NOW)
    assert "labour_inspection" in world.actor("colleague", now=NOW + DAY).roles
    assert "labour_inspection" not in world.actor("colleague", now=NOW + 8 * DAY).roles
    (line,) = own_account(actor=world.actor("colleague")).grants
    assert line.delegated
    with pytest.raises(GrantRefused):
        delegate(
            lent.pk, world.accounts["inspector"].pk, to_at=NOW + DAY,
            actor=world.actor("colleague"), now=NOW,
        )  # fmt: skip
    with pytest.raises(NotFound):
        delegate(own.pk, colleague, to_at=NOW + DAY, actor=world.actor("housing_officer"), now=NOW)
    end_grant(own.pk, actor=world.actor("administrator"), now=NOW + DAY)
    assert "labour_inspection" not in world.actor("colleague", now=NOW + DAY).roles


def test_who_lent_a_role_takes_it_back(world: World, own: Grant, colleague: int) -> None:
    actor = world.actor("inspector")
    lent = delegate(own.pk, colleague, to_at=NOW + 7 * DAY, actor=actor, now=NOW)
    for grant, who in ((lent.pk, "colleague"), (lent.pk, "hrss_officer"), (own.pk, "inspector")):
        with pytest.raises(NotFound):
            take_back(grant, actor=world.actor(who), now=NOW)
    take_back(lent.pk, actor=actor, now=NOW + DAY)
    assert "labour_inspection" not in world.actor("colleague", now=NOW + DAY).roles
    (line,) = own_account(actor=actor).lent
    assert (line.holder, line.ended_at) == ("同事", NOW + DAY)
    with pytest.raises(NotFound):
        take_back(lent.pk, actor=actor, now=NOW + DAY)


def test_only_colleagues_are_lent_to(world: World, own: Grant, colleague: int) -> None:
    actor = world.actor("inspector")
    assert [each.key for each in colleagues(own.pk, actor=actor)] == [colleague]
    said = set()
    for stranger in (world.accounts["hrss_officer"].pk, world.accounts["inspector"].pk, -1):
        with pytest.raises(NotFound) as caught:
            delegate(own.pk, stranger, to_at=NOW + DAY, actor=actor, now=NOW)
        said.add(str(caught.value))
    assert len(said) == 1


def test_a_part_is_lent_but_never_more(world: World, own: Grant, colleague: int) -> None:
    actor = world.actor("inspector")
    with pytest.raises(GrantRefused):
        delegate(
            own.pk, colleague, to_at=NOW + DAY, place=world.regions["140900"], actor=actor, now=NOW
        )
    lent = delegate(own.pk, colleague, to_at=NOW + DAY, sectors=["water"], actor=actor, now=NOW)
    assert lent.sectors == ["water"]


def test_what_has_ended_is_not_lent(world: World, own: Grant, colleague: int) -> None:
    actor = world.actor("inspector")
    end_grant(own.pk, actor=world.actor("administrator"), now=NOW)
    with pytest.raises(NotFound):
        delegate(own.pk, colleague, to_at=NOW + DAY, actor=actor, now=NOW)


def test_what_was_lent_ends_with_the_lender(world: World, own: Grant, colleague: int) -> None:
    delegate(own.pk, colleague, to_at=NOW + 7 * DAY, actor=world.actor("inspector"), now=NOW)
    assert "labour_inspection" in world.actor("colleague").roles
    disable_account(
        own.account_id, reason="离职", actor=world.actor("administrator"), now=NOW + DAY
    )
    assert "labour_inspection" not in world.actor("colleague", now=NOW + DAY).roles


def test_an_administrator_lends_nothing(world: World) -> None:
    admin = Grant.objects.get(account=world.accounts["administrator"])
    with pytest.raises(GrantRefused):
        delegate(
            admin.pk, world.accounts["office_clerk"].pk, to_at=NOW + DAY,
            actor=world.actor("administrator"), now=NOW,
        )  # fmt: skip


def test_who_holds_what_is_listed_within_reach(world: World) -> None:
    listed = {each.login: each for each in accounts(actor=world.actor("administrator"), now=NOW)}
    assert "other_inspector" not in listed
    (line,) = listed["banker"].grants
    assert line.title.say("zh") == "开户银行"
    assert line.body == "代县农村商业银行"
    assert [each.login for each in accounts(actor=world.actor("inspector"), now=NOW)] == [
        "inspector"
    ]
    found = accounts(actor=world.actor("administrator"), now=NOW, text="农村商业")
    assert [each.login for each in found] == ["banker"]


def test_a_worker_holds_no_office(world: World) -> None:
    worker = Account(kind="worker", login="w", created_at=NOW, place=world.regions["140923"])
    from_outside = world.accounts["banker"].pk
    assert worker.kind == "worker"
    with pytest.raises(GrantRefused):
        give_grant(
            from_outside, "migrant_worker", place=world.regions["140923"],
            actor=world.actor("administrator"), now=NOW,
        )  # fmt: skip
