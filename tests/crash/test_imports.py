"""Killed at every statement of an import: all of it or nothing, and one more try completes it.

`make test` kills at some points, `make crash` at each of them and then at random, several times
in a row, on SQLite and on PostgreSQL, with files of several shapes.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crash.imports import SHAPES, Trial, messy_roster, per_part
from tests.crash.stage import OnPostgres, OnSqlite
from tests.support.postgres import Server

pytestmark = pytest.mark.django_db
WHOLE = os.environ.get("HUXIN_CRASH") == "whole"
STEP, ROUNDS, SEED = (1, 60, 20250930) if WHOLE else (8, 1, 20250930)
Say = Callable[[str, object], None]


@pytest.fixture(scope="module")
def trial(on_sqlite: OnSqlite) -> Trial:
    return Trial(on_sqlite, messy_roster())


def told(trial: Trial, where: str) -> str:
    return f"import killed on {where}: {trial.kills} kills, {trial.imports} imports after them"


def test_killed_at_a_statement_all_or_nothing(
    trial: Trial, on_sqlite: OnSqlite, record_property: Say
) -> None:
    first = 1 if WHOLE else len(trial.points) % STEP or STEP  # the points around the commit too
    assert trial.every(STEP, first) == []
    assert trial.at(len(trial.points) - 1) == []
    assert on_sqlite.is_whole()
    record_property("count", f"{told(trial, 'SQLite')}, of {len(trial.points)} points")


def test_killed_again_and_again(trial: Trial, on_sqlite: OnSqlite, record_property: Say) -> None:
    """Kills in a row, the second one in what follows the first; never after the commit."""
    dice, before = random.Random(SEED), trial.kills  # noqa: S311 -- a dice of tests
    last = len(trial.points) - 1
    for _ in range(ROUNDS):
        points = [dice.randrange(1, last) for _ in range(dice.randint(2, 5))]
        assert trial.at(*points) == [], f"seed {SEED}"
        assert on_sqlite.is_whole()
    record_property("count", f"import killed in a row: {trial.kills - before} kills, seed {SEED}")


def test_an_import_that_commits_per_part_is_caught(on_sqlite: OnSqlite) -> None:
    planted = Trial(on_sqlite, messy_roster(), planted=per_part)
    found = planted.at(len(planted.points) - 1)
    assert any("neither all nor nothing" in each for each in found)


@pytest.mark.postgres
def test_killed_on_postgresql(
    tmp_path: Path, postgres_server: Server, record_property: Say
) -> None:
    trial = Trial(OnPostgres.make(tmp_path / "home", postgres_server.url("")), messy_roster())
    assert trial.every(STEP if WHOLE else 40, 20) == []
    assert trial.at(len(trial.points) - 1) == []
    record_property("count", f"{told(trial, 'PostgreSQL')}, of {len(trial.points)} points")


@pytest.mark.parametrize("shape", ["workbook", "clock"] if WHOLE else ["clock"])
def test_other_shapes_of_files(on_sqlite: OnSqlite, shape: str, record_property: Say) -> None:
    content, name = SHAPES[shape]()
    other = Trial(on_sqlite, content, name)
    points = range(1, len(other.points) + 1) if WHOLE else (len(other.points) - 2,)
    assert [fault for each in points for fault in other.at(each)] == []
    record_property("count", f"{told(other, f'SQLite ({shape})')}, of {len(other.points)} points")
