"""The figures of a finding with words for their names; the name's ending says the unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from huxin.check.model import Input, Said, Words
from huxin.check.subjects import Subjects
from huxin.facts.schema import TABLES
from huxin.facts.spine import WORKER_MONTH
from huxin.kernel.texts import N_, Fen, Month, Value, message

__all__ = ["LABELS", "inputs_of", "label_of"]

LABELS: Mapping[str, str] = {
    "net_fen": N_("net wage"),
}
HIDDEN = ("_bits", "_digest", "project_key", "worker_key", "sheet_key", "entry_key", "team_key")
MEANINGS = {
    column.name: column.meaning
    for table in (*TABLES.values(), WORKER_MONTH)
    for column in table.columns
}


def label_of(name: str) -> Said:
    """What a figure is called."""
    if name in LABELS:
        return message(LABELS[name])
    plain = MEANINGS.get(name, name.replace("_", " "))
    return Words(plain, plain)


def inputs_of(evidence: Mapping[str, Any], subjects: Subjects) -> tuple[Input, ...]:
    """The figures in the order the rule gives them; bitmaps, digests and bare keys are left out."""
    found = []
    for name, value in evidence.items():
        if name.endswith(("party_key", "employer_key")):
            found.append(Input(name, label_of(name), subjects.company(value)))
        elif not name.endswith(HIDDEN) and not name.startswith("card_digest"):
            found.append(Input(name, label_of(name), _typed(name, value)))
    return tuple(found)


def _typed(name: str, value: Any) -> Value:
    """A value in the unit that its name ends with."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        is_month = name.endswith("month")
        return Month(value.year, value.month, 1) if is_month else value
    if isinstance(value, int):
        return _number(name, value)
    return str(value)


def _number(name: str, value: int) -> Value:
    if name.endswith("_fen"):
        return Fen(value)
    if name.endswith("_ppm"):
        return f"{_decimal(value, 10_000)}%"
    if name.endswith("_centi"):
        return _decimal(value, 100)
    return value


def _decimal(value: int, unit: int) -> str:
    """`value / unit` without a float and without trailing zeros."""
    sign, whole = ("-" if value < 0 else ""), abs(value)
    digits = f"{whole % unit:0{len(str(unit)) - 1}d}".rstrip("0")
    return f"{sign}{whole // unit:,}" + (f".{digits}" if digits else "")
