"""Employers without a project: their own account and deposit, and what they lack, by clause."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from huxin.access.actor import system
from huxin.access.errors import NotFound
from huxin.access.models import Body
from huxin.registry.actions.accounts import AccountForm, open_account
from huxin.registry.actions.employers import (
    OwnAccountForm,
    OwnDepositForm,
    close_own_account,
    record_own_account,
    record_own_deposit,
    return_own_deposit,
)
from huxin.registry.errors.projects import FieldError, StepError
from huxin.registry.queries.employer_file import EmployerFile, employer_file
from huxin.registry.queries.registers import register
from tests.support.world import NOW, TODAY, World
from tests.warnings.site import writing

SINCE = TODAY - dt.timedelta(days=20)


def mine(world: World, **facts: Any) -> int:
    """A mine of the county, run without a construction project."""
    with writing("access.body:test"):
        made = Body.objects.create(
            kind="company", name="代县测试铁矿有限公司", registered_on=TODAY,
            **{"place": world.regions["140923"], "sector": "mine", **facts},
        )  # fmt: skip
    return made.pk


def lacks(found: EmployerFile) -> dict[str, tuple[str, ...]]:
    return {each.id: each.clauses for each in found.lacks}


def test_every_employer_opens_an_account_in_its_place(world: World) -> None:
    """DX-3-01-1: none, one at a bank elsewhere, one in the place, closed again."""
    firm, officer = mine(world), world.actor("inspector")

    def said() -> dict[str, tuple[str, ...]]:
        return lacks(employer_file(firm, on=TODAY, actor=officer))

    assert "DX-3-01-1" in said()["account.none"]
    form = OwnAccountForm(world.bodies["bank"].pk, "工资专户", "140923000000012345", SINCE)
    for wrong in ({"number": "12"}, {"name": " "}, {"bank": 2**40},
                  {"opened_on": TODAY + dt.timedelta(days=1)}):  # fmt: skip
        with pytest.raises(FieldError):
            record_own_account(firm, replace(form, **wrong), actor=officer, now=NOW)
    account = record_own_account(firm, form, actor=officer, now=NOW)
    assert not {each for each in said() if each.startswith("account")}
    with pytest.raises(FieldError):
        record_own_account(world.bodies["contractor"].pk, form, actor=officer, now=NOW)
    builder = world.parties["road.general_contractor"].pk
    same = AccountForm(builder, form.bank, "专户", form.number, SINCE)
    with pytest.raises(FieldError, match="An open account with this number is on record"):
        open_account(world.projects["road"].pk, same, actor=officer, now=NOW)
    with writing("access.body:test"):
        Body.objects.filter(pk=form.bank).update(place=world.regions["140924"])
    assert "DX-3-01-1" in said()["account.place"]
    [line] = register("employer_accounts", on=TODAY, actor=officer).lines
    assert (line.body, line.cells[0]) == (firm, "代县测试铁矿有限公司")
    assert form.number not in line.cells
    close_own_account(account.pk, on=TODAY, actor=officer, now=NOW)
    assert "account.none" in said()
    with pytest.raises(StepError):
        close_own_account(account.pk, on=TODAY, actor=officer, now=NOW)


def test_mines_store_a_deposit_without_a_project(world: World) -> None:
    """DX-3-03-2: operating and new ones; of a firm without a trade nobody can tell."""
    firm, officer = mine(world), world.actor("inspector")

    def said(key: int = firm) -> dict[str, tuple[str, ...]]:
        return lacks(employer_file(key, on=TODAY, actor=officer))

    assert said()["deposit.none"] == ("DX-3-03-2",)
    form = OwnDepositForm(world.bodies["bank"].pk, "cash", 30_000_000, SINCE)
    for wrong in ({"form": "none"}, {"stored_fen": 0}, {"bank": 2**40}):
        with pytest.raises(FieldError):
            record_own_deposit(firm, replace(form, **wrong), actor=officer, now=NOW)
    row = record_own_deposit(firm, form, actor=officer, now=NOW)
    assert "deposit.none" not in said()
    with pytest.raises(FieldError):
        record_own_deposit(firm, form, actor=officer, now=NOW)
    [line] = register("employer_deposits", on=TODAY, actor=officer).lines
    assert line.body == firm
    return_own_deposit(row.pk, on=TODAY, actor=officer, now=NOW)
    assert "deposit.none" in said()
    assert "deposit.trade" in said(mine(world, sector=""))
    assert "deposit.none" not in said(mine(world, sector="manufacturing"))


def test_nothing_is_asked_where_no_document_asks(world: World) -> None:
    """Ningxia knows accounts and deposits of projects only."""
    firm = mine(world, place=world.regions["640104"])
    assert employer_file(firm, on=TODAY, actor=system("test")).lacks == ()


def test_only_the_firm_and_the_officers_of_its_place_record_it(world: World) -> None:
    own = world.bodies["contractor"].pk
    form = OwnDepositForm(world.bodies["bank"].pk, "cash", 1, SINCE)
    for stranger in ("other_clerk", "other_inspector", "banker"):
        with pytest.raises(NotFound):
            record_own_deposit(own, form, actor=world.actor(stranger), now=NOW)
    row = record_own_deposit(own, form, actor=world.actor("contractor_clerk"), now=NOW)
    with pytest.raises(NotFound):
        return_own_deposit(row.pk, on=TODAY, actor=world.actor("contractor_clerk"), now=NOW)
