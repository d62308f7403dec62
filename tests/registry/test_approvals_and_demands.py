"""Projects approved before their permits; deposits ordered, and what may stand for cash."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from huxin.access.actor import system
from huxin.access.errors import NotFound
from huxin.kernel.texts import Message
from huxin.registry.actions.deposits import (
    GIVEN,
    DepositForm,
    demand_deposit,
    order_payment,
    record_deposit,
)
from huxin.registry.actions.permits import PermitForm, approve_project, issue_permit
from huxin.registry.errors.projects import FieldError, GateError, StepError
from huxin.registry.models import Deposit, Guarantee, Permit, Project
from huxin.registry.policy.deposits import Cover
from huxin.registry.queries.completeness import completeness
from huxin.registry.queries.dossier import open_dossier
from huxin.registry.queries.projects import Filters, projects
from huxin.registry.queries.registers import register
from tests.registry.test_fulfils import moved
from tests.support.offices import bureau, clerk
from tests.support.world import NOW, TODAY, World
from tests.warnings.site import writing

PLATFORM = system("test")
DAY = dt.timedelta(days=1)


def approve(world: World, **other: Any) -> Permit:
    given: dict[str, Any] = {
        "number": "审〔2025〕12号", "issued_on": TODAY, "issued_by": world.bodies["office"].pk,
        "actor": PLATFORM, "now": NOW,
    }  # fmt: skip
    return approve_project(world.projects["road"].pk, **given | other)


def funded(world: World, *, proven: bool) -> None:
    """Whether the money is proven; once it is, the developer's guarantee is in force too."""
    road = world.projects["road"].pk
    with writing("registry.project:test"):
        Project.objects.filter(pk=road).update(funds_proven=proven)
        if proven:
            Guarantee.objects.create(
                project_id=road, kind="owner_payment", number="1", issuer=world.bodies["bank"],
                amount_fen=1, from_on=TODAY,
            )  # fmt: skip


def test_an_investment_project_is_approved_and_shown(world: World) -> None:
    """LD-2-2-10: by development and reform, with its state in the register."""
    moved(world, "450203", "liudong-2017")
    with writing("access.body:test"):
        place = Project.objects.get(pk=world.projects["road"].pk).place
        reform = clerk(bureau(place, "development_reform"))
    with pytest.raises(GateError):
        approve(world, actor=reform)
    funded(world, proven=True)
    row = approve(world, actor=reform)
    dossier = open_dossier(Project.objects.get(pk=world.projects["road"].pk), on=TODAY)
    assert (dossier.approval, dossier.permit) == (row, None)
    lines = register("permits", on=TODAY, actor=PLATFORM).lines
    assert any("审批" in cell.say("zh") for cell in lines[0].cells if isinstance(cell, Message))
    with pytest.raises(NotFound):
        approve(world, number="2", actor=world.actor("inspector"))
    with pytest.raises(FieldError):
        issue_permit(
            world.projects["road"].pk, PermitForm("approval", "3", TODAY, row.issued_by_id),
            actor=PLATFORM, now=NOW,
        )  # fmt: skip


def test_what_is_built_and_not_covered_is_told(world: World) -> None:
    """YZ-3-4: approvals and permits of all works under construction; who lacks one is listed."""
    moved(world, "460205")
    funded(world, proven=False)
    with pytest.raises(GateError) as caught:
        approve(world)
    assert "YZ-5-10" in caught.value.rule
    funded(world, proven=True)
    approve(world, grounds="已核实业主单位无失信记录")
    lacking = projects(Filters(lacks="permits"), on=TODAY, actor=PLATFORM)
    assert world.projects["road"].pk in {each.key for each in lacking.lines}


def demand(world: World, until: dt.date | None = TODAY + 10 * DAY, **other: Any) -> Deposit:
    given = {"number": "责〔2025〕1号", "by": world.bodies["housing"].pk, "now": NOW, **other}
    return demand_deposit(
        world.projects["road"].pk, until_on=until,
        **{"actor": world.actor("housing_officer"), **given},
    )  # fmt: skip


def store(world: World, fen: int = 60_000_000, form: str = "cash") -> Deposit:
    payer = world.parties["road.general_contractor"].pk
    given = DepositForm(form, payer, fen, TODAY)
    return record_deposit(world.projects["road"].pk, given, actor=PLATFORM, now=NOW)


def test_works_without_deposit_are_ordered_to_store_it(world: World) -> None:
    """NX-05-2, NX-T18-R2: number and limit; followed until the deposit is there."""
    row = demand(world)
    assert (row.form, row.demand_until_on) == ("none", TODAY + 10 * DAY)
    road = world.projects["road"].pk
    later = TODAY + 11 * DAY
    found = {each.id: each for each in completeness(road, on=later, actor=PLATFORM)}
    assert found["deposit.demand"].is_overdue(later)
    assert "责〔2025〕1号" in found["deposit.demand"].says.say("zh")
    store(world)
    assert "deposit.demand" not in {
        each.id for each in completeness(road, on=later, actor=PLATFORM)
    }
    with pytest.raises(StepError):
        demand(world, number="责〔2025〕2号")


def test_an_order_needs_its_limit(world: World) -> None:
    """The documents leave the term open (NX-05-2): the order itself names the day."""
    for until, number in ((None, "1"), (TODAY - DAY, "1"), (TODAY + DAY, " ")):
        with pytest.raises(FieldError):
            demand(world, until, number=number)
    for who in ("contractor_clerk", "water_officer", "other_inspector"):
        with pytest.raises(NotFound):
            demand(world, actor=world.actor(who))


def test_the_register_shows_deposits_by_owner(world: World) -> None:
    """YZ-2-2: whose project it is, what is stored, and until when it was ordered."""
    demand(world)
    page = register("deposits", on=TODAY, actor=PLATFORM)
    heads = [each.text for each in page.heads]
    line = next(each for each in page.lines if each.project == world.projects["road"].pk)
    assert line.cells[heads.index("Developer")] == world.bodies["developer"].name
    assert line.cells[heads.index("Ordered to store until")] == TODAY + 10 * DAY


@pytest.mark.parametrize("form", sorted(GIVEN))
def test_what_may_stand_for_cash(world: World, form: str) -> None:
    """DX-3-03-10: guarantee fund, third-party guarantee, insurance."""
    store(world, form=form)
    dossier = open_dossier(Project.objects.get(pk=world.projects["road"].pk), on=TODAY)
    assert dossier.cover.cover is Cover.FULL


@pytest.mark.parametrize("sector", ["building", "transport", "water", "mine"])
def test_every_sector_of_the_document_stores_it(world: World, sector: str) -> None:
    """DX-3-03-1: building, transport, water and non-coal mines; after arrears at a raised rate."""
    with writing("registry.project:test"):
        Project.objects.filter(pk=world.projects["road"].pk).update(sector=sector)
    road = Project.objects.get(pk=world.projects["road"].pk)
    dossier = open_dossier(road, on=TODAY)
    assert dossier.cover.cover is Cover.MISSING
    low = dossier.deposit_due.low_fen
    with writing("registry.deposit:test"):
        Deposit.objects.create(
            project=road, payer=world.parties["road.general_contractor"], form="none",
            had_arrears=True,
        )  # fmt: skip
    raised = open_dossier(road, on=TODAY).deposit_due
    assert low is not None
    assert raised.low_fen is not None
    assert raised.low_fen > low > 0


def test_nothing_but_an_order_to_pay_wages_draws_on_it(world: World) -> None:
    """DX-3-03-4: no more than is there, under a number, by the authority; the bank cannot."""
    row = store(world)
    given: dict[str, Any] = {"number": "支〔2025〕1号", "on": TODAY, "now": NOW}
    for who in ("banker", "contractor_clerk", "developer_clerk"):
        with pytest.raises(NotFound):
            order_payment(row.pk, used_fen=1, actor=world.actor(who), **given)
    officer = world.actor("hrss_officer")
    with pytest.raises(StepError):
        order_payment(row.pk, used_fen=60_000_001, actor=officer, **given)
    assert order_payment(row.pk, used_fen=10_000_000, actor=officer, **given).used_fen == 10_000_000
    road = Project.objects.get(pk=world.projects["road"].pk)
    assert open_dossier(road, on=TODAY).held.open_use_fen == 10_000_000  # type: ignore[union-attr]
