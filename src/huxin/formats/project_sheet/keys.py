"""Finds which field a written key means, and the nearest one when it means none."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache

from huxin.formats.headings import compact, loose
from huxin.formats.project_sheet.reports import FIGURE_LIST
from huxin.formats.project_sheet.spec import LISTS, TABLES
from huxin.formats.project_sheet.tables import TableSpec
from huxin.formats.spec import FieldSpec

__all__ = ["Key", "find_key", "nearest", "plain_key", "table_named"]

_SUFFIXES = ("_fen", "_ppm")
_NEAR_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Key:
    """A field and whether the key names its stored unit (`contract_price_fen: 100` is one yuan)."""

    field: FieldSpec
    stored_unit: bool = False


def plain_key(text: str) -> str:
    """A key without spaces, a colon at its end, brackets and units."""
    return loose(compact(text).rstrip(":"))


@lru_cache(maxsize=16)
def _index(name: str) -> dict[str, Key]:
    table = next(each for each in (*TABLES, FIGURE_LIST) if each.name == name)
    found: dict[str, Key] = {}
    for each in table.fields:
        for heading in (each.header, *each.aliases):
            found.setdefault(plain_key(heading), Key(each))
        suffix = next((s for s in _SUFFIXES if each.name.endswith(s)), "")
        if suffix:
            found.setdefault(plain_key(each.name.removesuffix(suffix)), Key(each))
        found.setdefault(plain_key(each.name), Key(each, bool(suffix)))
    return found


def find_key(table: TableSpec, text: str) -> Key | None:
    """The field of `table` that `text` names."""
    return _index(table.name).get(plain_key(text))


def nearest(table: TableSpec, text: str) -> str:
    """The heading of `table` that is most like `text`; a dash when none is."""
    headings = [heading for each in table.fields for heading in (*each.headings, each.name)]
    near = difflib.get_close_matches(compact(text)[:40], headings, n=1, cutoff=_NEAR_ENOUGH)
    if not near:
        return "—"
    known = find_key(table, near[0])
    return known.field.header if known else near[0]


@lru_cache(maxsize=1)
def _tables() -> dict[str, TableSpec]:
    return {
        plain_key(name): table
        for table in TABLES
        for name in (table.sheet, table.name, *table.aliases)
    }


def table_named(text: str) -> TableSpec | None:
    """The table whose sheet or list is called `text`."""
    plain = plain_key(text)
    exact = _tables().get(plain)
    if exact is not None:
        return exact
    return next((each for each in LISTS if plain and plain_key(each.sheet) in plain), None)
