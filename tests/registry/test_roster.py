"""Rosters taken in: row by row refused with a reason, the rest taken, twice is once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huxin.access.errors import NotFound, Refused
from huxin.registry.actions.roster import take_contracts, take_roster
from huxin.registry.errors.people import TooManyRowsError
from huxin.registry.models import Card, Enrolment, LabourContract, Team, Worker, WorkerToken
from huxin.registry.taken import Taken
from huxin.trail.models import Entry as TrailEntry
from tests.registry.people import CONTRACTOR, JUNE, MAY, identity, many, phone, row
from tests.support.world import NOW, TODAY, World


def take(world: World, rows: Any, *, who: str = "labour_wage_officer") -> Taken:
    return take_roster(rows, project=world.projects["road"].pk, actor=world.actor(who), now=NOW)


def written() -> tuple[int, ...]:
    tables = (Worker, Card, LabourContract, Enrolment, Team, WorkerToken, TrailEntry)
    return tuple(table._default_manager.count() for table in tables)


def test_a_roster_is_taken_once(world: World) -> None:
    rows = [row(number) for number in range(20)]
    before = TrailEntry.objects.count()
    assert take(world, rows) == Taken(accepted=20)
    assert written() == (20, 20, 20, 20, 7, WorkerToken.objects.count(), before + 1)
    once = written()
    assert take(world, rows) == Taken(unchanged=20)
    assert written() == once


def test_what_the_roster_says_is_on_record(world: World) -> None:
    take(world, pa.Table.from_pylist([row(3, left_on=dt.date(2025, 8, 1), post="班组长")]))
    stay = Enrolment.objects.select_related("worker", "team", "party__body").get()
    assert (stay.entered_on, stay.left_on) == (JUNE, dt.date(2025, 8, 1))
    assert (stay.trade, stay.post, stay.day_rate_fen) == ("020", "team_leader", 30_000)
    assert stay.team is not None
    assert (stay.team.name, stay.party) == ("第3班", world.parties["road.labour"])
    worker = Worker.objects.get()
    assert (worker.name, worker.identity, worker.phone) == ("赵六一", many(3), phone(3))
    assert worker.born_on == "1960-03-05"
    contract = LabourContract.objects.get()
    assert (contract.signed_on, contract.from_on, contract.terms_missing) == (MAY, MAY, [])


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"identity": "14092319880305001X"}, "identity.checksum"),
        ({"identity": None}, "identity.empty"),
        ({"name": None}, "name.empty"),
        ({"name": "别人"}, "worker.other_name"),
        ({"employer": "没听说过的公司"}, "employer.not_party"),
        ({"entered_on": TODAY + dt.timedelta(days=1)}, "date.future"),
        ({"left_on": MAY}, "date.exit_order"),
        ({"contract_to": dt.date(2025, 4, 1)}, "date.contract_order"),
        ({"contract_signed_on": TODAY + dt.timedelta(days=1)}, "date.future"),
        ({"contract_from": TODAY, "contract_signed_on": None}, "contract.missing"),
        ({"contract_to": dt.date(2025, 5, 20)}, "contract.missing"),
        ({"card": "1234"}, "card.form"),
        ({"card": row(1)["card"]}, "card.of_other"),
    ],
)
def test_a_bad_row_is_refused_and_the_others_are_taken(
    world: World, fault: dict[str, Any], code: str
) -> None:
    take(world, [row(0), row(1)])
    base = row(0) if code == "worker.other_name" else row(5)
    outcome = take(world, [base | fault, row(6)])
    assert [each.code for each in outcome.refused] == [code]
    assert (outcome.accepted, outcome.rows) == (1, 2)
    assert all(each.error.remedy is not None and each.line for each in outcome.refused)


def test_the_same_person_twice_in_one_list(world: World) -> None:
    less = {"contract_signed_on": None, "contract_from": None, "contract_terms_missing": None}
    outcome = take(world, [row(5), row(5, **less), row(5, employer=CONTRACTOR, **less)])
    assert (outcome.accepted, outcome.unchanged) == (1, 1)
    assert [each.code for each in outcome.refused] == ["enrolment.already_on"]


def test_no_contract_no_entry_and_the_place_says_why(world: World) -> None:
    without = {"contract_signed_on": None, "contract_from": None, "contract_terms_missing": None}
    outcome = take(world, [row(1, **without)])
    (refused,) = outcome.refused
    assert refused.code == "contract.missing"
    assert refused.error.rule == "DX-2-01-3, CN-724-28, CN-A53-16"
    assert not Worker.objects.exists()


def test_nobody_under_sixteen_enters(world: World) -> None:
    young = {"identity": identity(1, "20090602")}  # sixteen on the second of June
    (refused,) = take(world, [row(1, **young)]).refused
    assert (refused.code, refused.error.rule) == ("worker.under_age", "CN-LAB-15")
    assert (
        take(
            world,
            [
                row(
                    1,
                    **young,
                )
                | {"entered_on": dt.date(2025, 6, 2)}
            ],
        ).accepted
        == 1
    )


def test_an_exit_and_a_return(world: World) -> None:
    july, august = dt.date(2025, 7, 1), dt.date(2025, 8, 1)
    take(world, [row(1)])
    (refused,) = take(world, [row(1, entered_on=july)]).refused
    assert refused.code == "enrolment.already_on"
    assert take(world, [row(1, left_on=august)]).accepted == 1
    (refused,) = take(world, [row(1, entered_on=july)]).refused
    assert refused.code == "date.before_last_exit"
    assert take(world, [row(1, entered_on=august)]).accepted == 1
    assert list(Enrolment.objects.order_by("pk").values_list("entered_on", "left_on")) == [
        (JUNE, august), (august, None),
    ]  # fmt: skip


def test_a_roster_changes_no_card_and_no_phone(world: World) -> None:
    take(world, [row(1)])
    outcome = take(world, [row(1, card=row(2)["card"], phone=phone(2))])
    assert outcome.unchanged == 1
    assert [each.code for each in outcome.remarks] == ["card.kept", "phone.kept"]
    assert Worker.objects.get().phone == phone(1)
    assert Card.objects.get().number == row(1)["card"]


def test_one_history_across_sites(world: World) -> None:
    take(world, [row(1)])
    other = row(1, employer=None)
    dam = world.projects["dam"].pk
    assert (
        take_roster([other], project=dam, actor=world.actor("other_clerk"), now=NOW).accepted == 1
    )
    assert Worker.objects.get().enrolments.count() == 2


def test_contracts_come_first(world: World) -> None:
    project, actor = world.projects["road"].pk, world.actor("subcontractor_clerk")
    assert take_contracts([row(1)], project=project, actor=actor, now=NOW).accepted == 1
    assert not Enrolment.objects.exists()
    bare = row(1, contract_signed_on=None, contract_from=None, contract_terms_missing=None)
    assert take_roster([bare], project=project, actor=actor, now=NOW).accepted == 1
    filed = row(1, contract_filed_on=JUNE, contract_terms_missing=2)
    assert take_contracts([filed], project=project, actor=actor, now=NOW).accepted == 1
    contract = LabourContract.objects.get()
    assert (contract.filed_on, contract.terms_missing) == (JUNE, ["unnamed", "unnamed"])


def test_each_enters_his_own_people(world: World) -> None:
    (refused,) = take(world, [row(1, employer=CONTRACTOR)], who="subcontractor_clerk").refused
    assert refused.code == "employer.not_yours"
    assert take(world, [row(1)], who="subcontractor_clerk").accepted == 1
    assert take(world, [row(2)], who="contractor_clerk").accepted == 1
    (refused,) = take(world, [row(3, employer=None)], who="inspector").refused
    assert refused.code == "employer.missing"
    for stranger in ("other_clerk", "developer_clerk", "banker", "housing_officer"):
        with pytest.raises((NotFound, Refused)):
            take(world, [row(4)], who=stranger)


def test_a_list_has_a_limit(world: World) -> None:
    with pytest.raises(TooManyRowsError):
        take(world, [row(1)] * 50_001)


def test_the_number_of_queries_does_not_grow_with_the_rows(world: World) -> None:
    take(world, [row(0)])
    counts = [kinds(world, range(1, 11)), kinds(world, range(100, 400))]
    assert counts[0]["SELECT"] == counts[1]["SELECT"] <= 20
    assert counts[0]["UPDATE"] == counts[1]["UPDATE"] <= 2
    assert counts[1]["INSERT"] <= counts[0]["INSERT"] + 40  # only what one statement cannot hold


def kinds(world: World, numbers: range) -> Counter[str]:
    rows = [row(number) for number in numbers]
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert take(world, rows).accepted == len(rows)
    return Counter(each["sql"].split()[0] for each in caught.captured_queries)


def test_a_batch_is_all_or_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def power_cut(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(Enrolment.objects, "bulk_create", power_cut)
    with pytest.raises(RuntimeError, match="power cut"):
        take(world, [row(1)])
    assert not Worker.objects.exists()
