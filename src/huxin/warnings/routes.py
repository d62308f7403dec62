"""Which body deals with a warning, and by when: the routes and limits of the place's packs.

The narrowest pack goes first, and in it the route that says most about the case: a cause before
a kind of project before a sector before the mere matter. A route counts only where a body of one
of its roles exists in the place or above it; the nearest is taken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from huxin.access.models import Body
from huxin.access.permissions import table
from huxin.kernel.calendar import Deadline, WorkCalendar
from huxin.kernel.errors import NotSet, Silent
from huxin.kernel.own_data import own_data
from huxin.kernel.texts import Message
from huxin.law import Answer, Lawbook
from huxin.law.model import Pack, Route
from huxin.warnings.places import Place

__all__ = ["Case", "Limit", "Limits", "Routes"]

WEIGHTS = {"cause": 3, "project": 2, "sector": 1, "matter": 0}
MATTER = "arrears"
BY_SECTOR = "by_sector"
UNITS = ("days", "working_days")


@dataclass(frozen=True, slots=True)
class Case:
    """What routing wants to know of a finding."""

    rule: str
    family: str
    sector: str


@dataclass(frozen=True, slots=True)
class Limit:
    """The day by which it is to be put right, and how it came about; `why` alone: not set."""

    parameter: str
    on: dt.date | None
    why: tuple[Message, ...]
    clauses: tuple[str, ...] = ()
    provisional: bool = False


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    found: Mapping[str, Any] = own_data("warnings", "routing.yaml")
    return found


class Routes:
    """Departments by role and place, asked with the routes of the packs. One query."""

    def __init__(self, law: Lawbook) -> None:
        self._law = law
        self._bodies: dict[str, list[tuple[str, int]]] = {}
        departments = Body.objects.filter(kind=Body.Kind.DEPARTMENT, merged_into=None)
        rows = departments.order_by("id").values_list("role", "place__path", "id")
        for role, path, key in rows:
            self._bodies.setdefault(role, []).append((path, key))
        self.owner = lru_cache(maxsize=None)(self._owner)

    def _owner(self, place: Place, case: Case) -> tuple[int | None, str]:
        """The body and the route that led to it; (None, "") where no such body exists."""
        if direct := self._body(place.path, _data()["direct"].get(case.rule, ())):
            return direct, ""
        for pack in self._law.chain(place.division, place.pack):
            for route in _fitting(pack, case):
                body = self._body(place.path, _roles(route.to, case.sector))
                if body is not None:
                    return body, route.id
        return self._body(place.path, _data()["otherwise"]), ""

    def _body(self, path: str, roles: Iterable[str]) -> int | None:
        """The nearest body of the first role that has one."""
        for role in roles:
            above = [
                (len(at), -key) for at, key in self._bodies.get(role, ()) if path.startswith(at)
            ]
            if above:
                return -max(above)[1]
        return None


def _fitting(pack: Pack, case: Case) -> Sequence[Route]:
    """The routes of a pack that fit, the most telling first."""
    told = _told(case)
    found = [
        (max(WEIGHTS[word] for word in route.when), -number, route)
        for number, route in enumerate(pack.routes)
        if all(told.get(word, set()) & {*values} for word, values in route.when.items())
    ]
    return [route for *_, route in sorted(found, key=lambda each: each[:2], reverse=True)]


def _told(case: Case) -> Mapping[str, set[str]]:
    data = _data()
    causes = data["causes"]
    mine = causes["rules"].get(case.rule) or causes["families"].get(case.family, ())
    return {
        "matter": {MATTER},
        "cause": {*mine},
        "project": {*data["projects"].get(case.rule, ())},
        "sector": {case.sector},
    }


def _roles(named: Iterable[str], sector: str) -> list[str]:
    """Roles of a route as bodies bear them; where it names several regulators, the sector's."""
    sectors = table().sectors
    roles: list[str] = []
    for role in named:
        if _data()["stands_for"].get(role) == BY_SECTOR:
            roles += [each for each, covered in sectors.items() if sector in covered]
        elif role not in sectors or sector in sectors[role]:
            roles.append(role)
    return roles


class Limits:
    """The limits of warnings raised on one day; each place and family is asked once."""

    def __init__(self, law: Lawbook, raised_on: dt.date, calendar: WorkCalendar) -> None:
        self._law, self._on, self._calendar = law, raised_on, calendar
        self.of = lru_cache(maxsize=None)(self._of)

    def _of(self, place: Place, family: str) -> Limit:
        """The limit; without a value in the place it says who leaves it open."""
        why: list[Message] = []
        clauses: list[str] = []
        for entry in _data()["limits"]:
            if family not in entry.get("families", (family,)):
                continue
            name = entry["parameter"]
            try:
                found = self._law.value(name, place=place.division, on=self._on, pack=place.pack)
            except NotSet as open_value:
                why.append(open_value.what)
                clauses += open_value.rule.split(", ")
            except Silent:
                continue
            else:
                if found.unit in UNITS and isinstance(found.value, int):
                    end = _end(self._calendar, found, found.value, self._on)
                    steps = (*found.derivation[:1], *end.derivation)
                    return Limit(name, end.on, steps, found.clauses, end.provisional)
        return Limit("", None, tuple(why), tuple(dict.fromkeys(clauses)))


def _end(calendar: WorkCalendar, found: Answer, days: int, on: dt.date) -> Deadline:
    working = found.unit == "working_days"
    return calendar.add_working_days(on, days) if working else calendar.add_days(on, days)
