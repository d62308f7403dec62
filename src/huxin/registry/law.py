"""The law of one place, asked as the registers ask it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from huxin.access.models import Region
from huxin.kernel.errors import NotSet, Silent
from huxin.law import Answer, Lawbook
from huxin.law.gates import Condition, conditions
from huxin.law.units import LawValue, scaled

__all__ = ["Here", "lawbook"]

LOCAL_FILE = "local.yaml"


def lawbook() -> Lawbook:
    """The lawbook of this installation, with the values of its `local.yaml` as they stand now."""
    file: Path = settings.INSTALLATION.home / LOCAL_FILE
    return _book(file, file.stat().st_mtime_ns) if file.is_file() else Lawbook.load()


@lru_cache(maxsize=2)
def _book(file: Path, _changed_ns: int) -> Lawbook:
    return Lawbook.load(file)


@dataclass(frozen=True, slots=True)
class Here:
    """The law of one place: a division, and the pack of a zone that has no code of its own."""

    division: str
    pack: str | None = None

    @staticmethod
    def of(place: Region) -> Here:
        return Here(place.division, place.pack or None)

    def value(self, name: str, on: dt.date) -> LawValue | None:
        """The value; None when the law leaves it open or says nothing."""
        found = self.answer(name, on)
        return None if found is None else found.value

    def answer(self, name: str, on: dt.date) -> Answer | None:
        """The value with its clauses and derivation; None when the law gives none."""
        try:
            return lawbook().value(name, place=self.division, on=on, pack=self.pack)
        except (NotSet, Silent):
            return None

    def leaves_open(self, name: str, on: dt.date) -> bool:
        """Whether a document in force requires the value and the place has not set it."""
        try:
            lawbook().value(name, place=self.division, on=on, pack=self.pack)
        except NotSet:
            return True
        except Silent:
            pass
        return False

    def term(self, name: str, on: dt.date) -> int | None:
        """A term, count or day as a whole number; None when the law gives none."""
        found = self.value(name, on)
        return found if isinstance(found, int) else None

    def scaled(self, name: str, on: dt.date) -> int | None:
        """The value as a table holds it: yuan in fen, ratios in ppm, yes and no as 1 and 0."""
        found = self.answer(name, on)
        return None if found is None else scaled(found.value, found.unit)

    def words(self, name: str, on: dt.date) -> tuple[str, ...]:
        """A list of words; empty when the law gives none."""
        found = self.value(name, on)
        return tuple(map(str, found)) if isinstance(found, tuple) else ()

    def clauses(self, name: str, on: dt.date) -> tuple[str, ...]:
        """The clauses of every layer that says something on that day, the place's own first."""
        chain = lawbook().chain(self.division, self.pack)
        said = [pack.parameters[name] for pack in chain if name in pack.parameters]
        return tuple(
            dict.fromkeys(
                clause
                for each in said
                if each.is_open or any(one.from_on <= on for one in each.series)
                for clause in each.clauses
            )
        )

    def own(self, clauses: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the clauses that stand in a document in force here."""
        chain = {pack.code for pack in lawbook().chain(self.division, self.pack)}
        return tuple(each for each in clauses if lawbook().clause(each).pack in chain)

    def conditions(self, gate: str, on: dt.date) -> tuple[Condition, ...]:
        """What has to hold before the gate opens here."""
        return conditions(lawbook(), gate, place=self.division, on=on, pack=self.pack)

    def rule(self, name: str, on: dt.date) -> str:
        """The clauses as an error cites them."""
        return ", ".join(self.clauses(name, on))
