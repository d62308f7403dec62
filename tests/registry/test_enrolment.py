"""One worker at a time: contract, entry, exit, correction; and what follows for a contract."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.errors import NotFound
from huxin.registry.actions.contracts import check_terms, end_contract, file_contract
from huxin.registry.actions.enrolment import Amendment, amend, leave
from huxin.registry.actions.roster import Entered, enrol, record_contract, register_worker
from huxin.registry.errors.people import (
    AlreadyOnError,
    NoContractError,
    OtherNameError,
    WrongDateError,
    WrongStateError,
)
from huxin.registry.models import Enrolment, LabourContract, Worker
from huxin.registry.policy.entry import Entry
from huxin.trail.models import Entry as TrailEntry
from tests.registry.people import CONTRACTOR, JUNE, MAY, entry
from tests.support.world import NOW, TODAY, World

WHO = "subcontractor_clerk"


def on_road(world: World, form: Entry, *, who: str = WHO) -> Entered:
    return enrol(form, project=world.projects["road"].pk, actor=world.actor(who), now=NOW)


def contracted(world: World, form: Entry, *, who: str = WHO) -> LabourContract:
    place, actor = world.projects["road"].pk, world.actor(who)
    found = record_contract(form, project=place, actor=actor, now=NOW).contract
    assert found is not None
    return found


def entered(world: World, form: Entry) -> Enrolment:
    found = on_road(world, form).enrolment
    assert found is not None
    return found


def test_who_enrols_a_worker_without_a_contract_is_refused(world: World) -> None:
    before = TrailEntry.objects.count()
    with pytest.raises(NoContractError) as refused:
        on_road(world, entry(terms=None))
    assert refused.value.rule == "DX-2-01-3, CN-724-28, CN-A53-16"
    assert "劳动合同" in refused.value.say("zh")
    assert (Worker.objects.count(), TrailEntry.objects.count()) == (0, before)
    contracted(world, entry())
    assert on_road(world, entry(terms=None)).enrolment is not None


def test_each_record_has_its_entry_in_the_trail(world: World) -> None:
    before = TrailEntry.objects.count()
    made = on_road(world, entry(card="6222020000000000001"))
    new = TrailEntry.objects.order_by("number")[before:]
    assert made.enrolment is not None
    assert made.contract is not None
    assert [each.object.split(":")[0] for each in new] == [
        "registry.worker", "registry.card", "registry.labourcontract", "registry.enrolment",
    ]  # fmt: skip
    on_road(world, entry(card="6222020000000000001"))
    assert TrailEntry.objects.count() == before + 4


def test_a_worker_is_registered_once_and_never_under_two_names(world: World) -> None:
    place, actor = world.projects["road"].pk, world.actor(WHO)
    first = register_worker(entry(), project=place, actor=actor, now=NOW)
    again = register_worker(entry(), project=place, actor=actor, now=NOW)
    assert first.worker.pk == again.worker.pk
    with pytest.raises(OtherNameError) as refused:
        register_worker(entry(name="别人"), project=place, actor=actor, now=NOW)
    assert first.worker.name not in refused.value.say("zh")
    assert Worker.objects.count() == 1


@pytest.mark.parametrize(
    ("place", "rule"),
    [("640104", "NX-02-4, CN-724-28, CN-A53-16"), ("140924", "CN-724-28, CN-A53-16")],
)
def test_each_place_cites_its_own_clause(world: World, place: str, rule: str) -> None:
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        world.projects["road"].place = world.regions[place]
        world.projects["road"].save(update_fields=["place"])
        doing.note(world.projects["road"])
    with pytest.raises(NoContractError) as refused:
        on_road(world, entry(terms=None))
    assert refused.value.rule == rule


def test_a_contract_with_somebody_else_does_not_count(world: World) -> None:
    contracted(world, entry(employer=CONTRACTOR), who="contractor_clerk")
    with pytest.raises(NoContractError, match="another company"):
        on_road(world, entry(terms=None))


def test_exit_and_return(world: World) -> None:
    stay, actor = entered(world, entry()), world.actor(WHO)
    with pytest.raises(AlreadyOnError):
        on_road(world, entry(entered_on=TODAY))
    for wrong in (MAY, TODAY + dt.timedelta(days=1)):
        with pytest.raises(WrongDateError):
            leave(stay.pk, left_on=wrong, actor=actor, now=NOW)
    leave(stay.pk, left_on=dt.date(2025, 7, 1), actor=actor, now=NOW)
    with pytest.raises(WrongStateError):
        leave(stay.pk, left_on=dt.date(2025, 7, 2), actor=actor, now=NOW)
    with pytest.raises(WrongDateError):
        on_road(world, entry(entered_on=dt.date(2025, 6, 30)))
    again = entered(world, entry(entered_on=dt.date(2025, 8, 1)))
    with pytest.raises(WrongDateError):
        amend(again.pk, Amendment(entered_on=JUNE), reason="笔误", actor=actor, now=NOW)
    amended = amend(
        again.pk, Amendment(entered_on=dt.date(2025, 7, 20), team="木工班", day_rate_fen=28_000),
        reason="笔误", actor=actor, now=NOW,
    )  # fmt: skip
    assert (amended.entered_on, amended.day_rate_fen) == (dt.date(2025, 7, 20), 28_000)
    assert amended.team is not None


def test_filing_terms_and_end_of_a_contract(world: World) -> None:
    contract, actor = contracted(world, entry()), world.actor(WHO)
    with pytest.raises(WrongDateError):
        file_contract(contract.pk, filed_on=TODAY + dt.timedelta(days=1), actor=actor, now=NOW)
    assert file_contract(contract.pk, filed_on=JUNE, actor=actor, now=NOW).filed_on == JUNE
    stated = ("wage_standard", "payment_time", "payment_method")
    checked = check_terms(contract.pk, stated=stated, actor=actor, now=NOW)
    assert checked.terms_missing == ["working_time", "work_content"]  # DX-2-01-2
    with pytest.raises(WrongDateError):
        end_contract(contract.pk, to_on=dt.date(2025, 4, 1), reason="辞职", actor=actor, now=NOW)
    ended = end_contract(contract.pk, to_on=JUNE, reason="辞职", actor=actor, now=NOW)
    assert ended.to_on == JUNE
    with pytest.raises(NoContractError, match="ended on"):
        on_road(world, replace(entry(entered_on=dt.date(2025, 7, 1)), terms=None))


def test_nobody_touches_another_company_s_people(world: World) -> None:
    form = entry(employer=CONTRACTOR)
    contract = contracted(world, form, who="contractor_clerk")
    stay = on_road(world, form, who="contractor_clerk").enrolment
    assert stay is not None
    with pytest.raises(NotFound):
        file_contract(contract.pk, filed_on=JUNE, actor=world.actor(WHO), now=NOW)
    with pytest.raises(NotFound):
        leave(stay.pk, left_on=TODAY, actor=world.actor(WHO), now=NOW)
    theirs = entered(world, entry(2))
    leave(theirs.pk, left_on=TODAY, actor=world.actor("contractor_clerk"), now=NOW)


def test_a_corrected_entry_needs_the_contract_too(world: World) -> None:
    stay, actor = entered(world, entry()), world.actor(WHO)
    with pytest.raises(NoContractError, match="not yet in force"):
        amend(
            stay.pk, Amendment(entered_on=dt.date(2025, 4, 1)), reason="笔误", actor=actor, now=NOW
        )
    assert Enrolment.objects.get().entered_on == JUNE


def test_an_entry_without_a_day_is_held_to_it_when_the_day_is_told(world: World) -> None:
    stay = entered(world, entry(entered_on=None))
    with pytest.raises(NoContractError, match="not yet in force"):
        on_road(world, entry(entered_on=dt.date(2025, 4, 1)))
    assert entered(world, entry()).pk == stay.pk
    assert Enrolment.objects.get().entered_on == JUNE
