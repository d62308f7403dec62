"""A backup that proves itself: restored equals original in everything, or it is refused (I41).

An installation on disk is filled through its own actions, backed up by the operator's command and
restored by it into an empty one. A harness of its own then compares every table row by row, what
the database itself guards, every file and the answer of `huxin trail verify`. On the database that
the tests run with: SQLite, or PostgreSQL (`make test-postgres`).
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from huxin.access.actor import of_account, system
from huxin.access.history import erase
from huxin.access.models import Account
from huxin.cli.main import run
from huxin.facts.store import Store
from huxin.intake.actions.files import receive_file
from huxin.kernel.sign import Signer, fresh_key
from huxin.registry.models import Project
from huxin.trail import backup, copies, queries
from huxin.trail.actions import make_heads
from huxin.trail.leaf import ERASE
from huxin.trail.models import Opening
from huxin.wages.actions import compact
from tests.crash.imports import clock_dump, messy_roster
from tests.crash.stage import OnPostgres, OnSqlite, Stage, forked
from tests.support.world import NOW
from tests.trail.ended import NOTHING_LEFT, canaries, end_the_road, left_of_people, met

pytestmark = pytest.mark.django_db
SECOND = "crash_restored"
LONG_AGO = NOW.timestamp()
KEPT_APART = re.compile(r"huxin\.sqlite3.*|template\.sqlite3|backup")


@dataclass(frozen=True)
class Drill:
    """The original, and how an empty installation beside it is made."""

    original: Stage
    backup: Path

    def empty(self, home: Path) -> Stage:
        home.mkdir()
        if isinstance(self.original, OnSqlite):
            return OnSqlite(home)
        assert isinstance(self.original, OnPostgres)
        self.original.anew(SECOND, "template0")
        return replace(self.original, home=home, name=SECOND)


def stage(home: Path) -> Stage:
    if connection.vendor == "sqlite":
        return OnSqlite.make(home)
    return OnPostgres.make(home, settings.INSTALLATION.database_url.rpartition("/")[0] + "/")


def fill() -> None:
    """What an installation holds: rows, waiting rows, originals, facts, heads, an erasure."""
    officer = of_account(
        Account.objects.get(login="labour_wage_officer"), now=NOW, second_factor=True
    )
    road = Project.objects.get(code="DX-road").pk
    for content, name in ((messy_roster(), "花名册.csv"), (clock_dump(), "1_attlog.dat")):
        receive_file([content], name=name, project=road, actor=officer, now=NOW)
    compact(store=Store(settings.INSTALLATION.facts), actor=system("attendance"), now=NOW)
    erase([an_object()], reason="right to erasure", actor=system("rights"), now=NOW)
    own = settings.INSTALLATION
    make_heads(now=NOW, signer=own.signer, witnesses=own.witnesses)
    (own.home / "local.yaml").write_text("place: '140923'\nvalues: {}\n", encoding="utf-8")
    for file in own.files.rglob("??/*"):
        os.utime(file, (LONG_AGO, LONG_AGO))
    (own.files / "new-unfinished").write_bytes(b"cut off")


def an_object() -> str:
    """An object whose entries can still be opened."""
    found = Opening.objects.exclude(entry__action=ERASE)
    return str(found.order_by("entry").values_list("entry__object", flat=True)[0])


def told(at: Stage, *words: str, keys: Signer | None = None) -> tuple[int, str]:
    """What an operator's command answers in an installation: its exit code and its complaint."""

    def command() -> tuple[int, str]:
        at.enter()
        if keys is not None:
            settings.INSTALLATION = replace(settings.INSTALLATION, signer=keys)
        with redirect_stderr(StringIO()) as said, mock.patch.dict(os.environ, LANG="en"):
            return run(["--lang", "en", *words]), said.getvalue()

    answer = forked(command).said
    assert answer is not None
    return answer


def seen(at: Stage) -> dict[str, Any]:
    """Everything that an installation holds, by ways that the backup does not go."""

    def look() -> dict[str, Any]:
        at.enter()
        own = settings.INSTALLATION
        audit = queries.verify(keys=own.signer.known, witnesses=own.witnesses, cipher=own.cipher)
        files = {
            str(path.relative_to(at.home)): path.read_bytes()
            for path in at.home.rglob("*")
            if path.is_file() and not KEPT_APART.match(str(path.relative_to(at.home)))
            and not path.name.startswith("new-")
        }  # fmt: skip
        rows = _sqlite(at) if isinstance(at, OnSqlite) else _postgres()
        return {**files, **rows, "verify": [str(each) for each in audit.problems],
                "guarded": audit.is_guarded, "sound": audit.is_sound}  # fmt: skip

    answer = forked(look).said
    assert answer is not None
    return answer


def _sqlite(at: OnSqlite) -> dict[str, Any]:
    with sqlite3.connect(at.file) as handle:
        made = {
            (kind, name): text
            for kind, name, text in handle.execute("SELECT type, name, sql FROM sqlite_master")
        }
        found = {
            name: sorted(map(repr, handle.execute(f'SELECT * FROM "{name}"')))  # noqa: S608
            for kind, name in made
            if kind == "table"
        }
    handle.close()
    return {**found, "schema": made}


def _postgres() -> dict[str, Any]:
    def ask(statement: str) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return sorted(map(repr, cursor.fetchall()))

    tables = ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    names = [re.sub(r"\W", "", each) for each in tables]
    return {
        **{name: ask(f'SELECT * FROM "{name}"') for name in names},  # noqa: S608
        "sequences": ask("SELECT sequencename, last_value FROM pg_sequences"),
        "indexes": ask("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"),
        "triggers": ask("SELECT pg_get_triggerdef(oid), tgenabled FROM pg_trigger"
                        " WHERE NOT tgisinternal"),
        "checks": ask("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
                      " WHERE connamespace = 'public'::regnamespace"),
    }  # fmt: skip


def different(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


@pytest.fixture(scope="module")
def drill(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Drill]:  # fmt: skip
    with django_db_blocker.unblock():
        folder = tmp_path_factory.mktemp("drill")
        original = stage(folder / "home")

        def filled() -> None:
            original.enter()
            fill()

        forked(filled)
        made = Drill(original, folder / "backup")
        assert told(original, "backup", str(made.backup)) == (0, "")
        yield made


def test_restored_equals_original(
    drill: Drill, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    original = seen(drill.original)
    assert original["sound"]
    assert original["guarded"]
    held = [name for name, each in original.items() if isinstance(each, list) and each]
    assert {"intake_waitingrow", "wages_punch", "trail_head", "registry_enrolment"} <= {*held}
    assert any(name.startswith("files/") for name in original)
    assert any(name.startswith("facts/") for name in original)
    assert any(name.startswith("witness/") for name in original)
    restored = drill.empty(tmp_path / "restored")
    assert told(restored, "restore", str(drill.backup)) == (0, "")
    assert different(original, seen(restored)) == []
    code, said = told(restored, "restore", str(drill.backup))
    assert (code, "database of this installation is not empty" in said) == (2, True)
    record_property("count", f"restored on {connection.vendor}: {len(original)} things equal")


def test_a_file_left_out_is_found(drill: Drill, tmp_path: Path) -> None:
    """A backup that forgets the facts restores without complaint: the comparison must see it."""
    forgetful = tmp_path / "backup"
    with mock.patch.object(backup, "FOLDERS", ("files", "witness")):
        assert told(drill.original, "backup", str(forgetful)) == (0, "")
    restored = drill.empty(tmp_path / "restored")
    assert told(restored, "restore", str(forgetful)) == (0, "")
    lost = different(seen(drill.original), seen(restored))
    assert lost
    assert all(each.startswith("facts/") for each in lost)


def test_a_table_left_out_is_found(drill: Drill, tmp_path: Path) -> None:
    """A copy that lacks the rows of a table is refused by the restore itself."""
    thin = tmp_path / "backup"
    lossy = copies._program

    def program(name: str, *words: str | Path) -> None:
        left = ["--exclude-table-data=intake_filenote"] if name == "pg_dump" else []
        lossy(name, *left, *words)

    class Lossy(sqlite3.Connection):
        def close(self) -> None:
            with self:
                self.execute("DELETE FROM intake_filenote")
            super().close()

    def open_lossy(path: Any, **words: Any) -> sqlite3.Connection:
        return sqlite3.connect(path, factory=Lossy, **words)

    fake = mock.Mock(wraps=sqlite3, connect=open_lossy)
    with mock.patch.multiple(copies, _program=program, sqlite3=fake):
        assert told(drill.original, "backup", str(thin)) == (0, "")
    code, said = told(drill.empty(tmp_path / "restored"), "restore", str(thin))
    assert code == 2
    assert "intake_filenote is not as it was written" in said


def cut(out: Path) -> None:
    file = next(each for each in out.iterdir() if each.name.startswith("database."))
    file.write_bytes(file.read_bytes()[:-100])


def change_a_file(out: Path) -> None:
    file = next(each for each in (out / "files").rglob("*") if each.is_file())
    file.write_bytes(file.read_bytes()[:-1] + b"?")


def lose_a_file(out: Path) -> None:
    next(each for each in (out / "facts").rglob("*.parquet")).unlink()


def slip_a_file_in(out: Path) -> None:
    (out / "files" / "foreign").write_bytes(b"x")


def change_the_list(out: Path) -> None:
    file = out / "manifest.json"
    file.write_text(file.read_text().replace('"rows": ', '"rows": 1', 1))


def cut_the_list(out: Path) -> None:
    file = out / "manifest.json"
    file.write_bytes(file.read_bytes()[:-40])


def lose_the_signature(out: Path) -> None:
    (out / "manifest.sig").unlink()


def lose_the_list(out: Path) -> None:
    (out / "manifest.json").unlink()


DAMAGES = {
    cut: "database.", change_a_file: "files/", lose_a_file: "facts/", slip_a_file_in: "foreign",
    change_the_list: "other keys", cut_the_list: "other keys", lose_the_signature: "other keys",
    lose_the_list: "holds no backup",
}  # fmt: skip


def test_a_damaged_backup_is_refused_and_nothing_is_written(drill: Drill, tmp_path: Path) -> None:
    empty = drill.empty(tmp_path / "restored")
    for damage, names in DAMAGES.items():
        spoilt = tmp_path / damage.__name__
        copy_of(drill.backup, spoilt)
        damage(spoilt)
        code, said = told(empty, "restore", str(spoilt))
        assert (code, names in said) == (2, True), (damage.__name__, said)
    assert [*empty.home.iterdir()] == []
    assert told(empty, "restore", str(drill.backup)) == (0, "")


def copy_of(folder: Path, to: Path) -> None:
    for each in sorted(folder.rglob("*")):
        if each.is_file():
            (to / each.relative_to(folder)).parent.mkdir(parents=True, exist_ok=True)
            (to / each.relative_to(folder)).write_bytes(each.read_bytes())


def test_other_keys_open_nothing(drill: Drill, tmp_path: Path) -> None:
    empty = drill.empty(tmp_path / "restored")
    code, said = told(empty, "restore", str(drill.backup), keys=Signer((fresh_key(),)))
    assert (code, "keys.json" in said) == (2, True)


def test_what_was_erased_after_the_backup_is_erased_again(drill: Drill, tmp_path: Path) -> None:
    """The exported log, kept outside of the backup, says what: no names, keys of objects only."""
    later, log = drill.empty(tmp_path / "later"), tmp_path / "log.jsonl"
    assert told(later, "restore", str(drill.backup)) == (0, "")

    def erased() -> str:
        later.enter()
        name = an_object()
        assert queries.still_open([name]) == [name]
        erase([name], reason="right to erasure", actor=system("rights"), now=NOW)
        return name

    name = forked(erased).said
    assert told(later, "trail", "export", "2025", "--out", str(log)) == (0, "")
    again = drill.empty(tmp_path / "again")
    assert told(again, "restore", str(drill.backup), "--erased", str(drill.backup))[0] == 2
    assert told(again, "restore", str(drill.backup), "--erased", str(log)) == (0, "")

    def look() -> list[str]:
        again.enter()
        return queries.still_open([str(name)])

    assert forked(look).said == []
    assert seen(again)["sound"]


def test_ended_ledgers_are_in_no_raw_file_and_end_again_after_a_restore(
    drill: Drill, tmp_path: Path
) -> None:
    """Neither plain text nor keyed digests nor sealed values of the people of an ended project."""
    later, log = drill.empty(tmp_path / "later"), tmp_path / "log.jsonl"
    assert told(later, "restore", str(drill.backup)) == (0, "")
    known = canaries(later)
    assert len(known["digests"]) > len(known["plain"]) > len(known["sealed"]) >= 6
    on_disk = isinstance(later, OnSqlite)
    before = met(later, known)
    assert (before["digests"] > 6, before["sealed"] >= 6) == (on_disk, on_disk)
    assert end_the_road(later) == NOTHING_LEFT
    assert met(later, known) == {"plain": 0, "digests": 0, "sealed": 0}
    assert told(later, "trail", "export", "2029", "--out", str(log)) == (0, "")
    again = drill.empty(tmp_path / "again")
    assert told(again, "restore", str(drill.backup), "--erased", str(log)) == (0, "")
    assert forked(lambda: left_of_people(again)).said == NOTHING_LEFT
    assert met(again, known) == {"plain": 0, "digests": 0, "sealed": 0}


def test_nothing_is_written_over(drill: Drill, tmp_path: Path) -> None:
    assert told(drill.original, "backup", str(drill.backup))[0] == 2
    assert told(drill.original, "restore", str(drill.backup))[0] == 2
    filled = drill.empty(tmp_path / "restored")
    (filled.home / "files").mkdir()
    (filled.home / "files" / "somebody's").write_bytes(b"x")
    code, said = told(filled, "restore", str(drill.backup))
    assert (code, "files is not empty" in said) == (2, True)
    assert [each.name for each in (filled.home / "files").iterdir()] == ["somebody's"]
