"""The permission matrix: what the table says, worked out a second time and held against the gate.

Every operation × role × position is one cell. A position is where an actor stands to a project:
in whose place his grant lies, for which sectors, whether his body has a part in it, whether he is
the person concerned. The oracle here shares no code with the gate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from django.db.models import Model

from huxin.access.actor import Actor, Held
from huxin.access.gate import Subject, may, relations_of, visible
from huxin.access.permissions import OWN_ROLES, Table
from huxin.law import Lawbook

__all__ = ["Position", "Target", "actor_at", "decision_cells", "positions", "reach_cells", "roles"]

PLACES = ("same", "above", "below", "sibling", "elsewhere")
ALL_SECTORS = frozenset({"building", "municipal", "transport", "water", "railway", "mine", "other"})


@dataclass(frozen=True, slots=True)
class Position:
    """Where an actor stands to the target."""

    place: str
    sector: bool
    party: bool
    person: bool


@dataclass(frozen=True, slots=True)
class Target:
    """What is acted on: place and sector of a project, a body with a part in it, a person."""

    path: str
    sector: str
    body: int
    stranger_body: int
    account: int
    stranger_account: int


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
    return Actor("test", (Held(role, body, path, sectors),), account)


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


def decision_cells(table: Table, target: Target) -> Iterator[tuple[str, bool, bool]]:
    """(cell, expected, said by the gate) for every operation × role × position."""
    subject = Subject(
        path=target.path, sector=target.sector, bodies=frozenset({target.body}),
        own_body=target.body, account=target.account, assignee=target.account,
    )  # fmt: skip
    for operation, role in product(table.operations.values(), roles()):
        allowed = operation.allow.get(role, frozenset())
        for at in positions():
            expected = any(holds(relation, at) for relation in allowed)
            said = may(operation.name, actor=actor_at(target, role, at), subject=subject)
            yield f"{operation.name} {role} {at}", expected, said


def reach_cells(
    target: Target, rows: Mapping[type[Model], int], operation: str, role: str, relation: str
) -> Iterator[tuple[str, bool, bool]]:
    """(cell, expected, said) for each table with that relation: is the row within reach?"""
    for model, key in rows.items():
        if relation not in relations_of(model):
            continue
        for at in positions():
            found = visible(model, operation, actor=actor_at(target, role, at))
            said = found.filter(pk=key).exists()
            yield f"{model.__name__} {relation} {at}", holds(relation, at), said
