"""What relations mean for warnings. The only door for keys from outside.

`own_body` is the company that has to put it right, or the body that deals with it. A `party`
answers for the whole project: its developer and its general contractors. Others on the project see
only what is about themselves.
"""

from __future__ import annotations

from django.db.models import Q

from huxin.access.actor import Actor, Held
from huxin.access.gate import relate
from huxin.registry.models import Party
from huxin.warnings.models import Ending, Warning

NOTHING = Q(pk__in=())
ANSWERING = (Party.Role.DEVELOPER, Party.Role.GENERAL_CONTRACTOR)


def _inside(held: Held) -> Q:
    return Q(place__path__startswith=held.path)


def _subtree(held: Held, _: Actor) -> Q:
    return _inside(held)


def _sector(held: Held, _: Actor) -> Q:
    return _inside(held) & Q(project__sector__in=sorted(held.sectors))


def _party(held: Held, _: Actor) -> Q:
    if held.body is None:
        return NOTHING
    parts = Party.objects.filter(body=held.body, role__in=ANSWERING, left_on=None)
    return Q(project__in=parts.values("project"))


def _own_body(held: Held, _: Actor) -> Q:
    return NOTHING if held.body is None else Q(body=held.body) | Q(owner=held.body)


def _assigned(_: Held, actor: Actor) -> Q:
    return NOTHING if actor.account is None else Q(account=actor.account)


relate(
    Warning,
    subtree=_subtree,
    sector=_sector,
    party=_party,
    own_body=_own_body,
    assigned=_assigned,
)


def _of_project(held: Held, _: Actor) -> Q:
    return Q(project__place__path__startswith=held.path)


relate(Ending, subtree=_of_project)
