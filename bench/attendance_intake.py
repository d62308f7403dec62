"""Attendance over HTTP beside a bare insert of the same rows: durable, repeats dropped."""

from __future__ import annotations

import importlib
import os
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
import psycopg

from bench.measure import apart
from huxin.kernel.installation import create
from tests.support import postgres

HOW = {
    "rows": "Batches of 1,000 punches of 400 people, in the order of time; two in a hundred of them"
    " had been sent before. Both sides are given the same rows and keep the same.",
    "intake": "POST /api/v1/attendance/punches to gunicorn (one worker) on the loopback, by one"
    " client on one kept-alive connection: signed, read, checked, open numbers entered, punches"
    " inserted, months marked, receipt and entry of the trail written, committed. The messages are"
    " made and signed before the clock starts.",
    "bare_sqlite": "executemany of INSERT … ON CONFLICT DO NOTHING from ready tuples into a table"
    " with the same columns and the same uniqueness in a file of its own, one commit per batch;"
    " WAL and synchronous=FULL, as the platform sets them.",
    "bare_postgres": "COPY into a temporary table, INSERT … ON CONFLICT DO NOTHING from there, one"
    " commit per batch, into a table likewise; the server flushes each commit (fsync on).",
    "turns": "Bare and intake take turns; the ratio is of medians of wall seconds, because the work"
    " is spread over several processes. 1 would be the bare insert itself.",
}  # fmt: skip
BATCH_ROWS, BATCHES, ROUNDS = 1_000, 20, 7
PEOPLE, AGAIN_EVERY = 400, 50
BEGIN = 1_746_057_600
Row = tuple[str, int, int]
COLUMNS = (
    "project_id bigint NOT NULL, at_seconds bigint NOT NULL, user_id bigint NOT NULL,"
    " device_id bigint NOT NULL, state smallint, batch_id bigint NOT NULL,"
    " PRIMARY KEY (project_id, at_seconds, user_id, device_id)"
)
ROW = "project_id, at_seconds, user_id, device_id, state, batch_id"
DURABLE = {
    "fsync=off": "fsync=on",
    "synchronous_commit=off": "synchronous_commit=on",
    "full_page_writes=off": "full_page_writes=on",
}


def measure(_: list[float], folder: Path) -> dict[str, object]:
    """Figures and ratios on both databases."""
    return of_rounds(folder, ROUNDS, BATCHES)


def of_rounds(folder: Path, rounds: int, batches: int) -> dict[str, object]:
    """The same with `rounds` turns of `batches` batches each."""
    folder.mkdir(parents=True, exist_ok=True)
    figures: dict[str, object] = {}
    ratios: dict[str, float] = {}
    for name in ("sqlite", "postgres"):
        told = apart(on_database, name, folder.absolute(), rounds, batches)
        figures[name] = told
        ratios[f"intake_to_bare_insert_{name}"] = round(
            float(told["intake_rows_per_s"]) / float(told["bare_rows_per_s"]), 3
        )
    return {"how": HOW, "figures": figures, "ratios": ratios}


def on_database(name: str, folder: Path, rounds: int, batches: int) -> dict[str, float | int]:
    """Rows a second of both sides on one database; in a process of its own."""
    with database(name, folder) as (home, url), _platform(home, url) as platform:
        bare = Bare(home, url)
        spent: dict[str, list[float]] = {"bare": [], "intake": []}
        kept = 0
        for turn in range(rounds):
            made = list(_batches(turn, batches))
            kept += len({row[:2] for batch in made for row in batch})
            messages = [platform.message(batch) for batch in made]
            spent["bare"].append(_timed(bare.insert, made))
            spent["intake"].append(_timed(platform.post, messages))
        counted = bare.count(), platform.count()
        assert counted == (kept, kept), counted
    rows = batches * BATCH_ROWS
    return {
        "rows_per_turn": rows,
        "rows_kept": kept,
        "turns": rounds,
        **{
            f"{side}_{what}": value
            for side, seconds in spent.items()
            for what, value in (
                ("wall_s_median", round(statistics.median(seconds), 4)),
                ("wall_s_min", round(min(seconds), 4)),
                ("rows_per_s", round(rows / statistics.median(seconds))),
            )
        },
    }


def _batches(turn: int, batches: int) -> Iterator[list[Row]]:
    """Rows (user number, UTC seconds, state) of a turn; every fiftieth repeats one of before."""
    at = BEGIN + turn * batches * BATCH_ROWS
    before: list[Row] = []
    for _ in range(batches):
        rows = [(str(1 + number * 7 % PEOPLE), at + number, number % 2) for number in range(1000)]
        for place in range(0, BATCH_ROWS, AGAIN_EVERY):
            rows[place] = before[place + 1] if before else rows[place]
        yield rows
        at, before = at + BATCH_ROWS, rows


def _timed(work: object, given: Sequence[object]) -> float:
    assert callable(work)
    begun = time.perf_counter()
    for each in given:
        work(each)
    return time.perf_counter() - begun


class Bare:
    """The floor: nothing but the insert, from rows that are ready."""

    def __init__(self, home: Path, url: str) -> None:
        self.sqlite = self.postgres = None
        if url.startswith("sqlite"):
            self.sqlite = sqlite3.connect(home / "bare.sqlite3", isolation_level=None)
            self.sqlite.execute("PRAGMA journal_mode=WAL")
            self.sqlite.execute("PRAGMA synchronous=FULL")
            self.sqlite.execute(f"CREATE TABLE bare ({COLUMNS})")
        else:
            self.postgres = psycopg.connect(url)
            self._run(f"CREATE TABLE bare ({COLUMNS})")
            self._run(f"CREATE TEMPORARY TABLE given AS SELECT {ROW} FROM bare")  # noqa: S608
            self.postgres.commit()

    def _run(self, statement: str) -> None:
        assert self.postgres is not None
        self.postgres.execute(statement.encode())

    def insert(self, batch: list[Row]) -> None:
        rows = [(1, at, int(user), 1, state, 1) for user, at, state in batch]
        if self.sqlite is not None:
            self.sqlite.execute("BEGIN IMMEDIATE")
            self.sqlite.executemany(
                f"INSERT INTO bare ({ROW}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",  # noqa: S608
                rows,
            )
            self.sqlite.execute("COMMIT")
            return
        assert self.postgres is not None
        self._run("TRUNCATE given")
        with self.postgres.cursor().copy(f"COPY given ({ROW}) FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(row)
        self._run(f"INSERT INTO bare ({ROW}) SELECT {ROW} FROM given ON CONFLICT DO NOTHING")  # noqa: S608
        self.postgres.commit()

    def count(self) -> int:
        whole: Any = self.sqlite or self.postgres
        return int(whole.execute("SELECT count(*) FROM bare").fetchone()[0])


@contextmanager
def database(name: str, folder: Path) -> Iterator[tuple[Path, str]]:
    """A fresh installation's folder on the disk of `folder`, and the address of its database."""
    home = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=folder))
    server = None
    if name == "postgres":
        for weak, durable in DURABLE.items():
            assert weak in postgres.OPTIONS
            postgres.OPTIONS = postgres.OPTIONS.replace(weak, durable)
        server = postgres.start()
    try:
        yield home, server.url("postgres") if server else f"sqlite:///{home}/huxin.sqlite3"
    finally:
        if server:
            postgres.stop(server)
        shutil.rmtree(home)


@contextmanager
def _platform(home: Path, url: str) -> Iterator[Any]:
    """A served installation; its code may be imported only when the installation is there."""
    create(home / "home", profile="test")
    (home / "home" / "static").mkdir()
    os.environ |= {
        "HUXIN_HOME": str(home / "home"), "HUXIN_DATABASE_URL": url,
        "HUXIN_PROFILE": "test", "DJANGO_SETTINGS_MODULE": "huxin.config.settings",
    }  # fmt: skip
    django.setup()
    with importlib.import_module("bench.served").platform() as served:
        yield served
