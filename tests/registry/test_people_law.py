"""What the register of people carries out of the documents, clause by clause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib import resources

import pytest
import yaml

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.errors import NotFound
from huxin.access.fields import cipher
from huxin.access.permissions import table
from huxin.law import Lawbook
from huxin.registry.actions.contracts import file_contract
from huxin.registry.actions.roster import enrol, take_roster
from huxin.registry.errors.people import NoContractError
from huxin.registry.models import LabourContract
from huxin.registry.queries.retention import ledger_retention
from huxin.registry.queries.roster import RosterFilter, coverage, roster, staff
from huxin.trail.models import Entry as TrailEntry
from huxin.trail.models import Opening
from tests.registry.people import JUNE, entry, many, row
from tests.support.world import NOW, TODAY, World


def road(world: World) -> int:
    return world.projects["road"].pk


def take(world: World) -> None:
    """Three workers of the labour company, by its general contractor's labour-wage officer."""
    rows = [row(number) for number in range(1, 4)]
    actor = world.actor("labour_wage_officer")
    assert take_roster(rows, project=road(world), actor=actor, now=NOW).accepted == 3


def staff_register(world: World) -> None:
    """NX-01-1, NX-02-2: every worker has his employer, every employer its staff register."""
    take(world)
    employer = world.bodies["labour_company"].pk
    rows = roster(road(world), actor=world.actor("inspector")).rows
    assert {each.employer for each in rows} == {world.bodies["labour_company"].name}
    assert len(staff(employer, actor=world.actor("subcontractor_clerk")).rows) == 3


def real_names(world: World) -> None:
    """NX-02-5: all workers of a site by real name; who has no sound number is not taken."""
    take(world)
    bad = [row(9, identity=many(9)[:17])]
    taken = take_roster(bad, project=road(world), actor=world.actor("contractor_clerk"), now=NOW)
    assert [each.code for each in taken.refused] == ["identity.length"]


def contract_before_entry(world: World) -> None:
    """NX-02-4, DX-2-01-3: nobody enters without a contract on file."""
    actor = world.actor("contractor_clerk")
    with pytest.raises(NoContractError):
        enrol(entry(terms=None), project=road(world), actor=actor, now=NOW)
    assert enrol(entry(), project=road(world), actor=actor, now=NOW).enrolment is not None


def contract_and_filing_of_everybody(world: World) -> None:
    """DX-2-01-1: a contract and its filing for every worker; who lacks one is listed."""
    take(world)
    lacking = roster(road(world), actor=world.actor("inspector"), only=RosterFilter(lacks="filing"))
    assert len(lacking.rows) == 3


def filing_shown_per_worker(world: World) -> None:
    """NX-02-3: employment is filed, and the roster shows it worker by worker."""
    take(world)
    contract, actor = LabourContract.objects.order_by("pk")[0], world.actor("contractor_clerk")
    file_contract(contract.pk, filed_on=JUNE, actor=actor, now=NOW)
    rows = roster(road(world), actor=actor).rows
    assert [each.contract_filed_on for each in rows] == [JUNE, None, None]


def regulators_oversee_their_sector(world: World) -> None:
    """NX-02-6: each sector's regulator sees how complete the registers of its projects are."""
    take(world)
    found = coverage(road(world), on=TODAY, actor=world.actor("housing_officer"))
    assert (found.on_site, found.with_contract, found.with_filing) == (3, 3, 0)
    with pytest.raises(NotFound):
        coverage(road(world), on=TODAY, actor=world.actor("water_officer"))


CARRIED_OUT: dict[str, Callable[[World], None]] = {
    "register registry.roster.view": staff_register,
    "action registry.roster.take": real_names,
    "gate registry.enrolment.enrol": contract_before_entry,
    "register registry.contract.record": contract_and_filing_of_everybody,
    "register registry.contract.file": filing_shown_per_worker,
    "report registry.roster.count": regulators_oversee_their_sector,
}


def listed() -> dict[str, list[str]]:
    file = resources.files("huxin.registry") / "fulfils.yaml"
    found: dict[str, list[str]] = yaml.safe_load(file.read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", CARRIED_OUT)
def test_what_is_listed_is_carried_out(world: World, name: str) -> None:
    clauses = listed()[name]
    assert table().operation(name.split(" ")[1]).zh
    assert all(not Lawbook.load().clause(each).is_boundary for each in clauses)
    said = CARRIED_OUT[name].__doc__ or ""
    assert all(each in said for each in clauses)
    CARRIED_OUT[name](world)


def test_the_trail_of_a_batch_binds_its_content_and_names_nobody(world: World) -> None:
    take(world)
    entry_made = TrailEntry.objects.latest("number")
    opening = Opening.objects.get(entry=entry_made)
    values = cipher().open(bytes(opening.sealed), bound_to=entry_made.leaf.encode()).decode()
    for word in ('"content":', '"rows":3', '"accepted":3', '"enrolments":3', '"accounts":3'):
        assert word in values
    for secret in (many(1), "李四", row(1)["card"]):
        assert secret not in entry_made.leaf
        assert secret not in values
    assert entry_made.object == f"registry.project:{road(world)}"


def test_how_long_the_ledger_is_kept(world: World) -> None:
    """CN-724-28: three years after completion and settlement; DX-2-03-5 says two."""
    actor = world.actor("inspector")
    running = ledger_retention(road(world), on=TODAY, actor=actor)
    assert (running.years, running.until) == (3, None)
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        project = world.projects["road"]
        project.completed_on, project.settled_on = dt.date(2025, 7, 1), dt.date(2025, 9, 1)
        project.save(update_fields=["completed_on", "settled_on"])
        doing.note(project)
    ended = ledger_retention(road(world), on=TODAY, actor=actor)
    assert (ended.until, ended.rule) == (dt.date(2028, 9, 1), "CN-724-28")
