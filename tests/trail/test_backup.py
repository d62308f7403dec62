"""A backup that proves itself: restored equals original, and a damaged one is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from huxin.kernel.errors import InputError
from huxin.trail import backup
from tests.support.world import NOW, World


@pytest.fixture
def written(lasting_world: World, tmp_path: Path) -> Path:
    home: Path = settings.INSTALLATION.home
    (home / "files").mkdir(exist_ok=True)
    (home / "files" / "x").write_bytes(b"content")
    out = tmp_path / "backup"
    rows = backup.back_up(home, out, now=NOW)
    assert rows["registry_project"] == len(lasting_world.projects)
    return out


def cut(out: Path) -> None:
    file = out / ("database.sqlite3" if connection.vendor == "sqlite" else "database.dump")
    file.write_bytes(file.read_bytes()[:-100])


def change_a_file(out: Path) -> None:
    (out / "files" / "x").write_bytes(b"c0ntent")


def lose_a_file(out: Path) -> None:
    (out / "files" / "x").unlink()


def test_a_backup_is_not_written_over(written: Path) -> None:
    with pytest.raises(InputError):
        backup.back_up(settings.INSTALLATION.home, written, now=NOW)


@pytest.mark.parametrize("damage", [cut, change_a_file, lose_a_file])
def test_a_damaged_backup_is_refused(
    written: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    damage(written)
    with pytest.raises(InputError):
        backup.restore(written, tmp_path / "elsewhere")


def test_nothing_is_restored_over_what_is_there(written: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        backup.restore(written, tmp_path / "elsewhere")
