"""The power goes at any moment: no acknowledged change is lost, none is there by half (H2)."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.crash.power import Film, changes, pragmas
from tests.crash.stage import OnSqlite

pytestmark = pytest.mark.django_db
WHOLE = os.environ.get("HUXIN_CRASH") == "whole"
CUTS, SEED = (4_000, 20250930) if WHOLE else (120, 20250930)


@pytest.fixture(scope="module")
def statements(on_sqlite: OnSqlite) -> list[str]:
    return changes(on_sqlite)


def test_no_acknowledged_change_is_lost(
    on_sqlite: OnSqlite, statements: list[str], tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:  # fmt: skip
    film = Film.of(on_sqlite, tmp_path / "cut", statements, pragmas())
    kinds = Counter((each.kind, each.file) for each in film.events)
    assert kinds["acknowledged", ""] == 6
    assert kinds["sync", "huxin.sqlite3"] > 0, "no cut falls into folding the log back"
    assert kinds["sync", "huxin.sqlite3-wal"] >= kinds["acknowledged", ""]
    assert film.faults(CUTS, SEED) == []
    assert film.cut(len(film.events), Random(SEED)) == ""  # noqa: S311 -- a dice of tests
    record_property(
        "count", f"power cuts on SQLite: {CUTS:,} of {len(film.events):,} writes, syncs and commits"
    )


def test_a_commit_that_is_not_synced_is_caught(
    on_sqlite: OnSqlite, statements: list[str], tmp_path: Path
) -> None:
    planted = Film.of(on_sqlite, tmp_path / "cut", statements, pragmas(synchronous="NORMAL"))
    said = [at + 1 for at, each in enumerate(planted.events) if each.kind == "acknowledged"]
    dice = Random(SEED)  # noqa: S311 -- a dice of tests
    found = [planted.cut(at, dice) for at in said]
    assert any(each.startswith("lost") for each in found)
