"""A power cut on SQLite: what was written and not yet on the disk is dropped, kept or torn.

The statements of real changes run again through a file layer that records each write, each sync
and each acknowledged commit of the database and its log. A cut takes the events up to some point;
of what no sync has covered, each write may be there, be missing, or be there in part. The database
is then opened anew, by the SQLite that the product uses, and must stand where it stood after some
commit, and after the last acknowledged one at the least.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import apsw
from django.db import connection

from huxin.config import settings as config
from huxin.intake.actions.rows import reject_row
from huxin.intake.models import WaitingRow
from tests.crash.imports import clerk, messy_roster, take
from tests.crash.stage import OnSqlite, forked
from tests.support.world import NOW

__all__ = ["Event", "Film", "State", "pragmas"]

SECTOR_BYTES = 512
CHECKPOINT_PAGES = 200
"""The product folds its log back after 1,000 pages; sooner here, so that cuts fall into it."""
COUNTED = (
    "trail_entry", "trail_opening", "intake_receipt", "intake_waitingrow", "intake_filenote",
    "registry_worker", "registry_card", "registry_labourcontract", "registry_enrolment",
)  # fmt: skip
READS = ("SELECT", "PRAGMA", "--")
State = tuple[int, ...]


def pragmas(**other: str) -> str:
    """What the product sets on every connection, with some of it set otherwise."""
    said = str(config._database()["OPTIONS"]["init_command"])
    for name, value in other.items():
        before = next(each for each in said.split(";") if f" {name}=" in each)
        said = said.replace(before, f" PRAGMA {name}={value}")
    return said


@dataclass(frozen=True, slots=True)
class Event:
    """A write or sync of one file, or a commit that was acknowledged."""

    kind: str
    file: str = ""
    offset: int = 0
    data: bytes = b""
    state: State = ()


class _File(apsw.VFSFile):
    def __init__(self, name: apsw.URIFilename | str, flags: list[int], events: list[Event]) -> None:
        path = name if isinstance(name, str) else name.filename()
        self.name, self.events = Path(path).name, events
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 -- SQLite's own name
        self.events.append(Event("write", self.name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self.events.append(Event("sync", self.name))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self.events.append(Event("truncate", self.name, size))
        super().xTruncate(size)


class _Layer(apsw.VFS):
    def __init__(self, events: list[Event]) -> None:
        self.events = events
        super().__init__("recorded", "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        if name is None:  # a temporary file, gone with its process
            return apsw.VFSFile("", name, flags)
        return _File(name, flags, self.events)


def changes(stage: OnSqlite) -> list[str]:
    """The writing statements of three imports and of three rows rejected, as SQLite was given."""

    def run() -> list[str]:
        stage.enter()
        connection.ensure_connection()
        said: list[str] = []
        connection.connection.set_trace_callback(said.append)
        for first in (0, 200, 400):
            take(messy_roster(first), "花名册.csv")
            row = WaitingRow.objects.filter(state="waiting").latest("pk").pk
            reject_row(row, reason="已离场", actor=clerk(), now=NOW)
        # a statement is said again for each trigger that it fires
        once = [each for each, _ in groupby(said)]
        return [each for each in once if not each.lstrip().upper().startswith(READS)]

    stage.reset()
    found = forked(run).said
    assert found is not None
    return found


@dataclass
class Film:
    """What happened to the files of a database during a run, from a known beginning."""

    folder: Path
    start: bytes
    events: list[Event] = field(default_factory=list)
    commits: list[State] = field(default_factory=list)

    @staticmethod
    def of(stage: OnSqlite, folder: Path, statements: Sequence[str], said: str) -> Film:
        """Run the statements through the recording layer, under these pragmas."""
        stage.reset()
        folder.mkdir()
        with closing(sqlite3.connect(stage.file)) as first:
            first.executescript(said)  # the file keeps its mode: that change is not filmed
        film = Film(folder, stage.file.read_bytes())
        layer = _Layer(film.events)
        handle = apsw.Connection(str(stage.file), vfs="recorded")
        for each in said.split(";"):
            handle.execute(each).fetchall()
        handle.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}").fetchall()
        film.commits.append(state_of(handle))
        for each in statements:
            handle.execute(each).fetchall()
            if each.upper().startswith("COMMIT"):
                state = state_of(handle)
                film.commits.append(state)
                film.events.append(Event("acknowledged", state=state))
        (mode,) = handle.execute("PRAGMA journal_mode").fetchall()[0]
        assert mode == "wal"
        recorded = len(film.events)
        handle.close()
        del film.events[recorded:]
        layer.unregister()
        return film

    def cut(self, at: int, dice: random.Random) -> str:
        """The power goes after `at` events; what is wrong with what is found then, or nothing."""
        files: dict[str, bytearray] = {"huxin.sqlite3": bytearray(self.start)}
        loose: dict[str, list[Event]] = {}
        least = 0
        for event in self.events[:at]:
            if event.kind == "acknowledged":
                least = self.commits.index(event.state)
            elif event.kind == "write":
                loose.setdefault(event.file, []).append(event)
            else:  # what was written before a truncation counts as written
                for each in loose.pop(event.file, []):
                    put(files, each)
                if event.kind == "truncate":
                    del files.setdefault(event.file, bytearray())[event.offset :]
        for events in loose.values():
            for each in events:
                put(files, each, torn(each, dice))
        return self._found(files, least)

    def _found(self, files: dict[str, bytearray], least: int) -> str:
        for each in self.folder.iterdir():
            each.unlink()
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
        handle = sqlite3.connect(self.folder / "huxin.sqlite3")
        try:
            handle.executescript(pragmas())
            whole = handle.execute("PRAGMA integrity_check").fetchone()[0]
            state = state_of(handle)
        except sqlite3.DatabaseError as error:
            return f"cannot be opened: {error}"
        finally:
            handle.close()
        if whole != "ok":
            return f"integrity: {whole}"
        if state not in self.commits:
            return f"half a change: {state}"
        place = self.commits.index(state)
        return "" if place >= least else f"lost {least - place} acknowledged changes"

    def faults(self, cuts: int, seed: int) -> list[str]:
        """The faults of so many random cuts."""
        dice = random.Random(seed)  # noqa: S311 -- a dice of tests
        points = [dice.randrange(len(self.events) + 1) for _ in range(cuts)]
        return [f"cut at {at}: {fault}" for at in points if (fault := self.cut(at, dice))]


def torn(event: Event, dice: random.Random) -> int:
    """How much of a write is there: nothing, all of it, or so many whole sectors or bytes."""
    size = len(event.data)
    sectors = dice.randrange(size // SECTOR_BYTES + 1) * SECTOR_BYTES
    return dice.choice((0, 0, size, size, sectors, dice.randrange(size + 1)))


def put(files: dict[str, bytearray], event: Event, size: int | None = None) -> None:
    """Write (the beginning of) what an event wrote."""
    data = event.data if size is None else event.data[:size]
    if data:
        file = files.setdefault(event.file, bytearray())
        file.extend(bytes(max(event.offset + len(data) - len(file), 0)))
        file[event.offset : event.offset + len(data)] = data


def state_of(handle: Any) -> State:
    """How many rows stand in the tables that the changes write to."""
    counts = ", ".join(f"(SELECT count(*) FROM {each})" for each in COUNTED)  # noqa: S608
    rejected = "(SELECT count(*) FROM intake_waitingrow WHERE state = 'rejected')"
    found: State = tuple(handle.execute(f"SELECT {counts}, {rejected}").fetchone())
    return found
