from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace

import pytest

from huxin.sim.county import County, Wish, build_county

SMALL = Wish.of("140923", sites=2, months=4, seed=5, workers=(20, 21))


@pytest.fixture(scope="session")
def _pickled() -> bytes:
    return pickle.dumps(build_county(SMALL))


@pytest.fixture
def county(_pickled: bytes) -> County:
    """Two small sites without faults, a fresh copy for each test."""
    copy = pickle.loads(_pickled)  # noqa: S301 -- our own bytes
    assert isinstance(copy, County)
    return copy


@pytest.fixture
def plain_county(county: County) -> County:
    """The same with the papers that are written fastest, and both ways of agreeing labour cost."""
    for site in county.sites:
        site.style = replace(
            site.style, sheet="csv_bom", roster="csv_bom", attendance="day_list", bank="csv_a",
            payroll="csv", project="yaml", statement_lines="each", unit="yuan",
        )  # fmt: skip
    return county


@pytest.fixture
def small_wish() -> Callable[[int], Wish]:
    return lambda seed: Wish.of("140923", sites=2, months=2, seed=seed, workers=(15, 17))
