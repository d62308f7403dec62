"""What every stored field is: class, purpose, basis, retention, from each room's `privacy.yaml`.

A field without a declaration fails the build (PIPL 6, 13, 28; GB/T 22239 8.1.4.11). Keys between
tables are not listed: they follow the row they stand in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from huxin.kernel.texts import ROOMS
from huxin.law import Bilingual

__all__ = ["CLASSES", "Declared", "Kept", "declared", "notice"]

CLASSES = ("business", "personal", "sensitive", "secret")
"""business: about firms, projects, money, running; personal: about a person; sensitive: identity,
card, phone and what else harms a person when it leaks (PIPL 28); secret: keys and codes."""
OF_PEOPLE = ("personal", "sensitive")
KEEPS = ("with_project", "with_account", "with_session", "for_ever")
"""Ways of keeping that are no parameter: as long as the project's, account's or session's term;
the trail for ever."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One table: why it is kept, on which basis, how long, and the class of each field.

    `retention` is the name of a law parameter or one of `KEEPS`.
    """

    model: str
    purpose: Bilingual
    basis: tuple[str, ...]
    retention: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """One line of the notice to people (PIPL 17): what of them is kept, why, on what basis."""

    what: tuple[str, ...]
    purpose: Bilingual
    basis: tuple[str, ...]
    retention: str


@lru_cache(maxsize=1)
def declared() -> Mapping[str, Declared]:
    """Every declaration by "room.model"."""
    found: dict[str, Declared] = {}
    for room in ROOMS:
        file = resources.files(f"huxin.{room}") / "privacy.yaml"
        if file.is_file():
            for name, entry in yaml.safe_load(file.read_text(encoding="utf-8")).items():
                label = f"{room}.{name.lower()}"
                found[label] = _declared(label, entry)
    return found


def _declared(label: str, entry: Mapping[str, Any]) -> Declared:
    unknown = set(entry) - {"zh", "en", "basis", "retention", *CLASSES}
    if unknown:
        raise ValueError(f"privacy of {label} has unknown keys: {', '.join(sorted(unknown))}")
    listed = [(name, kind) for kind in CLASSES for name in entry.get(kind, ())]
    if len(dict(listed)) != len(listed):
        raise ValueError(f"privacy of {label} names a field twice")
    return Declared(
        model=label,
        purpose=Bilingual(entry["en"], zh=entry["zh"]),
        basis=tuple(entry["basis"]),
        retention=entry["retention"],
        fields=dict(listed),
    )


def notice() -> tuple[Kept, ...]:
    """What is kept about people, table by table."""
    lines = []
    for each in declared().values():
        mine = tuple(
            name for name, kind in each.fields.items() if kind in ("personal", "sensitive")
        )
        if mine:
            lines.append(Kept(mine, each.purpose, each.basis, each.retention))
    return tuple(lines)
