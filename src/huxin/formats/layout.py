"""Where the table of a sheet lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huxin.formats.base import HeaderReading
from huxin.formats.spec import FormatSpec
from huxin.formats.workbook import FoundHeader, Grid

__all__ = ["Layout"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table of a sheet lies: header rows (from 0), field → column, units, explanation."""

    grid: Grid
    spec: FormatSpec
    first: int
    last: int
    columns: Mapping[str, int]
    units: Mapping[str, str]
    reading: HeaderReading
    found: FoundHeader | None = None

    @property
    def body(self) -> range:
        """The grid rows below the header."""
        return range(self.last + 1, self.grid.height)
