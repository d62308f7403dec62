"""Projects: register, change under compare-and-set, move through their states and the gate."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from huxin.access.actor import of_account, system
from huxin.access.change import change
from huxin.access.errors import NotFound, Refused
from huxin.access.gate import visible
from huxin.access.models import Account, Grant
from huxin.kernel.errors import InputError
from huxin.registry.actions.projects import (
    ProjectForm,
    change_project,
    move_project,
    register_project,
)
from huxin.registry.errors.projects import FieldError, GateError, StaleError, StepError
from huxin.registry.models import Project
from huxin.registry.policy.projects import MOVES, check_move
from huxin.trail.models import Entry
from tests.support.world import NOW, TODAY, World

FORM = ProjectForm(
    name="代县第二中学新建工程", sector="building", funding="government",
    contract_price_fen=3_000_000_000, pay_day=25, pay_month_offset=1,
)  # fmt: skip


def registered(world: World, who: str = "contractor_clerk", **other: Any) -> Project:
    parties = {key: world.bodies[body].pk for key, body in (
        ("developer", "developer"), ("general_contractor", "contractor"),
    )}  # fmt: skip
    given: dict[str, Any] = {
        "code": "2509-140923-01",
        "place": "140923",
        "parties": parties,
    } | other
    return register_project(FORM, actor=world.actor(who), now=NOW, **given)


def test_a_contractor_registers_a_project(world: World) -> None:
    before = Entry.objects.count()
    project = registered(world)
    assert (project.state, project.version, project.registered_on) == ("planned", 1, TODAY)
    assert project.initials == "dxdezxxjgc"
    assert project.pinyin.startswith("daixiandier")
    chain = {each.role: each for each in project.parties.all()}
    assert chain["general_contractor"].parent == chain["developer"]
    assert Entry.objects.count() == before + 1
    seen = visible(Project, "registry.project.view", actor=world.actor("contractor_clerk"))
    assert project in seen


@pytest.mark.parametrize("who", ["developer_clerk", "housing_officer", "inspector"])
def test_who_else_may_register(world: World, who: str) -> None:
    assert registered(world, who).pk


@pytest.mark.parametrize("who", ["other_clerk", "water_officer", "other_inspector", "banker"])
def test_who_may_not_register(world: World, who: str) -> None:
    with pytest.raises(Refused):
        registered(world, who)
    assert not Project.objects.filter(code="2509-140923-01").exists()


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"place": "999999"}, "project.place"), ({"code": " "}, "project.incomplete"),
        ({"code": "DX-road"}, "project.taken"), ({"parties": {}}, "project.incomplete"),
        ({"parties": {"developer": 2**40}}, "project.body"),
        ({"parties": {"supervisor": 1}}, "project.incomplete"),
    ],
)  # fmt: skip
def test_a_project_that_cannot_be_is_refused(
    world: World, other: dict[str, Any], code: str
) -> None:
    with pytest.raises(FieldError) as caught:
        registered(world, **other)
    assert caught.value.code == code
    assert registered(world).pk


def test_a_change_meets_the_version_it_was_made_for(world: World) -> None:
    project, actor = registered(world), world.actor("contractor_clerk")
    changed = change_project(
        project.pk, ProjectForm(funds_proven=True), version=1, actor=actor, now=NOW
    )
    assert (changed.version, changed.funds_proven) == (2, True)
    with pytest.raises(StaleError):
        change_project(project.pk, ProjectForm(name="别的"), version=1, actor=actor, now=NOW)
    with pytest.raises(NotFound):
        change_project(
            project.pk, ProjectForm(name="别的"), version=2, actor=world.actor("other_clerk"),
            now=NOW,
        )  # fmt: skip
    assert Project.objects.get(pk=project.pk).name == FORM.name


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (ProjectForm(pay_day=32), "project.pay_day"),
        (ProjectForm(pay_month_offset=2), "project.pay_day"),
        (ProjectForm(contract_price_fen=0), "project.price"),
        (ProjectForm(started_on=TODAY + dt.timedelta(days=1)), "project.future"),
        (
            ProjectForm(started_on=TODAY, planned_end_on=TODAY - dt.timedelta(days=1)),
            "project.dates",
        ),
    ],
)
def test_values_that_cannot_be_right(world: World, form: ProjectForm, code: str) -> None:
    project = registered(world)
    with pytest.raises(FieldError) as caught:
        change_project(project.pk, form, version=1, actor=world.actor("contractor_clerk"), now=NOW)
    assert caught.value.code == code
    assert Project.objects.get(pk=project.pk).version == 1


def test_works_begin_through_the_gate_of_the_place(world: World) -> None:
    """DX-1-00-9, DX-3-03-3: no start without permit or start report, and without the deposit."""
    project, actor = registered(world), world.actor("housing_officer")
    with pytest.raises(GateError) as caught:
        move_project(project.pk, "building", on=TODAY, version=1, actor=actor, now=NOW)
    assert "DX-1-00-9" in caught.value.rule
    assert "DX-3-03-3" in caught.value.rule
    assert Project.objects.get(pk=project.pk).state == "planned"


def test_a_project_moves_on_and_never_back(world: World) -> None:
    road, actor = world.projects["road"], world.actor("housing_officer")
    paused = move_project(road.pk, "paused", on=TODAY, version=1, actor=actor, now=NOW)
    again = move_project(road.pk, "building", on=TODAY, version=2, actor=actor, now=NOW)
    assert (paused.state, again.started_on) == ("paused", road.started_on)
    done = move_project(road.pk, "completed", on=TODAY, version=3, actor=actor, now=NOW)
    assert done.completed_on == TODAY
    with pytest.raises(StepError):
        move_project(road.pk, "building", on=TODAY, version=4, actor=actor, now=NOW)
    with pytest.raises(StaleError):
        move_project(road.pk, "settled", on=TODAY, version=3, actor=actor, now=NOW)


@pytest.mark.parametrize("now", list(MOVES))
@pytest.mark.parametrize("to", list(MOVES))
def test_the_table_of_moves(now: str, to: str) -> None:
    given = {"on": TODAY, "today": TODAY, "started_on": None}
    if to in MOVES[now]:
        check_move(now, to, **given)  # type: ignore[arg-type]
        for on in (TODAY + dt.timedelta(days=1), TODAY - dt.timedelta(days=9)):
            with pytest.raises(StepError):
                check_move(now, to, on=on, today=TODAY, started_on=TODAY)
    else:
        with pytest.raises(StepError):
            check_move(now, to, **given)  # type: ignore[arg-type]


def test_a_grant_without_a_body_is_party_to_nothing(world: World) -> None:
    """A null body must not match projects that have no parties yet."""
    project = registered(world)
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        project.parties.all().update(parent=None)
        project.parties.all().delete()
        account = Account.objects.create(kind="staff", login="loose", created_at=NOW)
        Grant.objects.create(
            account=account, role="general_contractor", place=world.regions["140923"], from_at=NOW
        )
        doing.note("access.installation:test")
    actor = of_account(account, now=NOW + dt.timedelta(days=1))
    assert actor.held[-1].body is None
    assert not visible(Project, "registry.project.view", actor=actor).exists()


def test_a_form_says_only_what_it_says() -> None:
    assert replace(ProjectForm(), pay_day=3).said() == {"pay_day": 3}


@pytest.mark.parametrize(
    "form",
    [
        ProjectForm(name="长" * 121), ProjectForm(address="x" * 201), ProjectForm(name="a\x00b"),
        ProjectForm(contract_price_fen=2**63),
    ],
)  # fmt: skip
def test_what_no_column_holds_is_refused_with_its_place(world: World, form: ProjectForm) -> None:
    project = registered(world)
    with pytest.raises(InputError) as caught:
        change_project(project.pk, form, version=1, actor=world.actor("contractor_clerk"), now=NOW)
    assert caught.value.where.startswith("registry.project.")
    assert Project.objects.get(pk=project.pk).version == 1


def test_two_who_register_the_same_at_once(world: World) -> None:
    """The second gets an answer, not a fault: the database refused what the form had allowed."""
    first = registered(world)
    twin = Project(
        code=first.code, name="x", place=first.place, sector="other", funding="private",
        state="planned", registered_on=TODAY,
    )  # fmt: skip
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        with pytest.raises(InputError, match="somebody else"):
            doing.keep(twin)
        doing.note("access.installation:test")
    assert Project.objects.filter(code=first.code).count() == 1
