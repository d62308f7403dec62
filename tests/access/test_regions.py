"""Regions: all of GB/T 2260, the zones of the packs, townships; a second load changes nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from huxin.access.actions.regions import NATION, add_township, load_regions
from huxin.access.actor import system
from huxin.access.errors import BadRegion, NotFound, Refused
from huxin.access.models import Region
from huxin.registry.law import Here
from huxin.trail.models import Entry
from tests.support.world import NOW, World

ON = dt.date(2025, 9, 30)


def test_a_load_fills_the_table_once(world: World) -> None:
    actor = system("regions")
    first = load_regions(actor=actor, now=NOW)
    assert first.added > 3_000
    assert first.added + first.changed + first.unchanged == Region.objects.count()
    entries = Entry.objects.count()
    second = load_regions(actor=actor, now=NOW)
    assert (second.added, second.changed) == (0, 0)
    assert second.unchanged == Region.objects.count()
    assert Entry.objects.count() == entries
    zone = Region.objects.get(pk="450203-LD")
    assert (zone.name, zone.kind, zone.pack) == ("柳东新区", "zone", "liudong-2017")
    assert zone.path == "/450000/450200/450203/450203-LD/"
    assert Region.objects.get(pk=NATION).path == "/"
    capital = Region.objects.get(pk="110101")
    assert (capital.path, capital.parent_id) == ("/110000/110101/", "110000")
    assert not Region.objects.filter(name__in=("市辖区", "县")).exists()
    road = world.projects["road"].place
    assert Region.objects.get(pk=road.pk).path == "/140000/140900/140923/"


def test_a_zone_is_asked_with_its_own_pack(world: World) -> None:
    load_regions(actor=system("regions"), now=NOW)
    zone, around = (Here.of(Region.objects.get(pk=key)) for key in ("450203-LD", "450203"))
    assert zone.value("leading_group.members", ON) == 10
    assert around.value("leading_group.members", ON) is None
    assert "LD-2-1-1" in zone.clauses("leading_group.members", ON)
    assert zone.own(("DX-1-03-4", "LD-2-1-1", "CN-724-23")) == ("LD-2-1-1", "CN-724-23")


def test_only_the_platform_loads_regions(world: World) -> None:
    with pytest.raises(Refused):
        load_regions(actor=world.actor("inspector"), now=NOW)
    assert not Region.objects.filter(pk=NATION).exists()


@pytest.mark.parametrize(
    ("code", "name", "parent"),
    [
        ("140924101", "上馆镇", "140923"), ("14092310", "上馆镇", "140923"),
        ("140923101", " ", "140923"), ("140900101", "上馆镇", "140900"),
    ],
)  # fmt: skip
def test_a_township_lies_in_its_county(world: World, code: str, name: str, parent: str) -> None:
    actor = world.actor("office_clerk")
    if parent == "140900":
        with pytest.raises(NotFound):
            add_township(code, name, parent=parent, actor=actor, now=NOW)
    else:
        with pytest.raises(BadRegion):
            add_township(code, name, parent=parent, actor=actor, now=NOW)
    made = add_township("140923101", "上馆镇", parent="140923", actor=actor, now=NOW)
    assert made.path == "/140000/140900/140923/140923101/"
    assert Here.of(made).division == "140923"
    with pytest.raises(BadRegion):
        add_township("140923101", "又一镇", parent="140923", actor=actor, now=NOW)
