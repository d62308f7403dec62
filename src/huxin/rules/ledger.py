"""Findings as a settled store keeps them: yesterday's, and each day's changes only.

`findings/base/<part>.parquet` holds the rows of a part of the plan, `findings/changes/<n>-<day>/`
what the n-th run since then added and took away. A new base takes the place of both.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

Rows = dict[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows that a day added and took away, per part of the plan."""

    added: Rows = field(default_factory=dict)
    gone: Rows = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(table.num_rows for each in (self.added, self.gone) for table in each.values())


class Ledger:
    """The findings below `root`, in memory and on disk; a fresh one forgets what lies there."""

    def __init__(self, root: Path, *, fresh: bool = False) -> None:
        self._root = root
        self.rows: Rows = {}
        if fresh:
            return
        self.rows = dict(_tables(root / "base"))
        for day in sorted((root / "changes").glob("[0-9]*")):
            for name, gone in _tables(day / "gone"):
                self.rows[name] = _without(self.rows[name], gone)
            for name, added in _tables(day / "added"):
                self.rows[name] = pa.concat_tables([self.rows[name], added])

    def begin(self, rows: Mapping[str, pa.Table]) -> Changes:
        """Take `rows` for the new base; what was kept before is dropped."""
        changes = _between(self.rows, rows)
        for old in ("base", "changes"):
            shutil.rmtree(self._root.joinpath(old), ignore_errors=True)
        self._write(self._root / "base", rows)
        self.rows = dict(rows)
        return changes

    def turn(self, rows: Mapping[str, pa.Table], on: dt.date) -> Changes:
        """Take `rows` for today's findings; only what changed since yesterday is written."""
        changes = _between(self.rows, rows)
        if changes:
            folder = self._root / "changes"
            number = sum(1 for each in folder.glob("[0-9]*"))
            fresh = folder / "new"
            shutil.rmtree(fresh, ignore_errors=True)
            self._write(fresh / "gone", changes.gone)
            self._write(fresh / "added", changes.added)
            fresh.rename(folder / f"{number:05d}-{on.isoformat()}")
        self.rows = dict(rows)
        return changes

    @staticmethod
    def _write(folder: Path, rows: Mapping[str, pa.Table]) -> None:
        for name, table in rows.items():
            folder.mkdir(parents=True, exist_ok=True)
            fresh = folder / f"{name}.new"
            pq.write_table(table, fresh, compression="zstd")
            fresh.replace(folder / f"{name}.parquet")


def _tables(folder: Path) -> Iterator[tuple[str, pa.Table]]:
    for path in sorted(folder.glob("*.parquet")):
        yield path.stem, pq.read_table(path)


def _between(before: Mapping[str, pa.Table], after: Mapping[str, pa.Table]) -> Changes:
    added: Rows = {}
    gone: Rows = {}
    for name, now in after.items():
        then = before.get(name, now.slice(0, 0))
        new, old = _without(now, then), _without(then, now)
        added |= {name: new} if new.num_rows else {}
        gone |= {name: old} if old.num_rows else {}
    return Changes(added, gone)


def _without(these: pa.Table, those: pa.Table) -> pa.Table:
    """The rows of `these` that do not stand in `those`; rows are unique, nulls are alike."""
    if not these.num_rows or not those.num_rows:
        return these
    with duckdb.connect() as connection:
        connection.register("these", these)
        connection.register("those", those)
        left = connection.execute("SELECT * FROM these EXCEPT SELECT * FROM those")
        return left.to_arrow_table().cast(these.schema)
