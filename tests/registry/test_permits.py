"""Permits, the chain of parties and works contracts, with the gate that stands before a permit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.errors import NotFound
from huxin.registry.actions.parties import PartyForm, add_party, add_team, leave, list_party
from huxin.registry.actions.permits import PermitForm, issue_permit, withdraw_permit
from huxin.registry.actions.projects import move_project
from huxin.registry.actions.works import WorksForm, check_works_contract, record_works_contract
from huxin.registry.errors.projects import FieldError, GateError, StepError
from huxin.registry.models import Deposit, Party, Permit, Project, WorksContract
from huxin.registry.policy.gates import Outcome
from huxin.registry.policy.parties import Link, check_link, flags_of
from huxin.registry.queries.gates import gate
from tests.support.world import NOW, TODAY, World

WHOLE = WorksForm(
    number="DX-HT-1", signed_on=dt.date(2025, 2, 1), price_fen=2_000_000_000, labour_cost_day=10,
    labour_cost_share_ppm=250_000, labour_cost_cycle_months=1, has_measuring_term=True,
    has_settlement_term=True, contractor_financed=False,
)  # fmt: skip


def permit(world: World, number: str = "140923202509300101", **other: Any) -> PermitForm:
    given: dict[str, Any] = {
        "kind": "construction", "number": number, "issued_on": TODAY,
        "issued_by": world.bodies["housing"].pk,
    }  # fmt: skip
    return PermitForm(**given | other)


def recorded(world: World, form: WorksForm = WHOLE) -> WorksContract:
    return record_works_contract(
        world.projects["road"].pk, form, client=world.parties["road.developer"].pk,
        contractor=world.parties["road.general_contractor"].pk,
        actor=world.actor("contractor_clerk"), now=NOW,
    )  # fmt: skip


def secured(world: World, **deposit: Any) -> Project:
    """The road with proof of funds, a works contract, and a deposit as said."""
    recorded(world)
    road = world.projects["road"]
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        Project.objects.filter(pk=road.pk).update(funds_proven=True)
        given = {"form": "cash", "stored_fen": 60_000_000, "stored_on": TODAY,
                 "clean_years": 0, "had_arrears": False}  # fmt: skip
        Deposit.objects.create(
            project=road, payer=world.parties["road.general_contractor"], **given | deposit
        )
        doing.note("access.installation:test")
    return Project.objects.get(pk=road.pk)


def test_no_permit_while_the_deposit_is_missing(world: World) -> None:
    """DX-1-03-4, DX-3-03-5, DX-3-03-11: the housing officer is told, with the clause."""
    road = secured(world, form="none", stored_fen=0, stored_on=None)
    officer = world.actor("housing_officer")
    with pytest.raises(GateError) as caught:
        issue_permit(road.pk, permit(world), actor=officer, now=NOW)
    assert caught.value.code == "gate.closed"
    assert caught.value.rule.startswith("DX-1-03-4")
    assert "工资保证金" in caught.value.say("zh")
    assert not Permit.objects.exists()
    answer = gate(road.pk, "construction_permit", on=TODAY, actor=officer)
    assert answer.outcome is Outcome.NOT_MET
    [unmet] = answer.of(Outcome.NOT_MET)
    assert (unmet.condition, unmet.remedy is not None) == ("deposit_stored", True)


def test_a_permit_whose_open_points_were_looked_at(world: World) -> None:
    """What the registers cannot tell (DX-3-04-9) is settled by the officer in writing."""
    road, officer = secured(world), world.actor("housing_officer")
    with pytest.raises(GateError) as caught:
        issue_permit(road.pk, permit(world), actor=officer, now=NOW)
    assert caught.value.code == "gate.unclear"
    assert "DX-3-04-9" in caught.value.rule
    form = permit(world, grounds="已核对建设单位其他项目，无拖欠工程款")
    issued = issue_permit(road.pk, form, actor=officer, now=NOW)
    assert (issued.number, issued.grounds) == (form.number, form.grounds)
    with pytest.raises(FieldError):
        issue_permit(road.pk, form, actor=officer, now=NOW)
    gone = withdraw_permit(issued.pk, on=TODAY, reason="资料不实", actor=officer, now=NOW)
    assert gone.withdrawn_on == TODAY
    with pytest.raises(StepError):
        withdraw_permit(issued.pk, on=TODAY, reason="资料不实", actor=officer, now=NOW)


@pytest.mark.parametrize(
    "who", ["contractor_clerk", "developer_clerk", "water_officer", "inspector"]
)
def test_only_the_regulator_issues(world: World, who: str) -> None:
    road = secured(world)
    with pytest.raises(NotFound):
        issue_permit(road.pk, permit(world, grounds="x"), actor=world.actor(who), now=NOW)
    assert not Permit.objects.exists()


def test_a_government_project_is_not_financed_by_its_contractor(world: World) -> None:
    """DX-3-04-11, DX-3-04-12, CN-724-23."""
    secured(world)
    recorded(world, WorksForm(**{**_fields(WHOLE), "contractor_financed": True}))
    answer = gate(
        world.projects["road"].pk, "construction_permit", on=TODAY, actor=world.actor("inspector")
    )
    unmet = {each.condition: each.clauses for each in answer.of(Outcome.NOT_MET)}
    assert set(unmet) == {"not_contractor_financed"}
    assert {"CN-724-23", "DX-3-04-11", "DX-3-04-12"} <= set(unmet["not_contractor_financed"])


@pytest.mark.parametrize(
    ("name", "clause"),
    [
        ("approval", "DX-1-05-1"), ("approval", "DX-3-04-10"), ("tendering", "DX-3-04-3"),
        ("bidding", "DX-3-04-4"), ("start", "DX-1-00-9"),
    ],
)  # fmt: skip
def test_each_gate_names_its_clauses(world: World, name: str, clause: str) -> None:
    answer = gate(world.projects["road"].pk, name, on=TODAY, actor=world.actor("office_clerk"))
    assert clause in {each for one in answer.answers for each in one.clauses}
    assert answer.outcome is not Outcome.MET


def test_another_place_asks_for_other_things(world: World) -> None:
    """NX-14-7 asks for the funds of government projects; the deposit is no condition there."""
    road = world.projects["road"]
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        Project.objects.filter(pk=road.pk).update(place=world.regions["640104"])
        doing.note("access.installation:test")
    with pytest.raises(NotFound):
        gate(road.pk, "approval", on=TODAY, actor=world.actor("inspector"))
    clerk = world.actor("developer_clerk")
    asked = gate(road.pk, "approval", on=TODAY, actor=clerk)
    assert "NX-14-7" in {each for one in asked.answers for each in one.clauses}
    permit_gate = gate(road.pk, "construction_permit", on=TODAY, actor=clerk)
    assert "deposit_stored" not in {each.condition for each in permit_gate.answers}


def test_a_listed_contractor_may_not_bid(world: World) -> None:
    """YZ-5-18 and CN-724-48."""
    party, road = world.parties["road.general_contractor"], world.projects["road"]
    with pytest.raises(NotFound):
        list_party(party.pk, on=TODAY, actor=world.actor("contractor_clerk"), now=NOW)
    list_party(party.pk, on=TODAY, actor=world.actor("inspector"), now=NOW)
    answer = gate(road.pk, "bidding", on=TODAY, actor=world.actor("inspector"))
    assert "contractor_not_listed" in {each.condition for each in answer.of(Outcome.NOT_MET)}


def _fields(form: WorksForm) -> dict[str, Any]:
    return {name: getattr(form, name) for name in WorksForm.__dataclass_fields__}


def test_a_whole_contract_has_no_findings(world: World) -> None:
    contract = recorded(world)
    checked = check_works_contract(contract.pk, actor=world.actor("housing_officer"), now=NOW)
    assert (checked.found, checked.checked_on) == ([], TODAY)
    again = recorded(world)
    assert again.pk == contract.pk
    assert again.checked_on == TODAY


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"has_measuring_term": False}, "measuring_cycle"),
        ({"has_settlement_term": None}, "settlement_method"),
        ({"labour_cost_day": None}, "labour_cost_date"),
        ({"labour_cost_share_ppm": None}, "labour_cost_amount_or_share"),
        ({"labour_cost_cycle_months": 2}, "cycle_too_long"),
        ({"contractor_financed": True}, "contractor_financed"),
    ],
)
def test_each_missing_or_unlawful_term_is_found(
    world: World, other: dict[str, Any], found: str
) -> None:
    contract = recorded(world, WorksForm(**_fields(WHOLE) | other))
    checked = check_works_contract(contract.pk, actor=world.actor("inspector"), now=NOW)
    assert checked.found == [found]
    changed = recorded(world, WHOLE)
    assert (changed.pk, changed.checked_on, changed.found) == (contract.pk, None, [])


def test_ningxia_asks_for_the_priority_of_wages(world: World) -> None:
    """NX-01-4: the clause that puts workers' wages first; nobody else asks for it."""
    contract = recorded(world)
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        Project.objects.update(place=world.regions["640104"])
        doing.note("access.installation:test")
    checked = check_works_contract(contract.pk, actor=system("test"), now=NOW)
    assert checked.found == ["wage_priority"]


def test_who_may_check_a_contract(world: World) -> None:
    contract = recorded(world)
    for who in ("contractor_clerk", "other_inspector", "banker"):
        with pytest.raises(NotFound):
            check_works_contract(contract.pk, actor=world.actor(who), now=NOW)
    with pytest.raises(FieldError):
        record_works_contract(
            world.projects["road"].pk, WHOLE, client=world.parties["dam.developer"].pk,
            contractor=world.parties["road.general_contractor"].pk,
            actor=world.actor("contractor_clerk"), now=NOW,
        )  # fmt: skip


def test_a_party_is_added_below_who_contracted_to_it(world: World) -> None:
    road, actor = world.projects["road"], world.actor("contractor_clerk")
    main = world.parties["road.general_contractor"]
    form = PartyForm(world.bodies["other_contractor"].pk, "subcontractor", main.pk)
    made = add_party(road.pk, form, actor=actor, now=NOW)
    assert add_party(road.pk, form, actor=actor, now=NOW).pk == made.pk
    team = add_team(made.pk, "钢筋一班", actor=actor, now=NOW)
    assert add_team(made.pk, "钢筋一班", actor=actor, now=NOW) == team
    with pytest.raises(StepError):
        leave(main.pk, on=TODAY, actor=actor, now=NOW)
    assert leave(made.pk, on=TODAY, actor=actor, now=NOW).left_on == TODAY
    with pytest.raises(NotFound):
        add_party(road.pk, form, actor=world.actor("banker"), now=NOW)


@pytest.mark.parametrize(
    ("role", "above", "code"),
    [
        ("labour_subcontractor", None, "party.place"),
        ("developer", None, "party.second_developer"),
        ("subcontractor", "road.labour", "party.place"),
        ("general_contractor", "road.labour", "party.place"),
        ("subcontractor", "dam.developer", "party.unknown"),
    ],
)  # fmt: skip
def test_who_may_not_stand_where(world: World, role: str, above: str | None, code: str) -> None:
    parent = world.parties[above].pk if above else None
    form = PartyForm(world.bodies["other_contractor"].pk, role, parent)
    with pytest.raises(StepError) as caught:
        add_party(world.projects["road"].pk, form, actor=world.actor("inspector"), now=NOW)
    assert caught.value.code == code


def test_a_circle_is_refused(world: World) -> None:
    main = world.parties["road.general_contractor"]
    road, actor = world.projects["road"], world.actor("inspector")
    one = add_party(
        road.pk, PartyForm(world.bodies["other_contractor"].pk, "subcontractor", main.pk),
        actor=actor, now=NOW,
    )  # fmt: skip
    with pytest.raises(StepError):
        add_party(road.pk, PartyForm(one.body_id, "subcontractor", one.pk), actor=actor, now=NOW)
    chain = [Link(1, "subcontractor", 2), Link(2, "general_contractor", 1)]
    with pytest.raises(StepError) as caught:
        check_link("subcontractor", chain[1], chain)
    assert caught.value.code == "party.circle"
    assert Party.objects.get(pk=one.pk).parent_id == main.pk


def test_a_person_in_the_chain_is_taken_in_and_flagged(world: World) -> None:
    """CN-724-36, DX-2-02-5: a labour contractor who is no company."""
    flags = flags_of([Link(1, "labour_subcontractor", 2, is_person=True),
                      Link(2, "subcontractor", None, is_licensed=False),
                      Link(3, "developer", None, is_licensed=None)])  # fmt: skip
    assert [(each.party, each.id) for each in flags] == [(1, "person"), (2, "unlicensed")]
    assert "DX-2-02-5" in flags[0].clauses


def test_nobody_settles_his_own_case(world: World) -> None:
    """A contractor's word does not open the gate; the regulator's on the permit does."""
    road, clerk = secured(world), world.actor("contractor_clerk")
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        Project.objects.filter(pk=road.pk).update(state="planned", started_on=None)
        doing.note("access.installation:test")
    given: dict[str, Any] = {"on": TODAY, "version": road.version, "actor": clerk, "now": NOW}
    with pytest.raises(GateError) as closed:
        move_project(road.pk, "building", grounds="我们保证", **given)
    assert closed.value.code == "gate.closed"
    officer = world.actor("housing_officer")
    form = permit(world, grounds="已核对，无拖欠工程款")
    issued = issue_permit(road.pk, form, actor=officer, now=NOW)
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        Permit.objects.filter(pk=issued.pk).update(grounds="")
        doing.note("access.installation:test")
    with pytest.raises(GateError) as unclear:
        move_project(road.pk, "building", grounds="我们保证", **given)
    assert unclear.value.code == "gate.unclear"
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        Permit.objects.filter(pk=issued.pk).update(grounds=form.grounds)
        doing.note("access.installation:test")
    moved = move_project(road.pk, "building", **given)
    assert (moved.state, moved.started_on) == ("building", TODAY)
