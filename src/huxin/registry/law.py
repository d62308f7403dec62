"""The law of one place, asked as the registers ask it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from huxin.access.models import Region
from huxin.kernel.errors import NotSet, Silent
from huxin.law import Lawbook
from huxin.law.units import LawValue

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
        try:
            return lawbook().value(name, place=self.division, on=on, pack=self.pack).value
        except (NotSet, Silent):
            return None

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

    def rule(self, name: str, on: dt.date) -> str:
        """The clauses as an error cites them."""
        return ", ".join(self.clauses(name, on))
