"""What secures the wages: deposit, special account, letters of guarantee."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.errors import NotFound
from huxin.kernel.calendar import WorkCalendar
from huxin.kernel.texts import Message
from huxin.registry.actions.accounts import (
    AccountForm,
    agree,
    ask_closing,
    close_account,
    file_account,
    open_account,
)
from huxin.registry.actions.deposits import (
    DepositForm,
    GroundForm,
    ask_return,
    order_payment,
    record_deposit,
    record_paid,
    record_top_up,
    return_deposit,
    state_ground,
)
from huxin.registry.actions.guarantees import GuaranteeForm, end_guarantee, record_guarantee
from huxin.registry.errors.projects import FieldError, GateError, StepError
from huxin.registry.law import Here
from huxin.registry.models import Deposit, Guarantee, Project, SpecialAccount
from huxin.registry.policy.accounts import dates_of, expected_name, missing_items, name_fits
from huxin.registry.policy.deposits import Cover, Held, cover_of, due_by, due_of
from huxin.registry.policy.guarantees import Shape, state_of, too_short
from huxin.registry.queries.completeness import completeness
from tests.support.world import NOW, TODAY, World

HERE = Here("140923")
PRICE = 2_000_000_000
NAME = "代县中拓建筑工程有限公司代县北环路改造工程农民工工资专用账户"
NUMBER = "140923000000012345"


@dataclass
class Record:
    """A contractor's record as the authority states it."""

    clean_years: int | None
    had_arrears: bool | None
    is_listed: bool | None


def due(record: Record | None, price: int | None = PRICE, opened: dt.date | None = TODAY) -> Any:
    return due_of(
        price_fen=price, ground=record, account_opened_on=opened, registered_on=TODAY, here=HERE,
        on=TODAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("record", "low", "high"),
    [
        (Record(0, had_arrears=False, is_listed=False), 10_000_000, 60_000_000),
        (Record(2, had_arrears=False, is_listed=False), 5_000_000, 30_000_000),  # DX-3-03-6
        (Record(0, had_arrears=True, is_listed=False), 15_000_000, 90_000_000),  # CN-D65-12
        (Record(5, had_arrears=True, is_listed=True), 20_000_000, 120_000_000),
        (Record(None, had_arrears=None, is_listed=None), 5_000_000, 60_000_000),
        (None, 5_000_000, 60_000_000),
    ],
)
def test_what_is_due_follows_the_record(record: Record | None, low: int, high: int) -> None:
    """代县 has not set its rate (DX-3-03-3), so the law's bounds answer, never a guess."""
    found = due(record)
    assert (found.low_fen, found.high_fen) == (low, high)
    assert any("rate" in each.text for each in found.lacking)
    assert {"CN-D65-11", "CN-D65-12"} <= set(found.clauses)


def test_three_clean_years_exempt(world: World) -> None:
    """DX-3-03-7 and CN-D65-12: only with the special account in place."""
    three = Record(3, had_arrears=False, is_listed=False)
    assert due(three).is_exempt is True
    assert due(three, opened=None).is_exempt is False
    assert due(Record(2, had_arrears=False, is_listed=False)).is_exempt is False
    assert due(Record(None, had_arrears=False, is_listed=False)).is_exempt is None
    assert due(None, price=100_000_000).is_exempt is None


@pytest.mark.parametrize(
    ("held", "cover"),
    [
        (None, Cover.MISSING), (Held("none"), Cover.MISSING),
        (Held("cash", 9_999_999), Cover.SHORT),
        (Held("cash", 60_000_000), Cover.FULL), (Held("cash", 30_000_000), Cover.UNKNOWN),
        (Held("cash", 70_000_000, 20_000_000), Cover.UNKNOWN),
        (Held("cash", 70_000_000, 65_000_000), Cover.SHORT), (Held("exempt"), Cover.SHORT),
    ],
)  # fmt: skip
def test_whether_it_suffices(held: Held | None, cover: Cover) -> None:
    assert cover_of(held, due(Record(0, had_arrears=False, is_listed=False))).cover is cover
    nothing = cover_of(Held("cash", 1), due(None, price=None))
    assert nothing.cover is Cover.UNKNOWN


def test_by_when_it_is_stored() -> None:
    """CN-D65-8: twenty working days; the national holiday week lies between."""
    calendar = WorkCalendar.load()
    given: Any = {"here": HERE, "on": TODAY, "calendar": calendar}
    permit = due_by(permit_on=TODAY, permit_waived=False, signed_on=None, **given)
    assert permit is not None
    assert permit.on == dt.date(2025, 11, 4)
    assert due_by(permit_on=None, permit_waived=False, signed_on=TODAY, **given) is None
    waived = due_by(permit_on=None, permit_waived=True, signed_on=TODAY, **given)
    assert waived == permit


def stored(world: World, **other: Any) -> Deposit:
    given: dict[str, Any] = {"form": "cash", "payer": world.parties["road.general_contractor"].pk,
             "stored_fen": 40_000_000, "stored_on": TODAY}  # fmt: skip
    return record_deposit(
        world.projects["road"].pk, DepositForm(**given | other),
        actor=world.actor("contractor_clerk"), now=NOW,
    )  # fmt: skip


def test_a_deposit_is_used_made_full_and_returned(world: World) -> None:
    """CN-D65-19, CN-D65-20, CN-D65-22, DX-3-03-9: notice, payment, top-up, return."""
    row, officer = stored(world), world.actor("inspector")
    with pytest.raises(NotFound):
        order_payment(
            row.pk, number="1", used_fen=1, on=TODAY, actor=world.actor("contractor_clerk"), now=NOW
        )
    with pytest.raises(StepError) as caught:
        order_payment(row.pk, number="1", used_fen=40_000_001, on=TODAY, actor=officer, now=NOW)
    assert "CN-D65-19" in caught.value.rule
    order = order_payment(row.pk, number="1", used_fen=4_000_000, on=TODAY, actor=officer, now=NOW)
    with pytest.raises(FieldError):
        order_payment(row.pk, number="1", used_fen=1, on=TODAY, actor=officer, now=NOW)
    with pytest.raises(StepError):
        record_top_up(order.pk, on=TODAY, actor=officer, now=NOW)
    record_paid(order.pk, on=TODAY, actor=officer, now=NOW)
    with pytest.raises(StepError):
        record_paid(order.pk, on=TODAY, actor=officer, now=NOW)
    clerk = world.actor("contractor_clerk")
    with pytest.raises(StepError):
        ask_return(row.pk, on=TODAY, actor=clerk, now=NOW)
    completed(world)
    with pytest.raises(StepError):
        ask_return(row.pk, on=TODAY, actor=clerk, now=NOW)
    record_top_up(order.pk, on=TODAY, actor=clerk, now=NOW)
    with pytest.raises(StepError):
        return_deposit(row.pk, on=TODAY, grounds="x", actor=officer, now=NOW)
    ask_return(row.pk, on=TODAY, actor=clerk, now=NOW)
    asked = {e.id: e for e in completeness(row.project_id, on=TODAY, actor=officer)}
    waiting = asked["deposit.return"].by
    assert waiting is not None
    assert (asked["deposit.return"].owes, waiting.on) == ("authority", dt.date(2025, 10, 17))
    with pytest.raises(GateError):
        return_deposit(row.pk, on=TODAY, grounds=" ", actor=officer, now=NOW)
    back = return_deposit(row.pk, on=TODAY, grounds="已公示无拖欠", actor=officer, now=NOW)
    assert back.returned_on == TODAY


def completed(world: World) -> None:
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        Project.objects.update(state="completed", completed_on=TODAY)
        doing.note("access.installation:test")


@pytest.mark.parametrize(
    "other",
    [
        {"form": "exempt"}, {"stored_fen": 0}, {"payer": 2**40},
        {"stored_on": TODAY + dt.timedelta(days=1)},
    ],
)  # fmt: skip
def test_a_deposit_that_cannot_be(world: World, other: dict[str, Any]) -> None:
    with pytest.raises(FieldError):
        stored(world, **other)
    assert stored(world).form == "cash"


def test_only_the_authority_exempts_and_only_on_grounds(world: World) -> None:
    road = world.projects["road"]
    form = GroundForm(clean_years=3, had_arrears=False, is_listed=False, exempt=True)
    with pytest.raises(NotFound):
        state_ground(road.pk, form, actor=world.actor("contractor_clerk"), now=NOW)
    with pytest.raises(StepError):
        state_ground(road.pk, form, actor=world.actor("inspector"), now=NOW)
    assert not Deposit.objects.exists()
    opened(world)
    row = state_ground(road.pk, form, actor=world.actor("inspector"), now=NOW)
    assert (row.form, row.clean_years) == ("exempt", 3)


def opened(world: World, **other: Any) -> SpecialAccount:
    given: dict[str, Any] = {
        "holder": world.parties["road.general_contractor"].pk, "bank": world.bodies["bank"].pk,
        "name": NAME, "number": NUMBER, "opened_on": dt.date(2025, 4, 1),
    }  # fmt: skip
    return open_account(
        world.projects["road"].pk, AccountForm(**given | other),
        actor=world.actor("contractor_clerk"), now=NOW,
    )  # fmt: skip


def test_an_account_lives_from_opening_to_closing(world: World) -> None:
    """CN-724-27, CN-A53-6, CN-A53-9, CN-A53-10, NX-06-4: opened, agreed, filed, noticed, closed."""
    row, clerk, officer = opened(world), world.actor("contractor_clerk"), world.actor("inspector")
    assert SpecialAccount.objects.get(pk=row.pk).number == NUMBER
    assert world.actor("banker").bodies == {row.bank_id}
    hrss = world.bodies["hrss"].pk
    with pytest.raises(StepError):
        file_account(row.pk, on=TODAY, filed_with=hrss, actor=officer, now=NOW)
    agree(row.pk, on=TODAY, items=["wages_only"], actor=world.actor("banker"), now=NOW)
    filed = file_account(row.pk, on=TODAY, filed_with=hrss, actor=officer, now=NOW)
    assert filed.filed_with_id == hrss
    with pytest.raises(StepError):
        ask_closing(row.pk, commitment_on=TODAY, actor=clerk, now=NOW)
    completed(world)
    with pytest.raises(StepError):
        ask_closing(row.pk, commitment_on=None, actor=clerk, now=NOW)
    asked = ask_closing(row.pk, commitment_on=TODAY, actor=clerk, now=NOW)
    assert asked.notice_to_on == dt.date(2025, 10, 30)
    later = NOW + dt.timedelta(days=31)
    with pytest.raises(StepError) as caught:
        close_account(row.pk, on=dt.date(2025, 10, 30), grounds="x", actor=officer, now=later)
    assert "CN-724-27" in caught.value.rule
    with pytest.raises(GateError) as unclear:
        close_account(row.pk, on=dt.date(2025, 10, 31), actor=officer, now=later)
    assert "CN-A53-10" in unclear.value.rule
    assert len(unclear.value.unmet) == 4
    closed = close_account(
        row.pk, on=dt.date(2025, 10, 31), grounds="公示无异议", actor=officer, now=later
    )
    assert closed.closed_on == dt.date(2025, 10, 31)
    with pytest.raises(StepError):
        agree(row.pk, on=TODAY, items=[], actor=clerk, now=later)
    assert opened(world).pk != row.pk


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"number": "12"}, "account.card.form"), ({"holder": 2**40}, "account.form"),
        ({"name": " "}, "account.form"),
        ({"opened_on": TODAY + dt.timedelta(days=1)}, "account.form"),
    ],
)  # fmt: skip
def test_an_account_that_cannot_be(world: World, other: dict[str, Any], code: str) -> None:
    with pytest.raises(FieldError) as caught:
        opened(world, **other)
    assert caught.value.code == code
    opened(world)
    with pytest.raises(FieldError) as twice:
        opened(world)
    assert twice.value.code == "account.taken"


def test_the_name_of_an_account() -> None:
    """CN-A53-6: contractor, project, 农民工工资专用账户."""
    wanted = expected_name("甲公司", "乙（一期）工程", here=HERE, on=TODAY)
    assert wanted == "甲公司乙（一期）工程农民工工资专用账户"
    assert name_fits("甲公司乙(一期)工程 农民工工资专用账户", wanted)
    assert name_fits("甲公司基本户", wanted) is False
    assert name_fits("甲公司", None) is None
    assert "no_cash" in missing_items(["wages_only"], here=HERE, on=TODAY)
    dates = dates_of(
        signed_on=TODAY, opened_on=None, here=HERE, on=TODAY, calendar=WorkCalendar.load()
    )
    assert dates.open_by is not None
    assert (dates.open_by.on, dates.file_by) == (dt.date(2025, 10, 30), None)


def letter(world: World, number: str, to_on: dt.date, **other: Any) -> Guarantee:
    given: dict[str, Any] = {
        "kind": "wage_deposit", "number": number, "issuer": world.bodies["bank"].pk,
        "amount_fen": 60_000_000, "from_on": dt.date(2025, 1, 1), "to_on": to_on,
    }  # fmt: skip
    return record_guarantee(
        world.projects["road"].pk, GuaranteeForm(**given | other),
        actor=world.actor("contractor_clerk"), now=NOW,
    )  # fmt: skip


def test_letters_end_and_are_replaced(world: World) -> None:
    """CN-D65-17, DX-3-03-10: a reminder a month before; letters may stand for the deposit."""
    first = letter(world, "1", dt.date(2025, 10, 15))
    assert state_of(first, here=HERE, on=TODAY).shape is Shape.ENDING
    assert state_of(first, here=HERE, on=dt.date(2025, 8, 1)).shape is Shape.IN_FORCE
    assert state_of(first, here=HERE, on=dt.date(2025, 10, 16)).shape is Shape.EXPIRED
    assert state_of(first, here=HERE, on=dt.date(2024, 10, 16)).shape is Shape.COMING
    assert isinstance(too_short(first, planned_end_on=None, here=HERE), Message)
    second = letter(world, "2", dt.date(2026, 9, 30), replaces=first.pk)
    assert too_short(second, planned_end_on=dt.date(2026, 9, 30), here=HERE) is None
    assert too_short(second, planned_end_on=dt.date(2026, 10, 1), here=HERE) is not None
    again = Guarantee.objects.get(pk=first.pk)
    assert state_of(again, here=HERE, on=TODAY).shape is Shape.REPLACED
    with pytest.raises(StepError):
        letter(world, "3", dt.date(2026, 9, 30), replaces=first.pk)
    with pytest.raises(FieldError):
        letter(world, "2", dt.date(2026, 9, 30))
    with pytest.raises(FieldError):
        letter(world, "4", dt.date(2024, 9, 30))
    with pytest.raises(NotFound):
        end_guarantee(second.pk, on=TODAY, actor=world.actor("contractor_clerk"), now=NOW)
    ended = end_guarantee(second.pk, on=TODAY, actor=world.actor("inspector"), now=NOW)
    assert state_of(ended, here=HERE, on=TODAY).shape is Shape.ENDED
