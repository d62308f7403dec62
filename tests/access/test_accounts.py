"""Accounts and roles: who may give them, which are kept apart, what is lent and ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from huxin.access.actions.accounts import (
    create_account,
    disable_account,
    disable_unused,
    reopen_account,
    reset_password,
)
from huxin.access.actions.grants import end_grant, give_grant
from huxin.access.actor import Actor, of_account, system
from huxin.access.errors import GrantRefused, NotFound, Refused
from huxin.access.models import Account, Grant
from huxin.access.permissions import table
from huxin.access.policy import ADMINISTRATORS
from huxin.access.queries import accounts
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
    give_grant(account.pk, "audit_admin", place=here, actor=system("seed"), now=NOW)
    for role in ("system_admin", "security_admin", "hrss"):
        with pytest.raises(GrantRefused):
            give_grant(account.pk, role, place=here, actor=actor, now=NOW)
    inspector = world.accounts["inspector"].pk
    with pytest.raises(GrantRefused):
        give_grant(inspector, "audit_admin", place=here, actor=system("seed"), now=NOW)
    with pytest.raises(GrantRefused):
        give_grant(inspector, "no_such_role", place=here, actor=actor, now=NOW)


@pytest.fixture
def kept_apart(world: World) -> World:
    """The world with a second system administrator, a security administrator, two auditors."""
    for login, role in (
        ("second", "system_admin"), ("security", "security_admin"), ("auditor", "audit_admin"),
        ("auditor2", "audit_admin"),
    ):  # fmt: skip
        here = world.regions["140923"]
        made, _ = create_account(login, login, place=here, actor=system("seed"), now=NOW)
        give_grant(made.pk, role, place=here, actor=system("seed"), now=NOW)
        world.accounts[login] = made
    return world


TAKING_OVER: dict[str, Callable[[int, Actor], object]] = {
    "reset": lambda key, actor: reset_password(key, actor=actor, now=NOW),
    "disable": lambda key, actor: disable_account(key, reason="试", actor=actor, now=NOW),
    "end": lambda key, actor: end_grant(
        Grant.objects.get(account=key, ended_at=None).pk, actor=actor, now=NOW
    ),
}


@pytest.mark.parametrize("way", TAKING_OVER)
@pytest.mark.parametrize(
    ("keeper", "kept"),
    [("second", "administrator"), ("auditor2", "auditor"), ("administrator", "inspector")],
)
def test_each_administrator_is_kept_by_his_own_kind_only(
    kept_apart: World, way: str, keeper: str, kept: str
) -> None:
    """Whoever resets the auditor's password is the auditor (GB/T 22239 8.1.5)."""
    key, act = kept_apart.accounts[kept].pk, TAKING_OVER[way]
    others = {"second", "security", "auditor2"} - {keeper}
    if kept == "inspector":
        others -= {"second"}  # of the same kind as his keeper
    if way != "end":
        others |= {kept}  # one's own role may be given up
    for other in others:
        with pytest.raises((GrantRefused, NotFound, Refused)):
            act(key, kept_apart.actor(other))
    act(key, kept_apart.actor(keeper))


def test_nobody_gives_himself_a_role_or_makes_an_administrator_of_another_kind(
    kept_apart: World,
) -> None:
    here, fresh = kept_apart.regions["140923"], "fresh"
    admin = kept_apart.actor("administrator")
    made, _ = create_account(fresh, "新人", place=here, actor=admin, now=NOW)
    attempts = [
        ("administrator", kept_apart.accounts["administrator"].pk, "system_admin"),
        ("auditor", kept_apart.accounts["auditor"].pk, "audit_admin"),
        ("administrator", made.pk, "audit_admin"), ("administrator", made.pk, "security_admin"),
        ("security", made.pk, "audit_admin"), ("auditor", made.pk, "system_admin"),
        ("auditor", made.pk, "hrss"),
    ]  # fmt: skip
    for who, account, role in attempts:
        with pytest.raises(GrantRefused):
            give_grant(account, role, place=here, actor=kept_apart.actor(who), now=NOW)
    give_grant(made.pk, "audit_admin", place=here, actor=kept_apart.actor("auditor"), now=NOW)


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


def test_a_closed_account_is_opened_again_without_its_roles(world: World) -> None:
    admin, key = world.actor("administrator"), world.accounts["inspector"].pk
    disable_account(key, reason="休假", actor=admin, now=NOW)
    password = reopen_account(key, actor=admin, now=NOW + DAY)
    account = Account.objects.get(pk=key)
    assert account.check_password(password)
    assert account.must_change_password
    assert of_account(account, now=NOW + DAY).roles == {"signed_in"}
    assert key not in unused(NOW + 89 * DAY)
    assert key in unused(NOW + 92 * DAY)


def unused(at: dt.datetime) -> set[int]:
    disable_unused(days=90, actor=system("accounts"), now=at)
    return set(Account.objects.filter(is_active=False).values_list("pk", flat=True))


def test_who_was_lent_a_role_above_is_not_taken_over_from_below(world: World) -> None:
    """A county's administrator resets nobody who holds a role of the province as well."""
    key, county = world.accounts["inspector"].pk, world.actor("administrator")
    give_grant(
        key, "labour_inspection", place=world.regions["140000"], actor=system("seed"), now=NOW
    )
    for attempt in (
        lambda: reset_password(key, actor=county, now=NOW),
        lambda: disable_account(key, reason="试", actor=county, now=NOW),
    ):
        with pytest.raises(GrantRefused):
            attempt()


def test_giving_a_role_makes_nobody_the_keeper_of_a_foreign_account(world: World) -> None:
    """Else: give somebody of another county a role here, reset his password, sign in as him."""
    foreign, county = world.accounts["other_inspector"].pk, world.actor("administrator")
    with pytest.raises(NotFound):
        give_grant(
            foreign, "labour_inspection", place=world.regions["140923"], actor=county, now=NOW
        )
    give_grant(
        foreign, "labour_inspection", place=world.regions["140923"], actor=system("seed"), now=NOW
    )
    with pytest.raises(NotFound):
        reset_password(foreign, actor=county, now=NOW)
    assert foreign not in {each.key for each in accounts(actor=county, now=NOW)}


def test_a_unit_keeps_its_own_people(world: World) -> None:
    here, own = world.regions["140923"], world.bodies["contractor"]
    give_grant(
        world.accounts["contractor_clerk"].pk, "body_admin", place=here, body=own,
        actor=world.actor("administrator"), now=NOW,
    )  # fmt: skip
    admin = world.actor("contractor_clerk")
    made, _ = create_account("zhao.liu", "赵六", place=here, body=own, actor=admin, now=NOW)
    give_grant(made.pk, "labour_wage_officer", place=here, body=own, actor=admin, now=NOW)
    assert {each.login for each in accounts(actor=admin, now=NOW)} == {
        "contractor_clerk", "labour_wage_officer", "zhao.liu",
    }  # fmt: skip
    for role in ("hrss", "labour_inspection", "account_bank", "body_admin", "system_admin"):
        with pytest.raises(GrantRefused):
            give_grant(made.pk, role, place=here, body=own, actor=admin, now=NOW)
    stranger = world.bodies["other_contractor"]
    for place, body in ((here, stranger), (here, None), (world.regions["140900"], own)):
        with pytest.raises(Refused):
            give_grant(made.pk, "general_contractor", place=place, body=body, actor=admin, now=NOW)
    with pytest.raises(NotFound):
        reset_password(world.accounts["other_clerk"].pk, actor=admin, now=NOW)
    disable_account(made.pk, reason="离职", actor=admin, now=NOW)


def test_a_unit_does_not_touch_the_administrator_who_sits_in_it(world: World) -> None:
    here, office = world.regions["140923"], world.bodies["office"]
    give_grant(
        world.accounts["office_clerk"].pk, "body_admin", place=here, body=office,
        actor=world.actor("administrator"), now=NOW,
    )  # fmt: skip
    with pytest.raises(GrantRefused):
        reset_password(
            world.accounts["administrator"].pk, actor=world.actor("office_clerk"), now=NOW
        )


def test_a_unit_elsewhere_gets_its_people_from_there(world: World) -> None:
    """A grant for a body reaches all its projects, so only who keeps the body gives it."""
    elsewhere, here = world.bodies["other_inspection"], world.regions["140923"]
    admin = world.actor("administrator")
    account, _ = create_account("qian", "钱", place=here, actor=admin, now=NOW)
    with pytest.raises(Refused):
        give_grant(account.pk, "hrss", place=here, body=elsewhere, actor=admin, now=NOW)


def test_administrators_read_no_records() -> None:
    """GB/T 22239 8.1.5: system, security and audit administrators see running, not content."""
    running = ("access.", "trail.", "warnings.monitor.run")
    content = [
        name
        for name, each in table().operations.items()
        for role in ADMINISTRATORS
        if each.relations(role) and not name.startswith(running)
    ]
    assert content == []
