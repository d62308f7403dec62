"""What a pack holds, as plain frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from huxin.law.reader import Bilingual, Plain, Spot
from huxin.law.units import LawValue

BASE = "cn"


@dataclass(frozen=True, slots=True)
class Clause:
    """One requirement of a document, or one national article (`pack` is then "cn")."""

    id: str
    pack: str
    document: str
    where: str
    who: tuple[str, ...]
    what: Bilingual
    spot: Spot = field(compare=False)
    kind: str = ""
    capability: str = ""
    params: Mapping[str, Plain] = field(default_factory=dict)
    coop: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    is_boundary: bool = False
    boundary_note: str = ""
    note: str = ""
    mark: str = ""
    in_force_from: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A value from a day on; None ends the value before it. `floats` with the pack's own date."""

    from_on: dt.date
    known_from: dt.date
    value: LawValue | None
    floats: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """One named value of one pack over time. No series: the document leaves it open."""

    name: str
    pack: str
    unit: str
    description: Bilingual
    series: tuple[Dated, ...]
    clauses: tuple[str, ...]
    sources: tuple[str | Bilingual, ...]
    settles: tuple[tuple[str, str], ...]
    fulfils: tuple[str, ...]
    to_verify: bool
    spot: Spot = field(compare=False)

    @property
    def is_open(self) -> bool:
        return not self.series


@dataclass(frozen=True, slots=True)
class Role:
    """A body or person that duties, feeds and routes name."""

    id: str
    name: Bilingual
    clauses: tuple[str, ...]
    bodies: Mapping[str, tuple[str, ...]]
    spot: Spot = field(compare=False)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a duty falls due. `day`, `before`, `month` count in the calendar; 0: not given."""

    every: str
    from_on: dt.date
    day: int = 0
    before: int = 0
    month: int = 0
    date: dt.date | None = None
    window: tuple[str, str] | None = None
    event: str = ""
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """Who has to do what, when, for whom."""

    id: str
    title: Bilingual
    by: tuple[str, ...]
    to: tuple[str, ...]
    schedule: Schedule
    clauses: tuple[str, ...]
    fulfils: tuple[str, ...]
    spot: Spot = field(compare=False)


@dataclass(frozen=True, slots=True)
class Feed:
    """Who delivers which data to whom, when."""

    id: str
    title: Bilingual
    sender: tuple[str, ...]
    receiver: tuple[str, ...]
    content: tuple[str, ...]
    schedule: Schedule
    clauses: tuple[str, ...]
    fulfils: tuple[str, ...]
    spot: Spot = field(compare=False)


@dataclass(frozen=True, slots=True)
class Route:
    """Which body is competent when every condition of `when` holds."""

    id: str
    title: Bilingual
    when: Mapping[str, tuple[str, ...]]
    to: tuple[str, ...]
    cooperating: tuple[str, ...]
    clauses: tuple[str, ...]
    fulfils: tuple[str, ...]
    spot: Spot = field(compare=False)


@dataclass(frozen=True, slots=True)
class Capability:
    """Something that a wage-protection system must be able to do, and the clauses that ask it."""

    id: str
    name: Bilingual
    clauses: tuple[str, ...]
    boundary: tuple[str, ...]
    spot: Spot = field(compare=False)


@dataclass(frozen=True, slots=True)
class Warned:
    """One published warning rule, as its source prints it."""

    id: str
    name: Bilingual
    source: str
    evidence: str
    entry: Mapping[str, Plain]
    spot: Spot = field(compare=False)


@dataclass(frozen=True, slots=True)
class Pack:
    """One document in force in some places. `known_from` None: each value from its first day.

    `region`: code and name that a zone has on its own, beside the division in which it lies.
    """

    code: str
    title: Bilingual
    number: str
    issuer: Bilingual
    prefixes: tuple[str, ...]
    places: tuple[str, ...]
    is_zone: bool
    parent: str
    from_on: dt.date
    known_from: dt.date | None
    to_on: dt.date | None
    date_note: Bilingual | None
    spot: Spot = field(compare=False)
    region: tuple[str, str] = ("", "")
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    roles: tuple[Role, ...] = ()
    duties: tuple[Duty, ...] = ()
    feeds: tuple[Feed, ...] = ()
    routes: tuple[Route, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    warnings: tuple[Warned, ...] = ()
