"""The one road for writes: no write outside of it, no commit without its proof."""

from __future__ import annotations

import pytest

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.errors import NotFound, Refused
from huxin.access.gate import Subject, check, reach, visible
from huxin.access.guard import Unproven
from huxin.registry.models import Project
from huxin.trail.models import Entry, Log
from tests.support.world import NOW, World

SEE = "registry.project.view"


def test_a_change_leaves_its_entry(world: World) -> None:
    before = Entry.objects.count()
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        world.projects["road"].name = "新名称"
        world.projects["road"].save(update_fields=["name"])
        doing.note(world.projects["road"], after={"name": "新名称"})
    entry = Entry.objects.latest("number")
    assert Entry.objects.count() == before + 1 == Log.objects.get().size
    assert entry.object == f"registry.project:{world.projects['road'].pk}"
    assert "新名称" not in entry.leaf


def test_a_write_outside_of_a_change_is_refused(world: World) -> None:
    with pytest.raises(Unproven):
        Project.objects.filter(pk=world.projects["road"].pk).update(name="x")


def test_a_change_without_its_entry_does_not_happen(world: World) -> None:
    with (
        pytest.raises(Unproven),
        change("access.installation.seed", actor=system("test"), now=NOW),
    ):
        Project.objects.update(name="x")
    assert not Project.objects.filter(name="x").exists()


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("inspector", {"road", "dam"}),
        ("housing_officer", {"road"}),
        ("water_officer", {"dam"}),
        ("other_inspector", set()),
        ("developer_clerk", {"road", "dam"}),
        ("contractor_clerk", {"road"}),
        ("subcontractor_clerk", {"road"}),
        ("other_clerk", {"dam"}),
        ("administrator", set()),
    ],
)
def test_each_sees_his_own_projects(world: World, who: str, sees: set[str]) -> None:
    actor = world.actor(who)
    found = set(visible(Project, SEE, actor=actor).values_list("pk", flat=True))
    assert found == {world.projects[key].pk for key in sees}
    for key, project in world.projects.items():
        if key in sees:
            assert reach(Project, project.pk, SEE, actor=actor) == project
        else:
            with pytest.raises(NotFound):
                reach(Project, project.pk, SEE, actor=actor)


def test_absent_and_not_yours_are_one_answer(world: World) -> None:
    actor = world.actor("other_inspector")
    said = set()
    for key in (world.projects["road"].pk, -1, "x", None, 2**80):
        with pytest.raises(NotFound) as caught:
            reach(Project, key, SEE, actor=actor)
        said.add(str(caught.value))
    assert len(said) == 1


def test_what_a_subject_must_be_is_checked_before_it_exists(world: World) -> None:
    here = Subject(path=world.regions["140923"].path, sector="building")
    check(SEE, actor=world.actor("inspector"), subject=here)
    check(SEE, actor=world.actor("housing_officer"), subject=here)
    for who in ("other_inspector", "water_officer", "administrator"):
        with pytest.raises(Refused):
            check(SEE, actor=world.actor(who), subject=here)
