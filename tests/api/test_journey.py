"""Every operation can be carried out; what is named once is done once; keys do their own only."""

from __future__ import annotations

from huxin.api.urls import described
from tests.api.journey import walk
from tests.support.site import build_site
from tests.support.world import World


def test_every_operation_is_carried_out(world: World) -> None:
    way = walk(build_site(world))
    known = {
        f"{method.upper()} {path}" for path, each in described()["paths"].items() for method in each
    }
    assert known - set(way.asked) == set()
    assert set(way.asked) <= known
