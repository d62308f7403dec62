"""What companies and banks have to do: each its own, with day and clause, in few reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huxin.intake.actions.files import receive_file
from huxin.intake.queries import balance
from huxin.registry.actions.accounts import AccountForm, open_account
from huxin.registry.models import Project
from huxin.registry.queries.owed import OwedList, owed
from huxin.warnings.queries import on_us
from tests.support.browser_free import sign_in
from tests.support.world import NOW, TODAY, World

FIRST_PAGES = {
    "contractor_clerk": "/todo", "labour_wage_officer": "/todo", "developer_clerk": "/todo",
    "banker": "/todo", "inspector": "/warnings/today", "housing_officer": "/warnings/today",
}  # fmt: skip
PAPER = """序号,姓名,身份证号,班组,工种,进场日期
1,甲,1,木工,木工,2025-09-01
2,乙,2,木工,木工,2025-09-01
"""
SENDS = ("contractor_clerk", "labour_wage_officer", "inspector", "housing_officer")


@pytest.fixture
def account(world: World) -> Project:
    """The road has a special account at the bank, without its agreement and not filed."""
    road, main = world.projects["road"], world.parties["road.general_contractor"].pk
    form = AccountForm(
        main, world.bodies["bank"].pk, "北环路专户", "140923000000012345", dt.date(2025, 3, 1)
    )
    open_account(road.pk, form, actor=world.actor("contractor_clerk"), now=NOW)
    return road


def owes(world: World, who: str) -> OwedList:
    return owed(on=TODAY, actor=world.actor(who))


def test_everybody_is_told_what_is_his(world: World, account: Project) -> None:
    told = {who: {each.missing.id for each in owes(world, who).lines} for who in FIRST_PAGES}
    assert {"account.filing", "account.agreement", "post.officer"} <= told["contractor_clerk"]
    assert told["contractor_clerk"] == told["labour_wage_officer"]
    assert "guarantee.owner" not in told["contractor_clerk"]
    assert {"guarantee.owner", "project.funds"} <= told["developer_clerk"]
    assert "account.filing" not in told["developer_clerk"]
    assert {each.partition(".")[0] for each in told["banker"]} == {"account"}
    assert told["inspector"] == told["housing_officer"] == set()


def test_what_is_dated_comes_first_and_counts_when_it_is_past(
    world: World, account: Project
) -> None:
    found = owes(world, "contractor_clerk")
    dated = [each.missing.by.on for each in found.lines if each.missing.by]
    assert dated == sorted(dated)
    assert [each.missing.by is None for each in found.lines] == sorted(
        each.missing.by is None for each in found.lines
    )
    assert found.overdue(TODAY) == sum(on < TODAY for on in dated) > 0
    assert (found.projects, found.unseen) == (1, 0)
    assert all(each.missing.clauses for each in found.lines)


def test_the_number_of_reads_does_not_grow(world: World, account: Project) -> None:
    actor = world.actor("developer_clerk")

    def queries(act: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as caught:
            act()
        return len(caught)

    assert queries(lambda: owed(on=TODAY, actor=actor)) <= 14
    assert len(owed(on=TODAY, actor=actor).lines) > len(owes(world, "banker").lines)
    assert queries(lambda: on_us(actor=actor, today=TODAY)) <= 3


@pytest.mark.parametrize("who", FIRST_PAGES)
def test_the_first_page_is_ones_own(world: World, account: Project, who: str) -> None:
    """Whoever hands in files or sees them finds the equation there, and it holds."""
    receive_file(
        [PAPER.encode()], name="花名册.csv", project=account.pk,
        actor=world.actor("labour_wage_officer"), now=NOW,
    )  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        client = sign_in(world, who, at=NOW)
        assert client.get("/").headers["Location"] == FIRST_PAGES[who]
        said = client.get(FIRST_PAGES[who]).content.decode()
    sums = balance(actor=world.actor(who))
    equation = (
        f"收到 {sums.rows:,} 行＝已收下 {sums.accepted:,} 行＋已退回 {sums.rejected:,} 行"
        f"＋等待更正 {sums.waiting:,} 行"
    )
    assert sums.holds
    assert (sums.rows, sums.waiting) == ((2, 2) if who in SENDS else (0, 0))
    assert (equation in said) == (who in {*SENDS, "banker"})  # a bank sends lists of its own
