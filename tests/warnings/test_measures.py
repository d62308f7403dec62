"""Courts and money kept for wages: a measure is flagged from its record to its release (YZ-5-9)."""

from __future__ import annotations

import datetime as dt

import pytest

from huxin.access.actor import Actor, system
from huxin.access.errors import NotFound
from huxin.access.models import Body
from huxin.registry.actions.deposits import DepositForm, record_deposit
from huxin.registry.actions.measures import MeasureForm, lift_measure, record_measure
from huxin.registry.errors.projects import FieldError, StepError
from huxin.registry.models import CourtMeasure, Deposit, Project, SpecialAccount
from huxin.registry.queries.completeness import Missing, completeness
from huxin.registry.queries.project import project_page
from huxin.registry.queries.registers import register
from huxin.warnings import monitor
from huxin.warnings.models import Warning
from tests.registry.test_account_papers import opened
from tests.registry.test_fulfils import moved
from tests.support.offices import clerk
from tests.support.world import NOW, TODAY, World
from tests.warnings.site import OTHER_RULES, Site, writing

PLATFORM = system("test")
DAY = dt.timedelta(days=1)
FROZEN = MeasureForm("freeze", "代县人民法院", "（2025）晋0923执101号", TODAY - DAY, 5_000_000)


def bank_account(world: World) -> SpecialAccount:
    return opened(world)


def deposit(world: World) -> Deposit:
    payer = world.parties["road.general_contractor"].pk
    form = DepositForm("cash", payer, 6_000_000, TODAY, bank=world.bodies["bank"].pk)
    return record_deposit(world.projects["road"].pk, form, actor=PLATFORM, now=NOW)


def of_court(world: World, place: str) -> Actor:
    with writing("access.body:test"):
        court = Body.objects.create(
            kind="court", role="court", name=f"测试{place}人民法院", place=world.regions[place],
            registered_on=TODAY,
        )  # fmt: skip
        return clerk(court)


def flagged(world: World, on: dt.date = TODAY) -> list[Missing]:
    road = world.projects["road"].pk
    found = completeness(road, on=on, actor=PLATFORM)
    return [each for each in found if each.id.startswith("measure.")]


@pytest.mark.parametrize("held", [bank_account, deposit])
def test_the_court_or_the_bank_records_it_and_lifting_clears_it(world: World, held: object) -> None:
    """YZ-5-9: at once in the project's file with the clause, until it is lifted."""
    assert callable(held)
    row = held(world)
    moved(world, "460205")
    banker = world.actor("banker")
    measure = record_measure(row, FROZEN, actor=banker, now=NOW)
    [said] = flagged(world)
    assert {"YZ-5-9", "CN-724-33"} <= set(said.clauses)
    assert "代县人民法院" in said.says.say("zh")
    line = register("measures", on=TODAY, actor=banker).lines[0]
    assert FROZEN.number in line.cells
    with pytest.raises(StepError):
        lift_measure(measure.pk, on=TODAY - 2 * DAY, because="裁定", actor=banker, now=NOW)
    lift_measure(measure.pk, on=TODAY, because="（2025）琼02执异1号", actor=banker, now=NOW)
    assert flagged(world) == []
    with pytest.raises(StepError):
        lift_measure(measure.pk, on=TODAY, because="裁定", actor=banker, now=NOW)


def test_only_the_court_of_the_place_and_those_served_reach_it(world: World) -> None:
    row = bank_account(world)
    own, other = of_court(world, "140923"), of_court(world, "140924")
    strangers = (other, world.actor("contractor_clerk"), world.actor("developer_clerk"))
    for stranger in strangers:
        with pytest.raises(NotFound):
            record_measure(row, FROZEN, actor=stranger, now=NOW)
    with pytest.raises(FieldError):
        record_measure(row, MeasureForm("freeze", "", "1", TODAY, 1), actor=own, now=NOW)
    assert not CourtMeasure.objects.exists()
    record_measure(row, FROZEN, actor=own, now=NOW)
    page = project_page(world.projects["road"].pk, on=TODAY, actor=own)
    [shown] = page.accounts[0].measures
    assert (shown.lifted_on, "CN-724-33" in shown.clauses) == (None, True)


def test_a_bank_that_keeps_the_deposit_only_has_its_part(world: World) -> None:
    row = deposit(world)
    record_measure(row, FROZEN, actor=world.actor("banker"), now=NOW)
    dam = world.projects["dam"]
    with pytest.raises(NotFound):
        project_page(dam.pk, on=TODAY, actor=world.actor("banker"))


def test_for_these_workers_wages_it_is_lawful(world: World) -> None:
    lawful = MeasureForm(FROZEN.kind, FROZEN.court, FROZEN.number, FROZEN.on, 1, serves_wages=True)
    record_measure(bank_account(world), lawful, actor=PLATFORM, now=NOW)
    assert flagged(world) == []


def test_labour_inspection_is_warned_until_it_is_lifted(site: Site) -> None:
    """The next run of the monitor raises ACC-13; it clears by itself."""
    world = site.world
    measure = record_measure(bank_account(world), FROZEN, actor=PLATFORM, now=NOW)
    monitor.run(NOW, OTHER_RULES)
    warning = Warning.objects.get(rule="ACC-13")
    assert (warning.amount_fen, warning.severity) == (5_000_000, "red")
    assert warning.project == Project.objects.get(code="DX-road")
    assert warning.owner == world.bodies["inspection"]
    lift_measure(measure.pk, on=TODAY, because="裁定", actor=PLATFORM, now=NOW)
    monitor.run(NOW + DAY, OTHER_RULES)
    warning.refresh_from_db()
    assert warning.cleared_by_facts
