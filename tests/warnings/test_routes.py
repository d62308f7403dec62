"""Who deals with a warning: by cause, sector and place, as the packs say."""

from __future__ import annotations

from huxin.access.models import Body
from huxin.kernel.calendar import WorkCalendar
from huxin.warnings.places import Place, book
from huxin.warnings.routes import Case, Limits, Routes
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


def test_no_document_gives_a_limit_and_it_says_who_leaves_it_open() -> None:
    """NX-07-5, NX-02-11, DX-2-01-4, DX-3-09-7 ask for a term and name none; Yazhou is silent."""
    ningxia = Place("640104", "/640000/640100/640104/", 640104, "640104", None)
    yazhou = Place("460205", "/460000/460200/460205/", 460205, "460205", None)
    limits = Limits(book(), TODAY, WorkCalendar.load())
    told = {
        ("sgn", ningxia): {"NX-07-5", "NX-T25", "NX-02-11"}, ("con", ningxia): {"NX-02-11"},
        ("dep", DAIXIAN): {"DX-3-09-7", "DX-2-01-4"}, ("con", yazhou): set(),
    }  # fmt: skip
    for (family, place), clauses in told.items():
        found = limits.of(place, family)
        assert found.on is None
        assert clauses <= set(found.clauses)
