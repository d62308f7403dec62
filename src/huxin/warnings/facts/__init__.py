"""The registers as fact tables in the Parquet store, written only where something changed.

`FED` names the tables that some room of the platform fills. A rule that reads any other table
cannot tell anything yet, so the monitor does not ask it; `TOLD_BY_REGISTER` names what a folder of
papers has to guess from such a table and a register simply knows.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import pyarrow as pa

from huxin.check.assemble.law import calendar_rows, span
from huxin.facts.settle import settle_changed
from huxin.facts.store import STORED, Store, conform
from huxin.kernel.calendar import WorkCalendar
from huxin.rules.base import Rule
from huxin.trail.models import Entry
from huxin.warnings.facts.figures import indicators
from huxin.warnings.facts.people import contracts, enrolments, workers
from huxin.warnings.facts.projects import (
    deposits,
    guarantees,
    measures,
    parties,
    projects,
    signboards,
)

__all__ = ["FED", "Exported", "export", "lacks"]

TABLES: Mapping[str, Callable[[], pa.Table]] = {
    "project": projects,
    "party": parties,
    "worker": workers,
    "enrolment": enrolments,
    "labour_contract": contracts,
    "deposit": deposits,
    "guarantee": guarantees,
    "court_measure": measures,
    "signboard": signboards,
    "indicator": indicators,
}
WRITTEN_BY_WAGES = ("attendance_day", "attendance_month")
FED = frozenset((*TABLES, *WRITTEN_BY_WAGES))
TOLD_BY_REGISTER = frozenset({"account_entry.on"})
"""Entries prove to the check that there is an account; the register of accounts knows it."""
OWN = "warnings."
STATE = "exported.json"
MARK_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Exported:
    """What the store holds now. `mark` changes whenever any fact in it does."""

    mark: str
    written: tuple[str, ...]
    settled: tuple[str, ...]


def lacks(rule: Rule) -> tuple[str, ...]:
    """The tables that a rule reads and that nobody on the platform fills yet."""
    read = {name.partition(".")[0] for name in {*rule.spec.columns} - TOLD_BY_REGISTER}
    return tuple(sorted((read & STORED.keys()) - FED))


def export(store: Store, as_of: dt.date) -> Exported:
    """Bring the store up to date; tables whose content is the same are left as they are.

    Whether anything may have changed at all is asked of the trail: no register changes without
    an entry. What was cut short is done anew. The calendar reaches beyond `as_of`.
    """
    state = _remembered(store.root / STATE)
    seen = {
        "trail": _trail(), "version": metadata.version("huxin"), "year": as_of.year,
        "first_month": store.months("attendance_month")[:1],
    }  # fmt: skip
    whole = all(store.parts(name) for name in (*TABLES, "calendar"))
    written: list[str] = []
    if not whole or {name: state.get(name) for name in seen} != seen:
        written = [name for name, table in TABLES.items() if _put(store, name, table())]
        _put(store, "calendar", _calendar(store, as_of))
    settled = settle_changed(store, state.get("settled", {}))
    stamps = {name: store.stamps(name) for name in (*TABLES, "calendar")}
    whole_text = _text([stamps, settled["whole"], settled["months"]])
    changed = settled.pop("changed")
    if (now := {**seen, "settled": settled}) != state:
        _write(store.root / STATE, _text(now))
    mark = hashlib.sha256(whole_text.encode()).hexdigest()[:MARK_LENGTH]
    return Exported(mark, tuple(written), tuple(changed))


def _put(store: Store, name: str, table: pa.Table) -> bool:
    """Write a table unless the very same rows stand there already."""
    rows = conform(STORED[name], table)
    if store.parts(name) and _plain(rows).equals(_plain(store.read(name))):
        return False
    store.write(name, rows)
    return True


def _plain(table: pa.Table) -> pa.Table:
    """Labels as texts: two dictionaries may hold the same ones in another order."""
    fields = [
        pa.field(each.name, pa.string() if pa.types.is_dictionary(each.type) else each.type)
        for each in table.schema
    ]
    return table.cast(pa.schema(fields))


def _calendar(store: Store, as_of: dt.date) -> pa.Table:
    """The calendar over whole years around every day of the facts, so that it seldom changes."""
    first, last = span({name: store.read(name) for name in TABLES}, as_of)
    months = [f"{month}-01" for month in store.months("attendance_month")[:1]]
    first = min([first, *map(dt.date.fromisoformat, months)])
    return calendar_rows(
        WorkCalendar.load(), (first.replace(month=1, day=1), last.replace(month=12, day=31))
    )


def _trail() -> list[int | str] | None:
    """The last entry that is not our own, with its hash: a number alone comes again in a database
    that was restored, or after a transaction that came to nothing."""
    others = Entry.objects.exclude(action__startswith=OWN).order_by("-log", "-number")
    found = others.values_list("log_id", "number", "leaf_hash").first()
    return None if found is None else [*found[:2], bytes(found[2]).hex()]


def _remembered(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return found


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
