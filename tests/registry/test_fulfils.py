"""What the rooms say they carry out is done by something that there is, in the places that ask."""

from __future__ import annotations

from importlib import resources
from typing import Any

import pytest
import yaml

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.models import Region
from huxin.access.permissions import table
from huxin.law import Lawbook, read_waits
from huxin.law.gates import GATES, read_gates
from huxin.registry import queries
from huxin.registry.actions.parties import list_party
from huxin.registry.actions.permits import PermitForm, issue_permit
from huxin.registry.errors.projects import GateError
from huxin.registry.models import Project
from huxin.registry.policy.gates import JUDGES, REMEDIES, TITLES, Outcome
from huxin.registry.queries.gates import gate
from huxin.registry.queries.registers import REGISTERS, register
from huxin.rules.catalogue import RULES
from tests.support.world import NOW, TODAY, World

QUERIES = {
    "contract_text",
    "deposit.due",
    "completeness",
    "project_page",
    "poster",
    "retention",
    "liability",
    "employers",
    "shortfall",
}


def unreal(listed: dict[str, Any]) -> list[str]:
    """Names that nothing bears."""
    known = {
        "action": set(table().operations), "register": set(REGISTERS), "gate": set(GATES),
        "query": QUERIES, "rule": set(RULES),
    }  # fmt: skip
    parted = [(name, *name.split(" ", 1)) for name in listed]
    operations = set(table().operations)
    return [name for name, kind, what in parted if what not in known.get(kind, set()) | operations]


def test_what_stands_of_a_waiting_clause_is_there() -> None:
    there = {name for each in read_waits() for names in each.clauses.values() for name in names}
    assert unreal(dict.fromkeys(there)) == []
    assert unreal({"register heaven": []}) == ["register heaven"]


@pytest.mark.parametrize("room", ["registry", "access", "warnings", "wages"])
def test_what_is_said_to_carry_a_clause_out_is_there(room: str) -> None:
    file = resources.files(f"huxin.{room}") / "fulfils.yaml"
    listed = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert unreal(listed) == []
    assert unreal({"gate heaven": ["NX-01-4"]}) == ["gate heaven"]
    assert queries.__doc__


def test_every_condition_of_a_gate_is_judged() -> None:
    entries = [each for listed in read_gates(Lawbook.load()).values() for each in listed]
    asked = {each.condition.id for each in entries}
    assert asked <= set(JUDGES) == set(TITLES) == set(REMEDIES)


def moved(world: World, division: str, pack: str = "") -> Project:
    """The road, as if it lay in another place."""
    road = world.projects["road"]
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        place = Region.objects.create(
            code=f"{division}-T", name="测试区", kind="county", path=f"/{division}-T/",
            division=division, pack=pack,
        )  # fmt: skip
        Project.objects.filter(pk=road.pk).update(place=place, funds_proven=False)
        doing.note("access.installation:test")
    return Project.objects.get(pk=road.pk)


def test_yazhou_asks_for_money_and_honest_parties(world: World) -> None:
    """YZ-5-16 no permit without funds; YZ-5-10 and YZ-5-17 before approval; YZ-5-18 for bidding."""
    road, platform = moved(world, "460205"), system("test")
    form = PermitForm("construction", "1", TODAY, world.bodies["housing"].pk)
    with pytest.raises(GateError) as caught:
        issue_permit(road.pk, form, actor=platform, now=NOW)
    assert "YZ-5-16" in caught.value.rule
    for key in ("road.developer", "road.general_contractor"):
        list_party(world.parties[key].pk, on=TODAY, actor=platform, now=NOW)
    approval = gate(road.pk, "approval", on=TODAY, actor=platform).of(Outcome.NOT_MET)
    cited = {each for one in approval for each in one.clauses}
    assert {"YZ-5-10", "YZ-5-17"} <= cited
    bidding = gate(road.pk, "bidding", on=TODAY, actor=platform).of(Outcome.NOT_MET)
    assert "YZ-5-18" in {each for one in bidding for each in one.clauses}


def test_unpaid_deposits_stand_in_the_register(world: World) -> None:
    """LD-2-2-39: whether building units of the new area have stored the deposit."""
    road = moved(world, "450203", "liudong-2017")
    page = register("deposits", on=TODAY, actor=system("test"))
    line = next(each for each in page.lines if each.project == road.pk)
    heads = [each.text for each in page.heads]
    said = line.cells[heads.index("Judgement")]
    assert not isinstance(said, str | int | None)
    assert "没有存储工资保证金" in said.say("zh")  # type: ignore[union-attr]
    assert line.cells[heads.index("Short (yuan)")] == 5_000_000
