"""Who deals with a warning: by cause, sector and place, as the packs say."""

from __future__ import annotations

from huxin.access.models import Body
from huxin.warnings.places import Place, book
from huxin.warnings.routes import Case, Routes
from tests.support.world import TODAY, World
from tests.warnings.site import writing

DAIXIAN = Place("140923", "/140000/140900/140923/", 140923, "140923", None)


def add(world: World, role: str, place: str) -> Body:
    with writing("access.body:test"):
        return Body.objects.create(
            kind="department", role=role, name=role, place=world.regions[place], registered_on=TODAY
        )


def test_the_route_leads_to_the_body(world: World) -> None:
    led = {
        Case("ENR-01", "enr", "municipal"): ("housing", "daixian.no_realname"),
        Case("ENR-01", "enr", "water"): ("water", "daixian.no_realname"),
        Case("DEP-01", "dep", "water"): ("water", "daixian.system_gaps"),
        Case("PRJ-07", "prj", "municipal"): ("housing", "national.sector_causes"),
        Case("CON-01", "con", "water"): ("water", "daixian.transport_water"),
        Case("CON-01", "con", "municipal"): ("hrss", "national.hrss_lead"),
    }
    routes = Routes(book())
    assert {case: routes.owner(DAIXIAN, case) for case in led} == {
        case: (world.bodies[owner].pk, route) for case, (owner, route) in led.items()
    }


def test_the_nearest_body_of_the_narrowest_pack_is_taken(world: World) -> None:
    """Daixian gives the lead to the township; a city's bureau steps back behind the county's."""
    add(world, "hrss", "140900")
    case = Case("CON-01", "con", "municipal")
    assert Routes(book()).owner(DAIXIAN, case)[0] == world.bodies["hrss"].pk
    township = add(world, "township", "140923")
    assert Routes(book()).owner(DAIXIAN, case) == (township.pk, "daixian.township_lead")


def test_where_nobody_is_competent_it_says_so(world: World) -> None:
    elsewhere = Place("640104", "/640000/640100/640104/", 640104, "640104", None)
    assert Routes(book()).owner(elsewhere, Case("CON-01", "con", "water")) == (None, "")
