"""Each sector's department answers for real names and contracts on the sites of its sector."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from huxin.access.errors import NotFound
from huxin.access.models import Region
from huxin.registry.models import Project
from huxin.registry.queries.roster import coverage
from huxin.warnings import monitor
from huxin.warnings.models import Warning
from huxin.warnings.places import Place, book, place_key
from huxin.warnings.queries.hazards import hazards
from huxin.warnings.routes import Case, Routes
from tests.support.offices import bureau, clerk
from tests.support.world import NOW, TODAY, World
from tests.warnings.site import ENTERED, OTHER_RULES, RULES, Site, writing

CASES = (
    ("DX-1-03-1", "140923", "", "housing_department", "building"),
    ("DX-1-04-1", "140923", "", "transport_department", "transport"),
    ("DX-1-04-1", "140923", "", "water_department", "water"),
    ("DX-1-07-1", "140923", "", "industry_department", "ore_dressing"),
    ("DX-1-08-1", "140923", "", "emergency_office", "mine"),
    ("DX-1-17-1", "140923", "", "culture_tourism", "tourism"),
    ("NX-14-5", "640104", "", "housing_department", "municipal"),
    ("NX-14-5", "640104", "", "transport_department", "transport"),
    ("LD-2-2-17", "450203", "liudong-2017", "water_department", "water"),
    ("YZ-2-5", "460205", "", "housing_department", "municipal"),
)


def placed(world: World, division: str, pack: str) -> Region:
    """A county of its own, under the documents of a division."""
    return world.regions.get(division) or Region.objects.create(
        code=f"{division}-T", name="测试区", kind="county", path=f"/{division}-T/",
        division=division, pack=pack,
    )  # fmt: skip


@contextmanager
def moved(world: World, division: str, pack: str, sector: str) -> Iterator[Region]:
    """The dam as a site of that place and sector, the road there too in another sector."""
    with writing("access.body:test"):
        place = placed(world, division, pack)
        other = "railway" if sector != "transport" else "mine"
        for key, given in (("dam", sector), ("road", other)):
            Project.objects.filter(pk=world.projects[key].pk).update(place=place, sector=given)
        yield place


@pytest.mark.parametrize(("clause", "division", "pack", "role", "sector"), CASES)
def test_a_department_answers_for_its_sector(
    world: World, clause: str, division: str, pack: str, role: str, sector: str
) -> None:
    """The register of its sites is open to it, of no other; missing real names are its matter."""
    with moved(world, division, pack, sector) as place:
        body = bureau(place, role)
        for other in ("hrss", "labour_inspection", "railway_bureau"):
            bureau(place, other)
        actor = clerk(body)
    at = Place(place.code, place.path, place_key(division, pack), division, pack or None)
    owner, route = Routes(book()).owner(at, Case("ENR-01", "enr", sector))
    assert owner == body.pk
    listed = {each.id: each for one_pack in book().packs.values() for each in one_pack.routes}
    document = {each[:2] for each in listed[route].clauses}
    assert clause[:2] in document
    assert coverage(world.projects["dam"].pk, on=TODAY, actor=actor).on_site == 0
    with pytest.raises(NotFound):
        coverage(world.projects["road"].pk, on=TODAY, actor=actor)


def test_unlawful_contracting_is_its_matter_too(world: World) -> None:
    """DX-1-03-1: market order, with the chain that bears the wages."""
    with moved(world, "140923", "", "building") as place:
        body = bureau(place, "housing_department")
    at = Place(place.code, place.path, place_key("140923", ""), "140923", None)
    assert Routes(book()).owner(at, Case("PRJ-07", "prj", "building"))[0] == body.pk


def test_everybody_on_site_is_registered_in_yazhou(site: Site) -> None:
    """YZ-2-5, YZ-3-5, DX-2-03-7: who worked before he was registered is shown to the bureau."""
    with moved(site.world, "460205", "", "municipal") as place:
        housing = bureau(place, "housing_department")
    late = site.enrol("dam", "迟登记", registered_on=TODAY)
    on_time = site.enrol("dam", "已登记")
    for each in (late, on_time):
        site.attends(each, ENTERED.replace(day=1))
    monitor.run(NOW, OTHER_RULES)
    [warning] = Warning.objects.filter(rule="ENR-01")
    assert (warning.worker_id, warning.owner_id) == (late.worker_id, housing.pk)
    assert warning.route == "yazhou.no_realname"


def test_who_is_nearest_sees_the_hazards(site: Site) -> None:
    """DX-4-03-5, NX-12-4, LD-2-2-3: township and HRSS have the site on their list at once."""
    with writing("access.body:test"):
        place = site.world.regions["140923"]
        nearest = [clerk(bureau(place, role)) for role in ("township", "hrss", "local_government")]
        elsewhere = clerk(bureau(site.world.regions["140924"], "township"))
    site.attends(site.enrol("road", "张三"), ENTERED.replace(day=1))
    assert not hazards(actor=nearest[0])
    monitor.run(NOW, RULES)
    road = site.world.projects["road"].pk
    for actor in nearest:
        [found] = [each for each in hazards(actor=actor) if each.project == road]
        assert found.points > 0
    assert not hazards(actor=elsewhere)


def test_employment_that_is_not_filed_in_time(site: Site, home: Path) -> None:
    """LD-2-2-38: the term is left to the place; without it nobody is judged, with it he is."""
    with moved(site.world, "450203", "liudong-2017", "water") as place:
        bureau(place, "labour_inspection")
        hrss = bureau(place, "hrss")
    filed, unfiled = site.enrol("dam", "已备案"), site.enrol("dam", "未备案")
    site.contract(filed)
    site.contract(unfiled, filed_on=None)
    for each in (filed, unfiled):
        site.attends(each, ENTERED.replace(day=1))
    monitor.run(NOW, RULES)
    assert not Warning.objects.filter(rule="CON-03").exists()
    (home / "local.yaml").write_text(LOCAL, encoding="utf-8")
    monitor.run(NOW, RULES)
    [warning] = Warning.objects.filter(rule="CON-03")
    assert (warning.worker_id, warning.owner_id) == (unfiled.worker_id, hrss.pk)


LOCAL = """
place: "450203"
values:
  contract.filing_days:
    value: "30"
    from: 2020-01-01
    set_on: 2025-01-02
    source: 柳东新区劳动用工备案通知
"""
