"""Likely duplicates: proposed, never merged by themselves; a merge is undone exactly."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from stdnum.cn import uscc

from huxin.access.actor import of_account, system
from huxin.access.change import change
from huxin.access.errors import NotFound, Refused
from huxin.access.fields import digest
from huxin.access.models import Body
from huxin.kernel.identity import check_character
from huxin.registry.actions.likeness import (
    keep_apart,
    merge,
    propose_firms,
    propose_likenesses,
    undo_merge,
)
from huxin.registry.actions.roster import take_roster
from huxin.registry.errors.people import (
    KeepOneError,
    MergeBlockedError,
    TwoCodesError,
    WrongStateError,
)
from huxin.registry.models import Enrolment, LabourContract, Likeness, Worker
from huxin.registry.policy.likeness import BLOCK_ROWS_MAX, nearly
from huxin.registry.queries.likeness import likenesses
from huxin.registry.queries.sign_in import worker_account
from huxin.registry.queries.workers import find, own_page
from tests.registry.people import JUNE, card, identity, many, phone, row
from tests.support.world import NOW, TODAY, World

JOB = system("likeness")
SOUND = tuple(
    body + uscc.calc_check_digit(body + "0") for body in ("91140923MA0GXT1A0", "91140923MA0GXT1B0")
)
SLIP = SOUND[0][:-2] + SOUND[0][:-3:-1]
"""Two sound credit codes, and the first with its last two characters swapped."""


def take(world: World, *rows: dict[str, Any], site: str = "road") -> list[Worker]:
    who = {"road": "labour_wage_officer", "dam": "other_clerk"}[site]
    project, actor = world.projects[site].pk, world.actor(who)
    taken = take_roster(list(rows), project=project, actor=actor, now=NOW)
    assert taken.refused == ()
    return list(Worker.objects.order_by("-pk")[: len(rows)])[::-1]


def propose() -> list[tuple[int, int, list[str]]]:
    propose_likenesses(actor=JOB, now=NOW)
    return [(each.one, each.other, each.grounds) for each in Likeness.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("14092319880305101", "14092319880305101", False),
        ("14092319880305101", "14092319880305201", True),
        ("14092319880305101", "14092319880305011", True),  # 10 and 01 swapped
        ("14092319880305101", "41092319880305101", True),
        ("14092319880305123", "14092319880305321", False),  # no neighbours
        ("14092319880305101", "14092319880306201", False),  # two slips
        ("1409231988", "140923198803", False),
    ],
)
def test_a_slip_or_a_swap_is_nearly_the_same(one: str, other: str, *, alike: bool) -> None:
    bodies = [each + check_character(each) if len(each) == 17 else each for each in (one, other)]
    assert nearly(*bodies) is alike


def test_people_who_may_be_one_are_proposed_and_left_alone(world: World) -> None:
    slip = many(1)[:16] + "9"
    assert nearly(slip, many(1))
    rows = [
        row(1),
        row(1, identity=slip + check_character(slip), phone=phone(50), card=card(50)),
        row(3),
        row(3, identity=many(313), card=card(51)),
        row(4),
        row(5, phone=phone(4)),
        row(6),
        row(6, name="别人", identity=identity(6), card=card(52), phone=phone(52)),
    ]
    one, slipped, two, same_phone, *_ = take(world, *rows)
    assert propose() == [
        (one.pk, slipped.pk, ["name_identity"]),
        (two.pk, same_phone.pk, ["name_phone"]),
    ]
    assert propose() == propose()
    assert not Worker.objects.exclude(merged_into=None).exists()


def test_a_card_claimed_by_two_is_looked_at(world: World) -> None:
    first, second = take(world, row(1), row(2))
    actor, project = world.actor("labour_wage_officer"), world.projects["road"].pk
    for _ in range(2):
        taken = take_roster([row(2, card=card(1))], project=project, actor=actor, now=NOW)
        assert [each.code for each in taken.refused] == ["card.of_other"]
    (found,) = Likeness.objects.all()
    assert (found.one, found.other, found.grounds) == (first.pk, second.pk, ["card"])


def test_what_everybody_shares_says_nothing(world: World) -> None:
    rows = [row(number, phone=phone(1), name="张三") for number in range(BLOCK_ROWS_MAX + 1)]
    take(world, *rows)
    found = propose_likenesses(actor=JOB, now=NOW)
    assert (found.compared, found.proposed, found.next_after) == (0, 0, None)
    assert found.too_common >= 1


def test_the_search_costs_the_same_however_many_people(world: World) -> None:
    counts = []
    for part in (range(10), range(10, 200)):
        take(world, *(row(number) for number in part))
        with CaptureQueriesContext(connection) as caught:
            propose_likenesses(actor=JOB, now=NOW)
        counts.append(sum(each["sql"].startswith("SELECT") for each in caught.captured_queries))
    assert counts[0] == counts[1] <= 12


def test_firms_that_may_be_one(world: World) -> None:
    code = "91140923MA0K1A2B3"
    slip = "91140923MA0K1A2B4"
    with change("access.installation.seed", actor=JOB, now=NOW) as doing:
        for name, credit, telephone in (
            ("代县聚力建筑劳务公司", "", ""),
            ("忻州大地建筑有限公司", code + "X", "0350-5221234"),
            ("忻州大地工程有限公司", slip + "Y", ""),
            ("代县远方建筑有限公司", "", "03505221234"),
        ):
            Body.objects.create(
                kind="company", name=name, credit_code=credit, phone=telephone,
                place=world.regions["140923"], registered_on=TODAY,
            )  # fmt: skip
        doing.note("access.body:test")
    propose_firms(actor=JOB, now=NOW)
    named = dict(Body.objects.values_list("pk", "name"))
    assert sorted(
        (named[each.one], named[each.other], *each.grounds) for each in Likeness.objects.all()
    ) == [
        ("代县聚力建筑劳务有限公司", "代县聚力建筑劳务公司", "firm_name"),
        ("忻州大地建筑有限公司", "代县远方建筑有限公司", "firm_phone"),
        ("忻州大地建筑有限公司", "忻州大地工程有限公司", "credit_code"),
    ]
    assert propose_firms(actor=JOB, now=NOW).proposed == 0


@pytest.mark.parametrize(("codes", "kept", "after"), [
    (("", SOUND[0]), 0, (SOUND[0], "")),
    ((SOUND[0], ""), 0, (SOUND[0], "")),
    ((SOUND[0], SLIP), 0, (SOUND[0], SLIP)),
    ((SOUND[0], SLIP), 1, None),
    ((SOUND[0], SOUND[1]), 0, None),
])  # fmt: skip
def test_a_credit_code_goes_with_the_firm_and_comes_back(
    world: World, codes: tuple[str, str], kept: int, after: tuple[str, str] | None
) -> None:
    officer, place = world.actor("inspector"), world.regions["140923"]
    with change("access.installation.seed", actor=JOB, now=NOW) as doing:
        firms = [
            Body.objects.create(
                kind="company", name=f"代县聚力建筑公司{code}", credit_code=code, place=place,
                registered_on=TODAY,
            )
            for code in codes
        ]  # fmt: skip
        one, other = (each.pk for each in firms)
        found = Likeness.objects.create(kind="body", one=one, other=other, proposed_at=NOW)
        doing.note(found)
    held = Body.objects.filter(pk__in=(one, other)).order_by("pk")
    keep = (one, other)[kept]
    if after is None:
        with pytest.raises(TwoCodesError):
            merge(found.pk, keep=keep, reason="同一家", actor=officer, now=NOW)
    else:
        merge(found.pk, keep=keep, reason="同一家", actor=officer, now=NOW)
        assert tuple(held.values_list("credit_code", flat=True)) == after
        assert held.get(merged_into=None).pk == keep
        undo_merge(found.pk, reason="两家", actor=officer, now=NOW)
    assert tuple(held.values_list("credit_code", flat=True)) == codes
    assert not held.exclude(merged_into=None).exists()


@pytest.fixture
def twins(world: World) -> tuple[World, Worker, Worker, Likeness]:
    """One person with two numbers: one on the road, the other on the dam."""
    (one,) = take(world, row(3))
    (other,) = take(world, row(3, identity=many(313), card=None, employer=None), site="dam")
    propose()
    return world, one, other, Likeness.objects.get()


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of the registry and of access, but for the decision itself and the trail."""
    return {
        model._meta.label_lower: list(model._default_manager.order_by("pk").values())
        for label in ("registry", "access")
        for model in apps.get_app_config(label).get_models()
        if model is not Likeness
    }


def test_a_merge_moves_all_and_undoing_restores_exactly(
    twins: tuple[World, Worker, Worker, Likeness],
) -> None:
    world, one, other, found = twins
    officer = world.actor("inspector")
    before = everything()
    merge(found.pk, keep=one.pk, reason="同一人，旧号码", actor=officer, now=NOW)
    assert Enrolment.objects.filter(worker=one).count() == 2
    assert Worker.objects.get(pk=other.pk).merged_into == one
    for number in (many(3), many(313)):
        assert [each.worker for each in find(number, actor=officer)] == [one.pk]
    again = row(3, identity=many(313), card=None, employer=None, left_on=TODAY)
    dam, clerk = world.projects["dam"].pk, world.actor("other_clerk")
    assert take_roster([again | {"left_on": None}], project=dam, actor=clerk, now=NOW).unchanged
    undo_merge(found.pk, reason="不是同一人", actor=officer, now=NOW)
    assert everything() == before
    assert Likeness.objects.get().state == "undone"


def test_who_signs_in_to_a_merged_record_is_told_which_phone(world: World) -> None:
    one, other = take(world, row(1), row(2, card=None))
    with change("access.installation.seed", actor=JOB, now=NOW) as doing:
        found = Likeness.objects.create(one=one.pk, other=other.pk, kind="worker", proposed_at=NOW)
        Enrolment.objects.filter(worker=other).update(left_on=TODAY)
        LabourContract.objects.filter(worker=other).update(from_on=JUNE)
        doing.note(found)
    merge(found.pk, keep=one.pk, reason="同一人", actor=world.actor("inspector"), now=NOW)
    account = worker_account(digest("phone", phone(2)))
    assert account is not None
    with pytest.raises(WrongStateError) as told:
        own_page(actor=of_account(account, now=NOW))
    assert "139****0001" in told.value.say("zh")


def test_rows_that_came_after_the_merge_stay(
    twins: tuple[World, Worker, Worker, Likeness],
) -> None:
    world, one, other, found = twins
    officer = world.actor("inspector")
    merge(found.pk, keep=one.pk, reason="同一人", actor=officer, now=NOW)
    dam, clerk = world.projects["dam"].pk, world.actor("other_clerk")
    left, back = dt.date(2025, 7, 1), dt.date(2025, 8, 1)
    for more in ({"left_on": left}, {"entered_on": back}):
        rows = [row(3, card=None, employer=None, **more)]
        assert take_roster(rows, project=dam, actor=clerk, now=NOW).accepted == 1
    undo_merge(found.pk, reason="不是同一人", actor=officer, now=NOW)
    stays = Enrolment.objects.filter(project=dam).order_by("pk")
    assert [(each.worker_id, each.entered_on) for each in stays] == [
        (other.pk, JUNE), (one.pk, back),
    ]  # fmt: skip


def test_a_merge_is_blocked_by_what_one_can_have_once_only(world: World) -> None:
    one, other = take(world, row(3), row(3, identity=many(313), card=card(51)))
    propose()
    found, officer = Likeness.objects.get(), world.actor("inspector")
    before = everything()
    with pytest.raises(MergeBlockedError):
        merge(found.pk, keep=one.pk, reason="同一人", actor=officer, now=NOW)
    assert everything() == before
    assert Likeness.objects.get().state == "proposed"
    assert other.merged_into is None


def test_a_person_decides_and_the_decision_stands(
    twins: tuple[World, Worker, Worker, Likeness],
) -> None:
    world, one, _, found = twins
    officer = world.actor("inspector")
    (shown,) = likenesses(actor=officer).rows
    assert [each.say("zh") for each in shown.grounds] == ["姓名和手机号都相同"]
    assert "*" in shown.one.number
    assert likenesses(actor=world.actor("other_inspector")).rows == ()
    with pytest.raises(KeepOneError):
        merge(found.pk, keep=-1, reason="x", actor=officer, now=NOW)
    for who in ("contractor_clerk", "housing_officer", "other_inspector"):
        with pytest.raises((NotFound, Refused)):
            merge(found.pk, keep=one.pk, reason="x", actor=world.actor(who), now=NOW)
    keep_apart(found.pk, reason="父子同号", actor=officer, now=NOW)
    assert likenesses(actor=officer).rows == ()
    propose()
    assert Likeness.objects.get().state == "different"
    with pytest.raises(WrongStateError):
        merge(found.pk, keep=one.pk, reason="x", actor=officer, now=NOW)
    with pytest.raises(WrongStateError):
        undo_merge(found.pk, reason="x", actor=officer, now=NOW)
