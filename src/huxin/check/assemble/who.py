"""Who is who: the same person under one key on every sheet and every site.

A person is known by a sound identity number. A row without one belongs to the person of that site
who holds the row's card, else to the only one of that name there; else it stands for itself, as
a person known by name on that site only. Names and numbers never leave this room but masked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from huxin.check.assemble.columns import Ints, column, distinct, texts
from huxin.facts.columns import KEY
from huxin.kernel.identity import Identity, check_identity

__all__ = ["Mention", "Person", "Who", "mentions"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One way in which a site's files name somebody."""

    project: int
    name: str | None = field(repr=False)
    identity: str | None = field(repr=False)
    card: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the registry of this run knows him; never printed unmasked by itself."""

    key: int
    name: str = field(repr=False)
    identity: str = field(repr=False)
    identity_ok: bool | None


def mentions(table: pa.Table, *, card: str = "card") -> tuple[Ints, list[Mention]]:
    """The distinct mentions of a table of rows, and which of them each row is."""
    kinds, rows = distinct(
        [
            column(table, "project_key", KEY),
            texts(table, "name"),
            texts(table, "identity"),
            texts(table, card),
        ]
    )
    return kinds, [Mention(*row) for row in rows]


class Who:
    """The registry of one run: give it every mention, then ask it for keys."""

    def __init__(self, known: Iterable[Mention]) -> None:
        """`known` are the mentions of every file that names people, rosters among them."""
        everything = sorted(set(known), key=_order)
        self._sound = {
            each.identity: found.number
            for each in everything
            if each.identity and isinstance(found := check_identity(each.identity), Identity)
        }
        self._by_name: dict[tuple[int, str], set[str]] = defaultdict(set)
        self._by_card: dict[tuple[int, str], set[str]] = defaultdict(set)
        for each in everything:
            number = self._sound.get(each.identity or "")
            if number and each.name:
                self._by_name[each.project, each.name].add(number)
            if number and each.card:
                self._by_card[each.project, each.card].add(number)
        ids = sorted({person for each in everything if (person := self._id(each))})
        self._keys = {person: key for key, person in enumerate(ids, 1)}
        self.people = self._people(everything)
        self._unnumbered = {key for key, person in self.people.items() if not person.identity}

    def key(self, mention: Mention) -> int | None:
        """The worker key of a mention; None when it names nobody that any sheet knows."""
        person = self._id(mention)
        return None if person is None else self._keys.get(person)

    def keys(self, kinds: Ints, listed: Sequence[Mention]) -> pa.Array:
        """The worker keys of rows, as `mentions` gave them."""
        found = np.array([self.key(each) or 0 for each in listed] or [0], np.int32)[kinds]
        return pa.array(found, KEY, mask=found == 0)

    def same_name(self, project: int) -> dict[str, int]:
        """Names that several people of a site bear, and how many."""
        return {
            name: len(numbers)
            for (site, name), numbers in sorted(self._by_name.items())
            if site == project and len(numbers) > 1
        }

    @property
    def without_number(self) -> int:
        """People known by name only."""
        return len(self._unnumbered)

    def _id(self, mention: Mention) -> str | None:
        number = self._sound.get(mention.identity or "")
        if number:
            return number
        for candidates in (
            self._by_card.get((mention.project, mention.card or ""), set()),
            self._by_name.get((mention.project, mention.name or ""), set()),
        ):
            if len(candidates) == 1:
                return next(iter(candidates))
        if mention.identity:
            return f"?{mention.identity}"
        return f"~{mention.project:06d}~{mention.name}" if mention.name else None

    def _people(self, everything: Iterable[Mention]) -> dict[int, Person]:
        people: dict[int, Person] = {}
        for each in everything:
            person = self._id(each)
            if person is None:
                continue
            key = self._keys[person]
            known = people.get(key)
            sound = not person.startswith(("?", "~"))
            identity = person if sound else person[1:] if person.startswith("?") else ""
            if known is None or (not known.name and each.name):
                told = None if not identity else sound
                people[key] = Person(key, each.name or "", identity, told)
        return people


def _order(mention: Mention) -> tuple[int, str, str, str]:
    return (mention.project, mention.identity or "", mention.name or "", mention.card or "")
