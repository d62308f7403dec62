"""Loads the packs of a folder and proves that they agree with each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from huxin.kernel.texts import message
from huxin.law.clauses import read_capabilities, read_clauses, read_warnings
from huxin.law.duties import read_duties, read_feeds, read_roles, read_routes
from huxin.law.model import BASE, Clause, Pack, Parameter, Schedule
from huxin.law.parameters import read_parameters
from huxin.law.reader import Spot, read_section

PACKS = Path(__file__).parent / "packs"
_FILES = frozenset({
    "pack.yaml", "clauses.yaml", "duties.yaml", "feeds.yaml", "routes.yaml", "roles.yaml",
    "capabilities.yaml", "published_warnings.yaml", "liability.yaml", "gates.yaml",
})  # fmt: skip
_PLACE = re.compile(r"\d{6}")


@lru_cache(maxsize=4)
def load_packs(root: Path = PACKS) -> Mapping[str, Pack]:
    """Every pack under `root` by code; raises PackError with file and line at the first fault."""
    folders = sorted(path.parent for path in root.glob("*/pack.yaml"))
    packs = {folder.name: _load(folder, root) for folder in folders}
    if BASE not in packs:
        Spot(f"{BASE}/pack.yaml", 1).fail(
            message("the national pack is missing"),
            message("add the folder {pack}", pack=BASE),
        )
    _check_parents(packs)
    _Links(packs).check()
    return MappingProxyType(packs)


def _load(folder: Path, root: Path) -> Pack:
    for path in sorted(folder.rglob("*.yaml")):
        inside = path.relative_to(folder)
        if len(inside.parts) == 1 and inside.name not in _FILES:
            Spot(path.relative_to(root).as_posix(), 1).fail(
                message("unknown file of a pack: {file}", file=inside.name),
                message("see the file formats in the README of the packs"),
            )
    pack = _head(folder, root)
    return replace(
        pack,
        clauses=read_clauses(folder / "clauses.yaml", root, pack),
        parameters=read_parameters(folder / "parameters", root, pack),
        roles=read_roles(folder / "roles.yaml", root),
        duties=read_duties(folder / "duties.yaml", root, pack),
        feeds=read_feeds(folder / "feeds.yaml", root, pack),
        routes=read_routes(folder / "routes.yaml", root),
        capabilities=read_capabilities(folder / "capabilities.yaml", root),
        warnings=read_warnings(folder / "published_warnings.yaml", root),
    )


def _head(folder: Path, root: Path) -> Pack:
    entry = read_section(folder / "pack.yaml", root)
    required = ["code", "title", "issuer", "prefixes", "places", "from"]
    if folder.name != BASE:
        required.append("parent")
    entry.only(required, ("number", "zone", "region", "known_from", "to", "date_note"))
    if entry.text("code") != folder.name:
        entry.at("code").fail(
            message("the code is not the name of the folder: {text}", text=entry.text("code")),
            message("write {text}", text=folder.name),
        )
    region = entry.section("region")
    region.only(("code", "name") if region.entries else ())
    for place in entry.scalars("places"):
        if not _PLACE.fullmatch(place.text):
            place.spot.fail(
                message("not a division code: {text}", text=place.text),
                message("write six digits"),
            )
    return Pack(
        code=entry.text("code"),
        title=entry.both("title"),
        number=entry.text("number"),
        issuer=entry.both("issuer"),
        prefixes=entry.texts("prefixes"),
        places=entry.texts("places"),
        is_zone=entry.flag("zone"),
        region=(region.text("code"), region.text("name")),
        parent=entry.text("parent"),
        from_on=entry.day("from"),
        known_from=entry.date("known_from"),
        to_on=entry.date("to"),
        date_note=entry.both("date_note") if "date_note" in entry else None,
        spot=entry.at("parent"),
    )


def _check_parents(packs: Mapping[str, Pack]) -> None:
    for pack in packs.values():
        seen, at = {pack.code}, pack
        while at.parent:
            if at.parent not in packs:
                at.spot.fail(
                    message("the parent is not a pack: {text}", text=at.parent),
                    message("use one of: {keys}", keys=tuple(packs)),
                )
            if at.parent in seen:
                at.spot.fail(
                    message("the parents run in a circle: {text}", text=at.parent),
                    message("the last parent is {pack}", pack=BASE),
                )
            seen.add(at.parent)
            at = packs[at.parent]


class _Links:
    """Every name that one entry uses of another: clauses, roles, parameters, warnings, units."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self.packs = packs
        self.clauses: dict[str, Clause] = {}
        for pack in packs.values():
            for clause in pack.clauses.values():
                if clause.id in self.clauses:
                    clause.spot.fail(
                        message("the clause stands twice: {clause}", clause=clause.id),
                        message("give each requirement an id of its own"),
                    )
                self.clauses[clause.id] = clause
        base_last = sorted(packs.values(), key=lambda pack: (pack.code == BASE, pack.code))
        self.first = {name: each for pack in base_last for name, each in pack.parameters.items()}
        self.roles = {role.id for pack in packs.values() for role in pack.roles}
        self.warnings = {each.id for pack in packs.values() for each in pack.warnings}

    def check(self) -> None:
        self._check_ids()
        for pack in self.packs.values():
            self._check_clauses(pack)
            for parameter in pack.parameters.values():
                self._check_parameter(pack, parameter)
            self._check_actors(pack)

    def _check_ids(self) -> None:
        for kind in ("roles", "duties", "feeds", "routes", "capabilities", "warnings"):
            seen: set[str] = set()
            for pack in self.packs.values():
                for each in getattr(pack, kind):
                    if each.id in seen:
                        each.spot.fail(
                            message("the id stands twice: {text}", text=each.id),
                            message("give each entry an id of its own"),
                        )
                    seen.add(each.id)

    def _check_clauses(self, pack: Pack) -> None:
        for clause in pack.clauses.values():
            self._known(clause.same_as, clause.spot)
            if pack.code == BASE:
                self._cast(clause.who, clause.spot)
        for capability in pack.capabilities:
            self._known((*capability.clauses, *capability.boundary), capability.spot)

    def _check_parameter(self, pack: Pack, parameter: Parameter) -> None:
        spot = parameter.spot
        self._known((*parameter.clauses, *parameter.fulfils), spot)
        self._known((clause for clause, _ in parameter.settles), spot)
        for clause, word in parameter.settles:
            if word not in open_words(self.clauses[clause]):
                spot.fail(
                    message("{clause} leaves no value open named {word}", clause=clause, word=word),
                    message("see the open list of the clause"),
                )
        for source in parameter.sources:
            if isinstance(source, str) and source not in self.warnings:
                spot.fail(
                    message("no published warning has the id {text}", text=source),
                    message("name one of them, or give the source in both languages"),
                )
        self._check_agreement(pack, parameter)

    def _check_agreement(self, pack: Pack, parameter: Parameter) -> None:
        """One name means one thing: one unit everywhere, described here or in a wider pack."""
        name, first = parameter.name, self.first[parameter.name]
        if parameter.unit != first.unit:
            parameter.spot.fail(
                message(
                    "{name} is in {unit} here and in {other} elsewhere",
                    name=name,
                    unit=parameter.unit,
                    other=first.unit,
                ),
                message("use one unit for one name"),
            )
        while not _is_described(pack.parameters.get(name)):
            if not pack.parent:
                parameter.spot.fail(
                    message("{name} is not described in both languages", name=name),
                    message("add description and description_zh"),
                )
            pack = self.packs[pack.parent]

    def _check_actors(self, pack: Pack) -> None:
        for role in pack.roles:
            self._known(role.clauses, role.spot)
            for code in role.bodies:
                if code not in self.packs:
                    role.spot.fail(
                        message("no pack has the code {text}", text=code),
                        message("use one of: {keys}", keys=tuple(self.packs)),
                    )
        for duty in pack.duties:
            self._known((*duty.clauses, *duty.fulfils), duty.spot)
            self._cast((*duty.by, *duty.to), duty.spot)
            self._timed(duty.schedule, duty.spot)
        for feed in pack.feeds:
            self._known((*feed.clauses, *feed.fulfils), feed.spot)
            self._cast((*feed.sender, *feed.receiver), feed.spot)
            self._timed(feed.schedule, feed.spot)
        for route in pack.routes:
            self._known((*route.clauses, *route.fulfils), route.spot)
            self._cast((*route.to, *route.cooperating), route.spot)

    def _known(self, clauses: Iterable[str], spot: Spot) -> None:
        for clause in clauses:
            if clause not in self.clauses:
                spot.fail(
                    message("there is no clause {clause}", clause=clause),
                    message("cite a clause of the catalogue"),
                )

    def _cast(self, roles: Iterable[str], spot: Spot) -> None:
        for role in roles:
            if role not in self.roles:
                spot.fail(
                    message("there is no role {role}", role=role),
                    message("add it to roles.yaml, or use one that stands there"),
                )

    def _timed(self, schedule: Schedule, spot: Spot) -> None:
        if schedule.parameter and schedule.parameter not in self.first:
            spot.fail(
                message("there is no parameter {name}", name=schedule.parameter),
                message("add it, open if the document gives no value"),
            )


def _is_described(parameter: Parameter | None) -> bool:
    return parameter is not None and bool(parameter.description.text and parameter.description.zh)


def open_words(clause: Clause) -> tuple[str, ...]:
    """The open values of a clause without the remarks in brackets."""
    return tuple(each.split(" ", 1)[0] for each in clause.open)


def all_clauses(packs: Mapping[str, Pack]) -> Iterator[Clause]:
    """Every clause, pack by pack."""
    for pack in packs.values():
        yield from pack.clauses.values()
