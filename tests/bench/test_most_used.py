"""The pages that are opened most ask as many queries of a large platform as of a small one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import transaction

from bench.filled import NOW, Size, fill
from bench.most_used import queries_of
from huxin.facts.store import Store
from huxin.warnings.queries import rows

Counted = dict[str, int]
SMALL, LARGE = Size(projects=2, people=4, months=1), Size(projects=6, people=12, months=1)
TURNS = 2
RULES = ("CON-01", "PRJ-01", "SGN-01")
"""Those that the tests of warnings ask as well: a plan takes seconds to make and is then kept."""


@pytest.fixture
def counted(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Size], tuple[Counted, Counted]]:
    """Counts the queries of each page on a platform of some size: as they are, and when the
    companies of a list are looked up line by line.
    """

    def count(size: Size) -> tuple[Counted, Counted]:
        home = tmp_path / str(size.workers)
        moved = dataclasses.replace(settings.INSTALLATION, home=home)
        monkeypatch.setattr(settings, "INSTALLATION", moved)
        with time_machine.travel(NOW, tick=False), transaction.atomic():
            fill(size, Store(home / "facts"), RULES)
            found = queries_of(TURNS)
            with monkeypatch.context() as planted:
                planted.setattr(rows, "SEEN_WITH", ("place", "project", "owner"))
                return found, queries_of(TURNS)

    return count


def test_the_number_of_queries_does_not_grow(
    counted: Callable[[Size], tuple[Counted, Counted]],
    record_property: Callable[[str, object], None],
) -> None:
    with transaction.atomic():
        small, planted_small = counted(SMALL)
        transaction.set_rollback(True)
    large, planted_large = counted(LARGE)
    assert large == small
    assert len(large) >= 10
    told = ", ".join(f"{name} {count}" for name, count in large.items())
    record_property("count", f"queries of pages, whatever the size: {told}")
    grown = {name for name in large if planted_large[name] > planted_small[name]}
    assert grown == {"board", "warnings", "on_us", "project"}
