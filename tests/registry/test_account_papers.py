"""Special accounts: where the bank lies, with whom they are filed, what the review found."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from huxin.access.actor import Actor, system
from huxin.access.errors import NotFound
from huxin.access.models import Body
from huxin.registry.actions.accounts import (
    AccountForm,
    agree,
    close_account,
    file_account,
    name_bank,
    open_account,
    review_opening,
)
from huxin.registry.errors.projects import FieldError, StepError
from huxin.registry.models import Project, SpecialAccount
from huxin.registry.queries.completeness import Missing, completeness
from huxin.registry.queries.owed import owed
from huxin.registry.queries.project import project_page
from huxin.registry.queries.registers import register
from tests.registry.test_fulfils import moved
from tests.support.offices import bureau, clerk
from tests.support.world import NOW, TODAY, World
from tests.warnings.site import writing

PLATFORM = system("test")


def opened(
    world: World, number: str = "140923000000012345", actor: Actor = PLATFORM, **other: Any
) -> SpecialAccount:
    given: dict[str, Any] = {
        "holder": world.parties["road.general_contractor"].pk, "bank": world.bodies["bank"].pk,
        "name": "中拓公司农民工工资专用账户", "number": number, "opened_on": dt.date(2025, 4, 1),
    }  # fmt: skip
    return open_account(
        world.projects["road"].pk, AccountForm(**given | other), actor=actor, now=NOW
    )


def missing(world: World) -> dict[str, Missing]:
    road = world.projects["road"].pk
    return {each.id: each for each in completeness(road, on=TODAY, actor=PLATFORM)}


def bank_in(world: World, place: str) -> None:
    with writing("access.body:test"):
        Body.objects.filter(pk=world.bodies["bank"].pk).update(place=world.regions[place])


@pytest.mark.parametrize(
    ("place", "is_elsewhere"),
    [("140923", False), ("140900", False), ("140000", False), ("140924", True), ("640104", True)],
)
def test_the_bank_lies_in_the_place_of_the_works(
    world: World, place: str, *, is_elsewhere: bool
) -> None:
    """DX-3-01-3: the county, or its city; of a bank of the whole province it cannot be told."""
    bank_in(world, place)
    opened(world)
    found = missing(world)
    assert ("account.bank_place" in found) is is_elsewhere
    if is_elsewhere:
        assert "DX-3-01-3" in found["account.bank_place"].clauses


def test_ningxia_asks_for_the_place_of_works_too(world: World) -> None:
    """NX-06-1: no account, then one at a bank elsewhere; both are said, with the clause."""
    moved(world, "640104")
    assert "NX-06-1" in missing(world)["account.none"].clauses
    opened(world)
    assert "NX-06-1" in missing(world)["account.bank_place"].clauses


def test_an_account_is_filed_with_everybody_that_the_place_names(world: World) -> None:
    """NX-06-4: sector regulator and HRSS; filed once both have it, and it says who is missing."""
    with writing("access.body:test"):
        place = world.regions["640104"]
        Project.objects.filter(pk=world.projects["road"].pk).update(place=place)
        housing, hrss = bureau(place, "housing_department"), bureau(place, "hrss")
    row = opened(world)
    agree(row.pk, on=TODAY, items=["wages_only"], actor=PLATFORM, now=NOW)
    once = file_account(row.pk, on=TODAY, filed_with=hrss.pk, actor=PLATFORM, now=NOW)
    assert once.filed_on is None
    says = missing(world)["account.filing"]
    assert ("行业主管（监管）部门" in says.says.say("zh"), "NX-06-4" in says.clauses) == (
        True,
        True,
    )
    both = file_account(row.pk, on=TODAY, filed_with=housing.pk, actor=PLATFORM, now=NOW)
    assert both.filed_on == TODAY
    assert "account.filing" not in missing(world)


def test_one_authority_is_enough_where_the_place_names_none(world: World) -> None:
    row = opened(world)
    agree(row.pk, on=TODAY, items=[], actor=PLATFORM, now=NOW)
    hrss = world.bodies["hrss"].pk
    assert file_account(row.pk, on=TODAY, filed_with=hrss, actor=PLATFORM, now=NOW).filed_on


def test_the_central_bank_reviews_the_opening(world: World) -> None:
    """DX-1-19-1: what is wrong stands in the file until the next review finds nothing."""
    row = opened(world)
    with writing("access.body:test"):
        branch = bureau(world.regions["140923"], "central_bank")
        reviewer = clerk(branch)
    given: dict[str, Any] = {"by": branch.pk, "on": TODAY, "now": NOW}
    review_opening(row.pk, found="账户名称与规定不符", actor=reviewer, **given)
    found = missing(world)["account.review"]
    assert found.clauses == ("DX-1-19-1",)
    assert "账户名称与规定不符" in found.says.say("zh")
    lines = register("accounts", on=TODAY, actor=reviewer)
    at = [each.text for each in lines.heads].index("Papers reviewed on")
    assert [each.cells[at] for each in lines.lines] == [TODAY]
    review_opening(row.pk, actor=reviewer, **given)
    assert "account.review" not in missing(world)
    with pytest.raises(StepError):
        review_opening(row.pk, actor=reviewer, **given | {"on": dt.date(2025, 3, 1)})
    for who in ("inspector", "contractor_clerk", "banker"):
        with pytest.raises(NotFound):
            review_opening(row.pk, actor=world.actor(who), **given)


def test_a_contractor_has_one_account_per_project(world: World) -> None:
    """CN-A53-6: a second one only after the first is closed."""
    first = opened(world)
    with pytest.raises(FieldError) as caught:
        opened(world, "140923000000099999")
    assert (caught.value.code, "CN-A53-6" in caught.value.rule) == ("account.second", True)
    with writing("registry.account:test"):
        SpecialAccount.objects.filter(pk=first.pk).update(notice_to_on=dt.date(2025, 9, 1))
    close_account(first.pk, on=TODAY, grounds="公示无异议", actor=PLATFORM, now=NOW)
    assert opened(world, "140923000000099999").pk != first.pk


def test_a_bank_named_by_the_agreement_records_the_first_account(world: World) -> None:
    """Before, the project is nobody's to see for it; another bank's account is refused."""
    road, banker = world.projects["road"].pk, world.actor("banker")
    holder, bank = world.parties["road.general_contractor"].pk, world.bodies["bank"].pk
    with pytest.raises(NotFound):
        opened(world, actor=banker)
    clerk_of = world.actor("contractor_clerk")
    given: dict[str, Any] = {"holder": holder, "on": TODAY, "items": [], "now": NOW}
    with pytest.raises(FieldError):
        name_bank(road, bank=world.bodies["developer"].pk, actor=clerk_of, **given)
    with pytest.raises(NotFound):
        name_bank(road, bank=bank, actor=banker, **given)
    named = name_bank(road, bank=bank, actor=clerk_of, **given)
    assert "代县农村商业银行" in missing(world)["account.none"].says.say("zh")
    assert [each.missing.id for each in owed(on=TODAY, actor=banker).lines] == ["account.none"]
    with pytest.raises(StepError):
        file_account(named.pk, on=TODAY, filed_with=world.bodies["hrss"].pk, actor=PLATFORM,
                     now=NOW)  # fmt: skip
    with writing("access.body:test"):
        other = Body.objects.create(
            kind="bank", name="繁峙县农村信用社", place=world.regions["140924"], registered_on=TODAY
        )
    with pytest.raises(FieldError):
        opened(world, bank=other.pk)
    row = opened(world, actor=banker)
    assert (row.pk, row.agreement_on, row.opened_on) == (named.pk, TODAY, dt.date(2025, 4, 1))
    assert "account.none" not in missing(world)
    with pytest.raises(FieldError):
        name_bank(road, bank=other.pk, actor=clerk_of, **given)


def test_a_department_sees_the_projects_that_its_acts_are_on(world: World) -> None:
    """A regulator of another sector that took the filing; before, the project is not its own."""
    road, officer = world.projects["road"].pk, world.actor("water_officer")
    with pytest.raises(NotFound):
        project_page(road, on=TODAY, actor=officer)
    row = opened(world)
    agree(row.pk, on=TODAY, items=[], actor=PLATFORM, now=NOW)
    file_account(row.pk, on=TODAY, filed_with=world.bodies["water"].pk, actor=PLATFORM, now=NOW)
    assert project_page(road, on=TODAY, actor=officer).project.pk == road
    with pytest.raises(NotFound):
        review_opening(row.pk, by=world.bodies["water"].pk, on=TODAY, actor=officer, now=NOW)
