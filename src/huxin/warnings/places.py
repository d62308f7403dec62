"""Places as the rules know them: an integer per region, and the law that holds there.

A region is its division code. A zone or any region with a pack of its own has no code that would
lead to that pack, so it gets an integer above all codes, the same one on every installation.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
from django.conf import settings

from huxin.access.models import Region
from huxin.check.assemble.columns import from_rows
from huxin.kernel.calendar import FIRST_ON, LAST_ON
from huxin.law import Lawbook
from huxin.law.units import is_tabular

__all__ = ["Place", "book", "parameters", "place_key", "places_of"]

LOCAL_FILE = "local.yaml"
ABOVE_ALL_CODES = 1_000_000
INT32 = 2**31


@dataclass(frozen=True, slots=True)
class Place:
    """One region with projects: its key in the facts, and what the lawbook is asked with."""

    code: str
    path: str
    key: int
    division: str
    pack: str | None


def book() -> Lawbook:
    """The lawbook of this installation, with its `local.yaml` where there is one."""
    own = settings.INSTALLATION.home / LOCAL_FILE
    return Lawbook.load(own if own.is_file() else None)


def place_key(division: str, pack: str) -> int:
    """The integer of a place in the facts."""
    if not pack:
        return int(division)
    whole = hashlib.sha256(f"{pack} {division}".encode()).digest()
    return ABOVE_ALL_CODES + int.from_bytes(whole[:8], "big") % (INT32 - ABOVE_ALL_CODES)


def places_of() -> dict[str, Place]:
    """The regions with projects, by code. One query."""
    rows = Region.objects.filter(projects__isnull=False).distinct()
    found = {
        code: Place(code, path, place_key(division, pack), division, pack or None)
        for code, path, division, pack in rows.values_list("code", "path", "division", "pack")
    }
    laws = {each.key: (each.division, each.pack) for each in found.values()}
    if any(laws[each.key] != (each.division, each.pack) for each in found.values()):
        raise ValueError("two places with laws of their own got one integer")
    return found


def parameters(law: Lawbook, places: Iterable[Place], names: Iterable[str]) -> pa.Table:
    """The fact table `parameter` for these places, each under its own law, over all days."""
    known = [name for name in names if name in law.names and is_tabular(law.names[name])]
    laws = {each.key: (each.division, each.pack) for each in places}
    fields = ("name", "from_on", "to_on", "value")
    until = LAST_ON + dt.timedelta(days=1)
    rows = [
        {"place": key, **dict(zip(fields, row[1:], strict=True))}
        for key, (division, pack) in sorted(laws.items())
        for row in law.parameter_rows([division], known, FIRST_ON, until, pack)
    ]
    return from_rows("parameter", rows)
