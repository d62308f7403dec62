"""What was read, laid together: one table per format over all sites, with its project key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pyarrow as pa

from huxin.check.assemble.columns import coded, distinct
from huxin.facts.columns import KEY
from huxin.formats.base import Reading
from huxin.formats.project_sheet.reading import ProjectReading

__all__ = ["Inputs", "SiteRead", "once"]


class SiteRead(Protocol):
    """One site folder as `formats` gives it."""

    @property
    def name(self) -> str: ...

    @property
    def readings(self) -> Sequence[Reading]: ...


@dataclass(frozen=True, slots=True)
class Inputs:
    """Sites in the order of their folder names; the project key of a site is its place, from 1."""

    sites: tuple[SiteRead, ...]

    @staticmethod
    def of(sites: Iterable[SiteRead]) -> Inputs:
        """Sites sorted by name, so that keys do not depend on the order of a file system."""
        return Inputs(tuple(sorted(sites, key=lambda each: each.name)))

    def rows(self, *formats: str) -> pa.Table:
        """Accepted rows of `formats` (or lists of project sheets) with `project_key`, `file`."""
        parts = [
            _placed(rows, reading.file, key)
            for key, site in enumerate(self.sites, 1)
            for reading in site.readings
            if (rows := _rows_of(reading, formats)).num_rows
        ]
        return pa.concat_tables(parts, promote_options="permissive") if parts else _NOTHING


def once(rows: pa.Table, *names: str) -> pa.Table:
    """`rows` without those that repeat a row of another file in all `names`.

    Offices keep copies: a sheet as a draft and as a fair copy, a statement by month and by
    quarter. What stands twice within one file is kept: it was meant, or it is a finding.
    """
    known = [rows[name].combine_chunks() for name in names if name in rows.column_names]
    if not rows.num_rows or not known:
        return rows
    kind, _ = distinct([rows["project_key"].combine_chunks(), *known])
    file, _ = coded(rows["file"].combine_chunks())
    _, first = np.unique(kind, return_index=True)
    return rows.filter(pa.array(file == file[first][kind]))


def _rows_of(reading: Reading, formats: tuple[str, ...]) -> pa.Table:
    """The rows of a reading that are of `formats`; a project sheet holds lists under names."""
    if reading.format in formats:
        return reading.rows
    tables = reading.tables if isinstance(reading, ProjectReading) else {}
    found = [tables[name] for name in formats if name in tables]
    return found[0] if found else reading.rows.slice(0, 0)


def _placed(rows: pa.Table, file: str, key: int) -> pa.Table:
    for name in ("project_key", "file"):
        if name in rows.column_names:
            rows = rows.drop_columns([name])
    size = rows.num_rows
    files = pa.DictionaryArray.from_arrays(np.zeros(size, np.int32), [file])
    placed = rows.append_column("project_key", pa.array(np.full(size, key, np.int32), KEY))
    return placed.append_column("file", files.cast(pa.string()))


_NOTHING = pa.table({"project_key": pa.array([], KEY), "file": pa.array([], pa.string())})
