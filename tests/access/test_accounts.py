"""Accounts and roles: who may give them, which are kept apart, what is lent and ends."""

from __future__ import annotations

import datetime as dt

import pytest

from huxin.access.actions.accounts import (
    create_account,
    delegate,
    disable_account,
    disable_unused,
    end_grant,
    give_grant,
    reset_password,
)
from huxin.access.actor import of_account, system
from huxin.access.errors import GrantRefused, NotFound, Refused
from huxin.access.models import Account, Grant
from huxin.trail.models import Entry
from tests.support.world import NOW, World

DAY = dt.timedelta(days=1)


def test_an_administrator_makes_accounts_within_his_place_only(world: World) -> None:
    actor = world.actor("administrator")
    here, elsewhere = world.regions["140923"], world.regions["640104"]
    account, password = create_account("li.ming", "李明", place=here, actor=actor, now=NOW)
    assert account.check_password(password)
    assert account.must_change_password
    give_grant(
        account.pk, "labour_inspection", place=here, body=world.bodies["inspection"], actor=actor,
        now=NOW,
    )  # fmt: skip
    assert "labour_inspection" in of_account(account, now=NOW).roles
    with pytest.raises(Refused):
        create_account("wang.wu", "王五", place=elsewhere, actor=actor, now=NOW)
    with pytest.raises(Refused):
        create_account("wang.wu", "王五", place=here, actor=world.actor("inspector"), now=NOW)
    for login in ("li.ming", "LI.MING", "x", "a b c"):
        with pytest.raises(GrantRefused):
            create_account(login, "李明", place=here, actor=actor, now=NOW)


def test_administrators_are_kept_apart(world: World) -> None:
    actor = world.actor("administrator")
    here = world.regions["140923"]
    account, _ = create_account("admin2", "甲", place=here, actor=actor, now=NOW)
    give_grant(account.pk, "audit_admin", place=here, actor=actor, now=NOW)
    for role in ("system_admin", "security_admin", "hrss"):
        with pytest.raises(GrantRefused):
            give_grant(account.pk, role, place=here, actor=actor, now=NOW)
    inspector = world.accounts["inspector"].pk
    with pytest.raises(GrantRefused):
        give_grant(inspector, "audit_admin", place=here, actor=actor, now=NOW)
    with pytest.raises(GrantRefused):
        give_grant(inspector, "no_such_role", place=here, actor=actor, now=NOW)


def test_a_delegation_ends_and_goes_no_further(world: World) -> None:
    actor = world.actor("inspector")
    own = Grant.objects.get(account=world.accounts["inspector"])
    colleague = world.accounts["hrss_officer"].pk
    for to_at in (NOW, NOW - DAY):
        with pytest.raises(GrantRefused):
            delegate(own.pk, colleague, to_at=to_at, actor=actor, now=NOW)
    lent = delegate(own.pk, colleague, to_at=NOW + 7 * DAY, actor=actor, now=NOW)
    assert "labour_inspection" in world.actor("hrss_officer", now=NOW + DAY).roles
    assert "labour_inspection" not in world.actor("hrss_officer", now=NOW + 8 * DAY).roles
    with pytest.raises(GrantRefused):
        delegate(
            lent.pk, world.accounts["office_clerk"].pk, to_at=NOW + DAY,
            actor=world.actor("hrss_officer"), now=NOW,
        )  # fmt: skip
    with pytest.raises(NotFound):
        delegate(own.pk, colleague, to_at=NOW + DAY, actor=world.actor("housing_officer"), now=NOW)
    end_grant(own.pk, actor=world.actor("administrator"), now=NOW + DAY)
    assert "labour_inspection" not in world.actor("hrss_officer", now=NOW + DAY).roles


def test_a_closed_account_may_do_nothing_at_once(world: World) -> None:
    key = world.accounts["inspector"].pk
    disable_account(key, reason="调离", actor=world.actor("administrator"), now=NOW)
    account = Account.objects.get(pk=key)
    assert of_account(account, now=NOW).account is None
    with pytest.raises(NotFound):
        reset_password(key, actor=world.actor("inspector"), now=NOW)


def test_accounts_that_nobody_uses_are_closed(world: World) -> None:
    later = NOW + 91 * DAY
    used = world.accounts["inspector"]
    entries = Entry.objects.count()
    with_last_seen = Account.objects.filter(pk=used.pk)
    assert with_last_seen.get().last_seen_at is None
    closed = disable_unused(days=90, actor=system("accounts"), now=later)
    assert closed == len(world.accounts)
    assert Entry.objects.count() == entries + closed
    assert disable_unused(days=90, actor=system("accounts"), now=later) == 0
