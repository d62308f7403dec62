"""What authorities state of firms: gates follow it, and who is watched first is listed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huxin.access.actions.bodies import BodyForm, change_body
from huxin.access.actor import system
from huxin.access.errors import BadBody, NotFound, Refused
from huxin.access.models import Body
from huxin.registry.actions.deposits import GroundForm, state_ground
from huxin.registry.actions.statements import (
    StatementForm,
    make_statement,
    withdraw_statement,
)
from huxin.registry.errors.projects import FieldError, StepError
from huxin.registry.models import Statement
from huxin.registry.policy.gates import Answer, Outcome
from huxin.registry.queries.employers import employers, statements_of
from huxin.registry.queries.gates import gate
from tests.registry.test_fulfils import moved
from tests.support.world import NOW, TODAY, World
from tests.warnings.site import writing

DAY = dt.timedelta(days=1)


def stated(world: World, firm: str, kind: str, *, holds: bool = True, who: str = "inspector",
           on: dt.date = TODAY) -> Statement:  # fmt: skip
    return make_statement(
        world.bodies[firm].pk, StatementForm(kind, holds, on, "查看工资台账和投诉记录"),
        stated_by=world.bodies["inspection"].pk, actor=world.actor(who), now=NOW,
    )  # fmt: skip


def answered(world: World, name: str, condition: str, on: dt.date = TODAY) -> Answer:
    found = gate(world.projects["road"].pk, name, on=on, actor=world.actor("inspector"))
    return next(each for each in found.answers if each.condition == condition)


@pytest.mark.parametrize(
    ("clause", "name", "condition", "firm", "kind"),
    [
        ("DX-3-04-3", "tendering", "developer_no_arrears", "developer", "arrears"),
        ("DX-3-04-4", "bidding", "contractor_no_arrears", "contractor", "arrears"),
        ("DX-3-04-9", "start", "developer_money_paid", "developer", "project_money"),
        ("DX-3-04-9", "construction_permit", "developer_money_paid", "developer", "project_money"),
        ("DX-3-04-2", "approval", "developer_no_arrears", "developer", "arrears"),
    ],
)  # fmt: skip
def test_a_gate_follows_what_was_stated(
    world: World, clause: str, name: str, condition: str, firm: str, kind: str
) -> None:
    """Nobody stated it: cannot tell. Stated: closed. Stated that there is none: open."""
    before = answered(world, name, condition)
    assert (before.outcome, clause in before.clauses) == (Outcome.CANNOT_TELL, True)
    row = stated(world, firm, kind)
    closed = answered(world, name, condition)
    assert closed.outcome is Outcome.NOT_MET
    assert "代县劳动保障监察大队" in closed.reason.say("zh")
    inspector = world.actor("inspector")
    withdraw_statement(row.pk, on=TODAY, reason="已全部付清", actor=inspector, now=NOW)
    assert answered(world, name, condition).outcome is Outcome.CANNOT_TELL
    stated(world, firm, kind, holds=False)
    assert answered(world, name, condition).outcome is Outcome.MET


def test_how_long_a_firm_is_barred_is_set_by_the_place(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DX-3-04-4 leaves the term open: until taken back, or the months that the place sets."""
    stated(world, "contractor", "arrears", on=dt.date(2025, 1, 10))
    assert answered(world, "bidding", "contractor_no_arrears").outcome is Outcome.NOT_MET
    monkeypatch.setattr("huxin.registry.law.LOCAL_FILE", str(tmp_path / "local.yaml"))
    (tmp_path / "local.yaml").write_text(
        'place: "140923"\nvalues:\n  gate.bidding_ban_months:\n    value: "6"\n'
        "    from: 2020-06-01\n    set_on: 2020-06-01\n    source: 代县施工企业投标资格管理办法\n",
        encoding="utf-8",
    )
    told = {
        on: answered(world, "bidding", "contractor_no_arrears", on).outcome
        for on in (dt.date(2025, 7, 9), dt.date(2025, 7, 10))
    }
    assert list(told.values()) == [Outcome.NOT_MET, Outcome.CANNOT_TELL]


def test_the_record_for_the_deposit_counts_where_nothing_else_is_stated(world: World) -> None:
    """DX-3-03-1, DX-3-03-8: past arrears are stated for the deposit as well."""
    road = world.projects["road"].pk
    state_ground(road, GroundForm(had_arrears=True), actor=world.actor("hrss_officer"), now=NOW)
    assert answered(world, "bidding", "contractor_no_arrears").outcome is Outcome.NOT_MET


def test_firms_with_past_arrears_are_watched_first(world: World) -> None:
    """NX-04-3, DX-3-05-2: arrears or abnormal operation; taken back, the firm is off the list."""
    row = stated(world, "contractor", "arrears")
    stated(world, "labour_company", "abnormal")
    stated(world, "developer", "arrears", holds=False)
    actor = world.actor("inspector")
    with CaptureQueriesContext(connection) as caught:
        found = employers(watched=True, on=TODAY, actor=actor)
    assert len(caught) == 2
    names = {each.key: [one.kind for one in each.watched] for each in found.lines}
    assert names == {
        world.bodies["contractor"].pk: ["arrears"], world.bodies["labour_company"].pk: ["abnormal"],
    }  # fmt: skip
    assert found.lines[0].watched[0].until is None
    withdraw_statement(row.pk, on=TODAY, reason="连续两年无拖欠", actor=actor, now=NOW)
    left = employers(watched=True, on=TODAY, actor=actor)
    assert [each.key for each in left.lines] == [world.bodies["labour_company"].pk]
    assert len(statements_of(world.bodies["contractor"].pk, actor=actor)) == 1


def test_employers_bear_their_trade(world: World) -> None:
    """NX-00-2, LD-1-2-1: what the document of the place puts first is marked with its clause."""
    zone = moved(world, "450203", "liudong-2017").place
    for key, place, sector in (
        ("other_contractor", world.regions["640104"], "catering_services"),
        ("contractor", zone, "industrial_parks"), ("labour_company", zone, "chemicals"),
    ):  # fmt: skip
        firm = world.bodies[key]
        change_body(firm.pk, BodyForm(sector=sector), actor=system("seed"), now=NOW)
        with_place(firm, place)
    found = {each.key: each.priority for each in employers(on=TODAY, actor=system("seed")).lines}
    assert found[world.bodies["other_contractor"].pk] == ("NX-00-2",)
    assert found[world.bodies["contractor"].pk] == ("LD-1-2-1",)
    assert found[world.bodies["labour_company"].pk] == ()
    only = employers(sector="chemicals", on=TODAY, actor=system("seed")).lines
    assert [each.key for each in only] == [world.bodies["labour_company"].pk]
    with pytest.raises(BadBody):
        change_body(
            world.bodies["contractor"].pk, BodyForm(sector="magic"), actor=system("seed"), now=NOW
        )


def with_place(firm: Body, place: object) -> None:
    with writing("access.body:test"):
        Body.objects.filter(pk=firm.pk).update(place=place)


def test_who_may_state_and_what_it_needs(world: World) -> None:
    for who in ("contractor_clerk", "banker"):
        with pytest.raises((NotFound, Refused)):
            stated(world, "contractor", "arrears", who=who)
    with pytest.raises(NotFound):
        stated(world, "contractor", "arrears", who="other_inspector")
    for other in ({"kind": "gossip"}, {"grounds": " "}, {"on": TODAY + DAY}):
        given = {"kind": "arrears", "holds": True, "on": TODAY, "grounds": "核实", **other}
        with pytest.raises(FieldError):
            make_statement(
                world.bodies["contractor"].pk, StatementForm(**given),  # type: ignore[arg-type]
                stated_by=world.bodies["inspection"].pk, actor=world.actor("inspector"), now=NOW,
            )  # fmt: skip
    row = stated(world, "contractor", "arrears")
    with pytest.raises(StepError):
        withdraw_statement(row.pk, on=TODAY, reason="", actor=world.actor("inspector"), now=NOW)
    own = statements_of(world.bodies["contractor"].pk, actor=world.actor("contractor_clerk"))
    assert [each.holds for each in own] == [True]
