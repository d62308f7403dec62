"""The Parquet store: one folder per fact table, months as partitions, 32-bit keys, sorted.

`<root>/<table>/part-0.parquet`, or `<root>/<table>/month=2025-03/part-0.parquet` for tables that
are kept by month. Sorting by project, worker and day makes files six times smaller and one
project ten times as fast to read; writing the same rows twice gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from huxin.facts.columns import FactTable
from huxin.facts.schema import TABLES
from huxin.facts.spine import WORKER_MONTH
from huxin.kernel.errors import InputError
from huxin.kernel.texts import message

_ROW_GROUP_ROWS = 1 << 17
STORED = {**TABLES, WORKER_MONTH.name: WORKER_MONTH}


@dataclass(frozen=True, slots=True)
class Store:
    """Fact tables as Parquet below `root`; writing a table replaces the months it holds."""

    root: Path

    def write(self, name: str, table: pa.Table) -> None:
        """Write `table` (schema of the contract) whole, or month by month for tables kept so."""
        spec = STORED[name]
        rows = conform(spec, table)
        if spec.by_month and rows[spec.by_month].null_count:
            raise InputError(
                message("The fact table holds rows without a month."),
                where=spec.name,
                remedy=message("Find out the month of these rows, or leave them out."),
            )
        if not spec.by_month:
            self._write_part(self.root / name / "part-0.parquet", rows)
            return
        for month, part in _months(rows, spec.by_month):
            self._write_part(self.root / name / f"month={month}" / "part-0.parquet", part)

    def write_month(self, name: str, month: str, table: pa.Table) -> Path:
        """Replace one month (YYYY-MM) of a table kept by month, by nothing if `table` is empty."""
        path = self.root / name / f"month={month}" / "part-0.parquet"
        self._write_part(path, conform(STORED[name], table))
        return path

    def read(self, name: str, *, project: int | None = None) -> pa.Table:
        """The whole table, or one project's rows; empty when nothing was written."""
        spec = STORED[name]
        parts = [_read_part(path, project) for path in self.parts(name)]
        return conform(spec, pa.concat_tables(parts)) if parts else spec.empty()

    def parts(self, name: str) -> list[Path]:
        """The files of a table, oldest month first."""
        return sorted((self.root / name).rglob("*.parquet"))

    def stamps(self, name: str) -> list[str]:
        """What tells each file of a table from what stood there before: its size and time."""
        stats = [path.stat() for path in self.parts(name)]
        return [f"{each.st_size} {each.st_mtime_ns}" for each in stats]

    def months(self, name: str) -> list[str]:
        """Months (YYYY-MM) of a table kept by month."""
        return [path.parent.name.removeprefix("month=") for path in self.parts(name)]

    def read_month(self, name: str, month: str, *, project: int | None = None) -> pa.Table:
        """One month (YYYY-MM) of a table kept by month, perhaps one project's; empty when none."""
        path = self.root / name / f"month={month}" / "part-0.parquet"
        if not path.is_file():
            return STORED[name].empty()
        return conform(STORED[name], _read_part(path, project))

    @staticmethod
    def _write_part(path: Path, rows: pa.Table) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        pq.write_table(
            rows, fresh, compression="zstd", row_group_size=_ROW_GROUP_ROWS, store_schema=False
        )
        fresh.replace(path)


def _read_part(path: Path, project: int | None) -> pa.Table:
    """A file, or one project's rows of it: of a sorted file few row groups have to be decoded."""
    own = None if project is None else [("project_key", "=", project)]
    return pq.read_table(path, partitioning=None, filters=own)


def conform(spec: FactTable, table: pa.Table) -> pa.Table:
    """`table` with exactly the contract's columns and types, sorted by its key.

    Raises InputError when a column is missing or holds what the contract does not allow.
    """
    missing = [column.name for column in spec.columns if column.name not in table.column_names]
    if missing:
        raise InputError(
            message("The fact table lacks columns: {columns}", columns=tuple(missing)),
            where=spec.name,
            remedy=message("Write every column of the contract; what is not known is null."),
        )
    try:
        rows = table.select(spec.arrow.names).cast(spec.arrow)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as fault:
        raise InputError(
            message(
                "The fact table holds values its contract does not allow: {fault}", fault=str(fault)
            ),
            where=spec.name,
        ) from fault
    names = _order(spec)
    # Arrow does not sort dictionaries, so labels are sorted by their text.
    keys = pa.table({name: _plain(rows[name]) for name in names})
    order = pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in names])
    return rows.take(order).combine_chunks()


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def _order(spec: FactTable) -> tuple[str, ...]:
    lead = tuple(n for n in ("project_key", "worker_key", spec.by_month) if n in spec.arrow.names)
    return lead + tuple(name for name in spec.key if name not in lead)


def _months(rows: pa.Table, column: str) -> Iterator[tuple[str, pa.Table]]:
    months = pc.strftime(rows[column], format="%Y-%m")
    for month in sorted(value for value in pc.unique(months).to_pylist() if value):
        yield month, rows.filter(pc.equal(months, month))
