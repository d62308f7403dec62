"""What every stored field is: class, purpose, basis, retention, from each room's `privacy.yaml`.

A field without a declaration fails the build (PIPL 6, 13, 28; GB/T 22239 8.1.4.11). Keys between
tables are not listed: they follow the row they stand in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from huxin.access.permissions import table
from huxin.kernel.errors import NotSet, Silent
from huxin.kernel.own_data import own_data
from huxin.kernel.texts import N_, ROOMS, Message, message
from huxin.law import Bilingual, Lawbook
from huxin.law.units import LawValue

__all__ = ["CLASSES", "STAYS", "Declared", "Kept", "declared", "notice"]

CLASSES = ("business", "personal", "sensitive", "secret")
"""business: about firms, projects, money, running; personal: about a person; sensitive: identity,
card, phone and what else harms a person when it leaks (PIPL 28); secret: keys and codes."""
OF_PEOPLE = ("personal", "sensitive")
KEEPS: Mapping[str, str] = {
    "with_project": N_("as long as the papers of the project"),
    "with_account": N_("as long as the account, and the records of what was done with it"),
    "with_session": N_("for the time of signing in, then for checks of safety"),
    "for_ever": N_("without end; it holds nothing by which a person is found"),
}
"""Ways of keeping that are no parameter."""
STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Declared:
    """One table: why it is kept, on which basis, how long, and the class of each field.

    `ends` says with what its rows go when a project's ledgers are over: the way (as in a query) to
    the `project`, `worker`, `account`, `phone_digest` or `object` whose end they share, or "stays".

    `retention` is the name of a law parameter or one of `KEEPS`. Of a table about people `what`
    says in plain words what is kept, and `seen_by` lists the operations that show it; `of_workers`
    marks what a worker is told of in the notice on his own pages.
    """

    model: str
    purpose: Bilingual
    basis: tuple[str, ...]
    retention: str
    fields: Mapping[str, str]
    what: Bilingual | None = None
    seen_by: tuple[str, ...] = ()
    of_workers: bool = False
    ends: str = STAYS

    @property
    def is_about_people(self) -> bool:
        return any(kind in OF_PEOPLE for kind in self.fields.values())


@dataclass(frozen=True, slots=True)
class Kept:
    """One line of the notice to people (PIPL 17): what of them is kept, why, on what basis, how
    long, and who may see it. `is_sensitive` data is masked until it is opened with a reason."""

    what: Bilingual
    purpose: Bilingual
    basis: tuple[str, ...]
    keeping: Message
    seen_by: tuple[Bilingual, ...]
    is_sensitive: bool


@lru_cache(maxsize=1)
def declared() -> Mapping[str, Declared]:
    """Every declaration by "room.model"."""
    found: dict[str, Declared] = {}
    for room in ROOMS:
        for name, entry in own_data(room, "privacy.yaml").items():
            label = f"{room}.{name.lower()}"
            found[label] = _declared(label, entry)
    return found


def _declared(label: str, entry: Mapping[str, Any]) -> Declared:
    unknown = set(entry) - {
        "zh",
        "en",
        "basis",
        "retention",
        "what",
        "seen_by",
        "of_workers",
        "ends",
        *CLASSES,
    }
    if unknown:
        raise ValueError(f"privacy of {label} has unknown keys: {', '.join(sorted(unknown))}")
    listed = [(name, kind) for kind in CLASSES for name in entry.get(kind, ())]
    if len(dict(listed)) != len(listed):
        raise ValueError(f"privacy of {label} names a field twice")
    what = entry.get("what")
    made = Declared(
        model=label,
        purpose=Bilingual(entry["en"], zh=entry["zh"]),
        basis=tuple(entry["basis"]),
        retention=entry["retention"],
        fields=dict(listed),
        what=Bilingual(what["en"], zh=what["zh"]) if what else None,
        seen_by=tuple(entry.get("seen_by", ())),
        of_workers=entry.get("of_workers", False),
        ends=entry.get("ends", STAYS),
    )
    if made.is_about_people and "ends" not in entry:
        raise ValueError(f"privacy of {label} does not say with what its rows end")
    if made.is_about_people and (made.what is None or "seen_by" not in entry):
        raise ValueError(f"privacy of {label} does not say what is kept of people and who sees it")
    return made


def notice(
    *,
    place: str,
    on: dt.date,
    pack: str | None = None,
    book: Lawbook | None = None,
    only_of_workers: bool = False,
) -> tuple[Kept, ...]:
    """What is kept about people in a place, table by table, as the field table and the permission
    table say it; `on` is the day for which terms of keeping are asked. `book` is the installation's
    lawbook where it has values of its own, `pack` that of a zone."""
    asked = book or Lawbook.load()

    def term(name: str) -> LawValue:
        return asked.value(name, place=place, on=on, pack=pack).value

    return tuple(
        Kept(
            what=each.what,
            purpose=each.purpose,
            basis=each.basis,
            keeping=_keeping(each.retention, asked, term),
            seen_by=_seen_by(each.seen_by),
            is_sensitive="sensitive" in each.fields.values(),
        )
        for each in declared().values()
        if each.is_about_people and each.what is not None
        if each.of_workers or not only_of_workers
    )


def _keeping(retention: str, book: Lawbook, term: Callable[[str], LawValue]) -> Message:
    if retention in KEEPS:
        return message(KEEPS[retention])
    title = book.title(retention).values["description"]
    try:
        return message("{n} years. {term}.", term=title, n=str(term(retention)))
    except (NotSet, Silent):
        return message("{term}: not set for this place", term=title)


def _seen_by(operations: tuple[str, ...]) -> tuple[Bilingual, ...]:
    """The roles that operations are allowed to, each once, the person himself left out."""
    found: dict[str, Bilingual] = {}
    for name in operations:
        for role, relations in table().operation(name).allow.items():
            if relations != {"self"} and role != "system":
                found.setdefault(role, table().title(role))
    return tuple(found.values())
