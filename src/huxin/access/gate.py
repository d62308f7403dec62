"""The one gate: which objects an actor may reach with an operation. Nothing goes round it.

A room says once, for each of its tables, what each relation means there (`relate`); from that and
the permission table the gate makes the filter. What is absent and what is not yours look alike.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Exists, ForeignObjectRel, Model, OuterRef, Q, QuerySet

from huxin.access.actor import Actor, Held
from huxin.access.errors import NotFound, Refused
from huxin.access.permissions import RELATIONS, table

__all__ = ["Subject", "check", "may", "reach", "relate", "relations_of", "visible"]

M = TypeVar("M", bound=Model)
Narrow = Callable[[Held, Actor], Q]
_MEANINGS: dict[type[Model], Mapping[str, Narrow]] = {}
NOTHING = Q(pk__in=())
WIDE = frozenset({"subtree", "sector"})


@dataclass(frozen=True, slots=True)
class Subject:
    """What an operation is about before it exists: place, sector, bodies with a part, person."""

    path: str = ""
    sector: str = ""
    bodies: frozenset[int] = frozenset()
    own_body: int | None = None
    account: int | None = None
    assignee: int | None = None


def relate(model: type[Model], **meanings: Narrow) -> None:
    """Say what relations mean for a table; called once per table, in the room's `access.py`."""
    unknown = set(meanings) - set(RELATIONS)
    if unknown or model in _MEANINGS:
        raise ValueError(f"{model.__name__}: {unknown or 'is related already'}")
    _MEANINGS[model] = meanings


def relations_of(model: type[Model]) -> Mapping[str, Narrow]:
    """What relations mean for a table; an unrelated table is a fault of ours."""
    return _MEANINGS[model]


def visible(model: type[M], operation: str, *, actor: Actor) -> QuerySet[M]:
    """The rows of a table that the actor may reach with the operation."""
    return _within(model, operation, actor, by_row=WIDE)


def _within(
    model: type[M], operation: str, actor: Actor, *, by_row: Collection[str]
) -> QuerySet[M]:
    """The rows within reach; relations in `by_row` are asked of each row, not listed first."""
    whole: QuerySet[M] = model._default_manager.all()
    found = list(_filters(model, operation, actor, by_row))
    if any(each is None for each in found):
        return whole
    return whole.filter(reduce(or_, (each for each in found if each is not None), NOTHING))


def reach(model: type[M], key: Any, operation: str, *, actor: Actor, lock: bool = False) -> M:
    """One row by its key; raises NotFound alike for what is absent and what is out of reach."""
    rows = _within(model, operation, actor, by_row=RELATIONS)
    try:
        inside = rows.select_for_update(of=("self",)) if lock else rows
        return inside.get(pk=key)
    except (model.DoesNotExist, ValueError, OverflowError, TypeError):  # type: ignore[attr-defined]
        raise NotFound from None


def may(operation: str, *, actor: Actor, subject: Subject | None = None) -> bool:
    """Whether the actor may do it: to the subject, or at all (to something) when none is given."""
    allowed = table().operation(operation)
    return any(
        subject is None or _meets(relation, held, actor, subject)
        for held in actor.held
        for relation in allowed.relations(held.role)
    )


def check(operation: str, *, actor: Actor, subject: Subject | None = None) -> None:
    """Raise Refused unless the actor may do it."""
    if not may(operation, actor=actor, subject=subject):
        raise Refused(operation)


def _filters(
    model: type[Model], operation: str, actor: Actor, by_row: Collection[str]
) -> Iterable[Q | None]:
    """One filter per grant and relation; None where the relation has no bound."""
    meanings, allowed = relations_of(model), table().operation(operation)
    for held in actor.held:
        for relation in allowed.relations(held.role):
            if relation == "any":
                yield None
            elif relation in meanings:
                meaning = meanings[relation](held, actor)
                yield _condition(model, meaning, by_row=relation in by_row)


class _Asked(Exists):
    """Asked of each row that is looked at: without OFFSET PostgreSQL makes a join of it."""

    template = "EXISTS(%(subquery)s OFFSET 0)"


def _condition(model: type[Model], meaning: Q, *, by_row: bool) -> Q:
    """The meaning as a condition on one row of the table, whatever the query joins besides.

    A way over several rows (the parties of a project) would bring a row once for each of them.
    What a company has is few, and is listed; what lies in a place may be everything, so it is asked
    of those rows that the query narrows to.
    """
    rows = model._default_manager.filter(meaning).order_by()
    fields = (getattr(each, "join_field", None) for each in rows.query.alias_map.values())
    if not any(isinstance(each, ForeignObjectRel) and each.multiple for each in fields):
        return meaning
    return Q(_Asked(rows.filter(pk=OuterRef("pk")))) if by_row else Q(pk__in=rows.values("pk"))


def _meets(relation: str, held: Held, actor: Actor, subject: Subject) -> bool:
    if relation == "any":
        return True
    if relation in {"subtree", "sector"}:
        inside = bool(subject.path) and subject.path.startswith(held.path)
        return inside and (relation == "subtree" or subject.sector in held.sectors)
    if relation == "party":
        return held.body is not None and held.body in subject.bodies
    if relation == "own_body":
        return held.body is not None and held.body == subject.own_body
    who = subject.account if relation == "self" else subject.assignee
    return actor.account is not None and actor.account == who
