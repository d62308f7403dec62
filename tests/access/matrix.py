"""The permission matrix: what the table says, worked out a second time and held against the gate.

Every operation × role × position is one cell. A position is where an actor stands to a project:
in whose place his grant lies, for which sectors, whether his body has a part in it, whether he is
the person concerned. The oracle here shares no code with the gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.db.models import Model

from huxin.access.actor import ANYBODY, Actor, Held
from huxin.access.errors import NotFound, Refused
from huxin.access.gate import Subject, check, may, reach, relations_of, visible
from huxin.access.permissions import OWN_ROLES, RELATIONS, Table
from huxin.law import Lawbook

__all__ = [
    "Cell", "Position", "Target", "absent_cells", "actor_at", "decision_cells", "granted_cells",
    "outside_cells", "positions", "reach_cells", "roles",
]  # fmt: skip

PLACES = ("same", "above", "below", "sibling", "elsewhere")
ALL_SECTORS = frozenset({
    "building", "municipal", "transport", "water", "railway", "mine", "ore_dressing", "tourism",
    "other",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Position:
    """Where an actor stands to the target."""

    place: str
    sector: bool
    party: bool
    person: bool


@dataclass(frozen=True, slots=True)
class Target:
    """What is acted on: place and sector of a project, a body with a part in it and the key of
    its device, a person."""

    path: str
    sector: str
    body: int
    stranger_body: int
    account: int
    stranger_account: int
    key: str = ""


def roles() -> tuple[str, ...]:
    """Every role that there is."""
    return tuple(sorted(frozenset(Lawbook.load().roles) | OWN_ROLES))


def positions() -> tuple[Position, ...]:
    """Every way to stand to the target."""
    either = (True, False)
    return tuple(Position(*each) for each in product(PLACES, either, either, either))


def actor_at(target: Target, role: str, at: Position) -> Actor:
    """An actor with one grant, standing at a position."""
    parts = target.path.strip("/").split("/")
    path = {
        "same": target.path,
        "above": "/" + "/".join(parts[:-1]) + "/",
        "below": target.path + "999999/",
        "sibling": "/" + "/".join([*parts[:-1], "000001"]) + "/",
        "elsewhere": "/990000/",
    }[at.place]
    sectors = frozenset({target.sector}) if at.sector else ALL_SECTORS - {target.sector}
    body = target.body if at.party else target.stranger_body
    account = target.account if at.person else target.stranger_account
    name = f"key:{target.key if at.party else 'of a stranger'}"
    return Actor(name, (Held(role, body, path, sectors),), account)


def holds(relation: str, at: Position) -> bool:
    """Whether a relation holds at a position, from what relations mean in words."""
    in_place = at.place in ("same", "above")
    return {
        "any": True,
        "subtree": in_place,
        "sector": in_place and at.sector,
        "party": at.party,
        "own_body": at.party,
        "assigned": at.person,
        "self": at.person,
    }[relation]


Cell = tuple[str, bool, bool]
"""Its name, what is expected, what the gate says."""


def decision_cells(
    table: Table, target: Target, operations: Iterable[str] | None = None
) -> Iterator[Cell]:
    """Every operation × role × position: may it be done to the target?"""
    subject = Subject(
        path=target.path, sector=target.sector, bodies=frozenset({target.body}),
        own_body=target.body, account=target.account, assignee=target.account,
    )  # fmt: skip
    chosen = table.operations if operations is None else operations
    standing = [
        (f"{role} {at}", role, frozenset(each for each in RELATIONS if holds(each, at)),
         actor_at(target, role, at))
        for role, at in product(roles(), positions())
    ]  # fmt: skip
    for operation in map(table.operation, chosen):
        for where, role, held, actor in standing:
            expected = not held.isdisjoint(operation.allow.get(role, ()))
            said = may(operation.name, actor=actor, subject=subject)
            yield f"{operation.name} {where}", expected, said


def outside_cells(table: Table) -> Iterator[Cell]:
    """Every operation × role on what belongs to nobody, and by whoever has not signed in."""
    for operation, role in product(table.operations.values(), roles()):
        stranger = Actor("test", (Held(role, 1, "/140000/"),), 1)
        by_any = "any" in operation.allow.get(role, ())
        yield f"{operation.name} {role} nowhere", by_any, _passes(operation.name, stranger)
    for operation in table.operations.values():
        open_to_all = "any" in operation.allow.get("anybody", ())
        yield f"{operation.name} signed out", open_to_all, _passes(operation.name, ANYBODY)


def _passes(operation: str, actor: Actor) -> bool:
    try:
        check(operation, actor=actor, subject=Subject())
    except Refused:
        return False
    return True


def reach_cells(
    target: Target, rows: Mapping[type[Model], Any], relation: str, probe: str, role: str
) -> Iterator[Cell]:
    """Each table that knows the relation × position: is the row within reach?"""
    for model, key in rows.items():
        if relation not in relations_of(model):
            continue
        for at in positions():
            actor = actor_at(target, role, at)
            said = visible(model, probe, actor=actor).filter(pk=key).exists()
            yield f"{model.__name__} {relation} {at}", holds(relation, at), said


def granted_cells(table: Table, target: Target, model: type[Model], key: Any) -> Iterator[Cell]:
    """Each way in which the table of this release allows anything × position, on one row."""
    known = relations_of(model)
    ways = {
        relations: (operation.name, role)
        for operation in table.operations.values()
        for role, relations in operation.allow.items()
    }
    for relations, (name, role) in ways.items():
        for at in positions():
            meant = any(holds(each, at) for each in relations if each == "any" or each in known)
            said = visible(model, name, actor=actor_at(target, role, at)).filter(pk=key).exists()
            yield f"{model.__name__} {name} {role} {at}", meant, said


def absent_cells(rows: Mapping[type[Model], Any], operation: str) -> Iterator[Cell]:
    """Each table × what is absent and what is not yours: both one answer, with and without lock."""
    stranger = Actor("test", (Held("hrss", -1, "/990000/"),), -1)
    for (model, key), lock in product(rows.items(), (False, True)):
        answers = {_answer(model, each, operation, stranger, lock=lock) for each in (key, -1, "x")}
        yield f"{model.__name__} lock={lock}", True, len(answers) == 1 and "" not in answers


def _answer(model: type[Model], key: Any, operation: str, actor: Actor, *, lock: bool) -> str:
    try:
        reach(model, key, operation, actor=actor, lock=lock)
    except NotFound as error:
        return f"{error.say('zh')} {error.say('en')}"
    return ""
