"""A site in which nothing was planted breaks no rule; test_faults holds the check to its word."""

from __future__ import annotations

import datetime as dt

import pytest

from huxin.sim.county import County, Wish, build_county
from huxin.sim.faults import PLANTERS
from huxin.sim.kinds import kinds
from tests.sim.lawful import breaches


def test_two_sites_without_faults_break_nothing(county: County) -> None:
    assert breaches(county) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_more_sites_without_faults_break_nothing(seed: int) -> None:
    wish = Wish.of("640100", sites=6, months=4, seed=seed, start=dt.date(2025, 12, 1),
                   workers=(15, 30))  # fmt: skip
    assert breaches(build_county(wish)) == []


def test_every_kind_has_a_planter_and_the_other_way_round() -> None:
    assert set(PLANTERS) == set(kinds())
