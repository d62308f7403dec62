"""What people do about a warning, and what they are refused. One set-up serves both."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from huxin.access.errors import NotFound, Refused
from huxin.trail.models import Entry
from huxin.warnings import actions, monitor
from huxin.warnings.errors import (
    AlreadyPassed,
    NotHere,
    NothingToWakeUp,
    OutOfTurn,
    SamePerson,
    StillSo,
    WithoutReason,
)
from huxin.warnings.models import Warning, WarningStep
from huxin.warnings.queries import Filter, listed, on_me, on_us
from tests.support.world import NOW
from tests.warnings.site import RULES, Site, writing

JULY = dt.date(2025, 7, 1)
DAY = dt.timedelta(days=1)
TOMORROW = NOW.date() + DAY


@pytest.fixture
def warning(site: Site) -> Warning:
    """No contract with one worker of the road; the other has one."""
    for name, party in (("甲", ""), ("乙", "road.labour")):
        each = site.enrol("road", name, party=party)
        site.attends(each, JULY)
        if not party:
            site.contract(each)
    monitor.run(NOW, RULES)
    return Warning.objects.get(rule="CON-01")


def untold(site: Site) -> None:
    """Nobody's contracts are on file any more: nothing can be told."""
    with writing("registry.labourcontract:test"):
        site.world.projects["road"].labour_contracts.all().delete()
    monitor.run(NOW + DAY, RULES)


def test_an_officer_takes_it(site: Site, warning: Warning) -> None:
    world = site.world
    inspector = world.actor("inspector")
    taken = actions.assign(
        warning.pk, account=world.accounts["hrss_officer"].pk, actor=inspector, now=NOW
    )
    assert (taken.state, taken.account) == ("assigned", world.accounts["hrss_officer"])
    assert taken.owner == world.bodies["hrss"]
    other = actions.assign(
        warning.pk, account=world.accounts["inspector"].pk, actor=inspector, now=NOW
    )
    assert other.owner == world.bodies["inspection"]
    for stranger in ("other_inspector", "contractor_clerk"):
        with pytest.raises(NotHere):
            actions.assign(
                warning.pk, account=world.accounts[stranger].pk, actor=inspector, now=NOW
            )
    for nobody in (-1, None, "x"):
        with pytest.raises(NotHere):
            actions.assign(warning.pk, account=nobody, actor=inspector, now=NOW)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("subcontractor_clerk", True),
        ("contractor_clerk", True),
        ("labour_wage_officer", True),
        ("developer_clerk", False),
        ("other_clerk", False),
        ("inspector", False),
        ("administrator", False),
    ],
)
def test_the_company_answers(site: Site, warning: Warning, who: str, *, may: bool) -> None:
    """The employer, or the general contractor who answers for the whole project."""
    given: dict[str, Any] = {"actor": site.world.actor(who), "now": NOW}
    if may:
        assert actions.answer(warning.pk, text="已补签", **given).state == "answered"
        with pytest.raises(OutOfTurn):
            actions.answer(warning.pk, text="再说一次", **given)
    else:
        with pytest.raises(NotFound):
            actions.answer(warning.pk, text="已补签", **given)
        assert Warning.objects.get(pk=warning.pk).state == "raised"


def test_what_a_department_left_undone_is_answered_by_no_company(
    site: Site, warning: Warning
) -> None:
    """The contractor goes on seeing it; it is neither on its list nor its to answer."""
    clerk = site.world.actor("contractor_clerk")
    before = {each.id for each in on_me(actor=clerk).rows}
    assert warning.pk in before
    with writing("warnings.warning:test"):
        Warning.objects.filter(pk=warning.pk).update(rule="DEP-05", body=None)
    assert warning.pk in {each.id for each in listed(Filter(), actor=clerk).rows}
    assert {each.id for each in on_me(actor=clerk).rows} == before - {warning.pk}
    assert on_us(actor=clerk, today=NOW.date()).open == len(before) - 1
    with pytest.raises(NotFound):
        actions.answer(warning.pk, text="已补签", actor=clerk, now=NOW)


def test_an_answer_says_something_and_stays_protected(site: Site, warning: Warning) -> None:
    clerk = site.world.actor("subcontractor_clerk")
    with pytest.raises(WithoutReason):
        actions.answer(warning.pk, text="  ", actor=clerk, now=NOW)
    actions.answer(warning.pk, text="canary-answer", actor=clerk, now=NOW)
    step = WarningStep.objects.get(move="answer")
    assert (step.text, step.body) == ("canary-answer", site.world.bodies["labour_company"])
    leaves = Entry.objects.values_list("leaf", flat=True)
    assert not [leaf for leaf in leaves if "canary-answer" in leaf]


def test_an_answer_is_rejected_with_a_reason(site: Site, warning: Warning) -> None:
    inspector = site.world.actor("inspector")
    with pytest.raises(OutOfTurn):
        actions.verify(warning.pk, accepted=True, actor=inspector, now=NOW)
    clerk = site.world.actor("subcontractor_clerk")
    actions.answer(warning.pk, text="已补签", actor=clerk, now=NOW)
    with pytest.raises(WithoutReason):
        actions.verify(warning.pk, accepted=False, actor=inspector, now=NOW)
    back = actions.verify(warning.pk, accepted=False, text="未见合同", actor=inspector, now=NOW)
    assert (back.state, back.account) == ("assigned", site.world.accounts["inspector"])


def test_a_rest_needs_a_reason_and_an_end(site: Site, warning: Warning) -> None:
    inspector = site.world.actor("inspector")
    for rest in (actions.snooze, actions.explain):
        with pytest.raises(AlreadyPassed):
            rest(warning.pk, until=NOW.date(), text="…", actor=inspector, now=NOW)
        with pytest.raises(WithoutReason):
            rest(warning.pk, until=TOMORROW, text="", actor=inspector, now=NOW)
        with pytest.raises(NotFound):
            rest(
                warning.pk, until=TOMORROW, text="…", actor=site.world.actor("other_inspector"),
                now=NOW,
            )  # fmt: skip
        assert rest(warning.pk, until=TOMORROW, text="等合同", actor=inspector, now=NOW).until_on
        assert actions.resume(warning.pk, actor=inspector, now=NOW).until_on is None


def test_it_is_handed_over_to_a_department_of_the_place(site: Site, warning: Warning) -> None:
    world, inspector = site.world, site.world.actor("inspector")
    for stranger in ("other_inspection", "contractor", "bank"):
        with pytest.raises(NotHere):
            actions.hand_over(
                warning.pk, body=world.bodies[stranger].pk, text="…", actor=inspector, now=NOW
            )
    given: dict[str, Any] = {"until": TOMORROW, "text": "…", "now": NOW}
    housing = world.actor("housing_officer")
    with pytest.raises(NotFound):
        actions.snooze(warning.pk, actor=housing, **given)
    moved = actions.hand_over(
        warning.pk, body=world.bodies["housing"].pk, text="属住建职责", actor=inspector, now=NOW
    )
    assert (moved.state, moved.owner) == ("handed_over", world.bodies["housing"])
    assert actions.snooze(warning.pk, actor=housing, **given).state == "snoozed"


def test_while_the_facts_say_so_nobody_closes_it(site: Site, warning: Warning) -> None:
    with pytest.raises(StillSo):
        actions.close(warning.pk, text="没问题", actor=site.world.actor("inspector"), now=NOW)


def test_two_people_close_what_cannot_be_told_any_more(site: Site, warning: Warning) -> None:
    world = site.world
    one, two = world.actor("inspector"), world.actor("hrss_officer")
    untold(site)
    with pytest.raises(OutOfTurn):
        actions.confirm(warning.pk, agreed=True, actor=two, now=NOW)
    actions.close(warning.pk, text="项目档案移交外县", actor=one, now=NOW)
    with pytest.raises(SamePerson):
        actions.confirm(warning.pk, agreed=True, actor=one, now=NOW)
    with pytest.raises(WithoutReason):
        actions.confirm(warning.pk, agreed=False, actor=two, now=NOW)
    refused = actions.confirm(warning.pk, agreed=False, text="再核实", actor=two, now=NOW)
    assert refused.state == "raised"
    actions.close(warning.pk, text="已核实", actor=one, now=NOW)
    closed = actions.confirm(warning.pk, agreed=True, actor=two, now=NOW)
    assert (closed.state, closed.cleared_by_facts) == ("cleared", False)
    assert actions.reopen(warning.pk, text="材料有误", actor=two, now=NOW).cleared_on is None


def test_what_the_facts_cleared_the_facts_raise_again(site: Site, warning: Warning) -> None:
    assert warning.worker is not None
    site.contract(warning.worker.enrolments.get())
    monitor.run(NOW, RULES)
    with pytest.raises(NothingToWakeUp):
        actions.reopen(warning.pk, text="…", actor=site.world.actor("inspector"), now=NOW)


@pytest.mark.parametrize(
    ("who", "may"),
    [("inspector", True), ("office_clerk", True), ("contractor_clerk", False), ("banker", False)],
)
def test_who_may_start_the_monitor(site: Site, who: str, *, may: bool) -> None:
    actor = site.world.actor(who)
    if may:
        assert actions.run_monitor(actor=actor, now=NOW, rules=RULES).judged
    else:
        with pytest.raises(Refused):
            actions.run_monitor(actor=actor, now=NOW, rules=RULES)
