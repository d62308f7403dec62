"""Who may be given a warning: officers and departments of its place; where a reader begins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.gate import reach
from huxin.access.models import Body, Grant, Region
from huxin.access.permissions import table
from huxin.warnings.models import Warning
from huxin.warnings.queries.board import VIEW

__all__ = ["Choice", "departments", "officers", "widest_place"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One that can be chosen."""

    key: int
    name: str
    unit: str = ""


def widest_place(*, actor: Actor) -> str:
    """The region that the reader's widest grant is for: where the table of places begins."""
    paths = [held.path for held in actor.held if held.path]
    shortest = min(paths, key=len, default="")
    found = Region.objects.filter(path=shortest).values_list("code", flat=True).first()
    return found or ""


def officers(key: int, *, actor: Actor, now: dt.datetime) -> tuple[Choice, ...]:
    """Officers of departments whose place covers that of the warning. Two queries."""
    path = reach(Warning, key, VIEW, actor=actor).place.path
    allowed = [
        role for role, relations in table().operation("warnings.warning.verify").allow.items()
        if relations
    ]  # fmt: skip
    held = (
        Grant.objects.filter(
            ended_at=None, from_at__lte=now, account__is_active=True, role__in=allowed,
            body__kind=Body.Kind.DEPARTMENT,
        )
        .exclude(to_at__lte=now)
        .select_related("account", "body", "place")
    )  # fmt: skip
    found = {
        each.account_id: Choice(each.account_id, each.account.name, each.body.name)
        for each in held
        if each.body is not None and path.startswith(each.place.path)
    }
    return tuple(sorted(found.values(), key=lambda each: (each.unit, each.name)))


def departments(key: int, *, actor: Actor) -> tuple[Choice, ...]:
    """Departments whose place covers that of the warning. Two queries."""
    path = reach(Warning, key, VIEW, actor=actor).place.path
    rows = Body.objects.filter(kind=Body.Kind.DEPARTMENT, merged_into=None).select_related("place")
    return tuple(Choice(each.pk, each.name) for each in rows if path.startswith(each.place.path))
