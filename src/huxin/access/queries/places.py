"""Places as people name them: by code or full name; what is offered to choose from."""

from __future__ import annotations

from django.db.models import Q

from huxin.access.actor import Actor
from huxin.access.gate import reach, visible
from huxin.access.models import Region

__all__ = ["offered_places", "own_places", "place_named", "townships"]

OFFERED_MAX = 50
SEE, ADD = "access.seat.view", "access.region.add"


def place_named(text: str, *, actor: Actor) -> Region | None:
    """The place of this code or full name; None: there is none, or more than one.

    Of several that are called so, the one within one of the actor's grants is meant. Two queries.
    """
    said = text.strip()
    if not said:
        return None
    found = list(Region.objects.filter(Q(code=said) | Q(name=said))[:OFFERED_MAX])
    near = [each for each in found if _is_near(each, actor)]
    chosen = near if len(found) > 1 else found
    return chosen[0] if len(chosen) == 1 else None


def own_places(*, actor: Actor) -> tuple[Region, ...]:
    """The places that the actor's grants are for, the widest first. One query."""
    paths = {each.path for each in actor.held if each.path}
    return tuple(Region.objects.filter(path__in=paths).order_by("path"))


def offered_places(*, actor: Actor) -> tuple[str, ...]:
    """Names of the places within the actor's grants, unless they are too many to choose from."""
    within = Q(pk__in=())
    for each in actor.held:
        if each.path:
            within |= Q(path__startswith=each.path)
    names = list(Region.objects.filter(within).values_list("name", flat=True)[: OFFERED_MAX + 1])
    return tuple(names) if len(names) <= OFFERED_MAX else ()


def townships(place: str, *, actor: Actor) -> tuple[Region, ...]:
    """The townships of a county or zone; raises NotFound. Two queries."""
    above = reach(Region, place, SEE, actor=actor)
    rows = visible(Region, SEE, actor=actor).filter(parent=above, kind=Region.Kind.TOWNSHIP)
    return tuple(rows.order_by("code"))


def _is_near(place: Region, actor: Actor) -> bool:
    return any(each.path and place.path.startswith(each.path) for each in actor.held)
