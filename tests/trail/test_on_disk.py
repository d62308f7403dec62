"""The trail on SQLite's file and on PostgreSQL: races, refusals, erasure (I28, I9, I31)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from huxin.kernel.installation import create

ROOT = Path(__file__).parents[2]
RACED, ERASED, SAMPLE = 96, 1000, 50


def seen(home: Path, url: str = "") -> dict[str, Any]:
    create(home, profile="test")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("HUXIN_")},
        "HUXIN_HOME": str(home),
        "HUXIN_DATABASE_URL": url or f"sqlite:///{home}/huxin.sqlite3",
        "DJANGO_SETTINGS_MODULE": "huxin.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.trail.on_disk"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def holds(found: dict[str, Any]) -> None:
    assert found["race"] == {"failures": [], "gapless": True, "size": True}
    assert len(found["refused"]) >= 7
    assert [name for name, is_refused in found["refused"].items() if not is_refused] == []
    assert found["audit"]["problems"] == []
    assert found["audit"]["sound"] is True
    assert found["audit"]["entries"] == RACED + 2 * ERASED
    assert found["audit"]["erased"] == found["erasing"]["gone"] == ERASED
    assert found["audit"]["heads"] == [RACED, RACED + 2 * ERASED]


def test_on_sqlite(tmp_path: Path) -> None:
    found = seen(tmp_path / "home")
    holds(found)
    assert found["erasing"]["before"] == SAMPLE
    assert found["erasing"]["secrets"] == 2 * ERASED
    assert found["erasing"]["left"] == 0


@pytest.mark.postgres
def test_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    holds(seen(tmp_path / "home", postgres_url))
