"""What relations mean for the tables of attendance. The only door for keys from outside."""

from __future__ import annotations

from django.db.models import Q

from huxin.access.actor import Actor, Held
from huxin.access.gate import Narrow, relate
from huxin.wages.models import Correction, DayMark, Device, DiaryDay, PunchBatch

NOBODY = Q(pk__in=())


def _of_project() -> dict[str, Narrow]:
    """Relations of a table whose rows belong to a project."""

    def subtree(held: Held, _: Actor) -> Q:
        return Q(project__place__path__startswith=held.path)

    def sector(held: Held, actor: Actor) -> Q:
        return subtree(held, actor) & Q(project__sector__in=sorted(held.sectors))

    def party(held: Held, _: Actor) -> Q:
        return Q(project__parties__body=held.body) if held.body is not None else NOBODY

    return {"subtree": subtree, "sector": sector, "party": party}


def _self(_: Held, actor: Actor) -> Q:
    return Q(worker__account=actor.account) if actor.account is not None else NOBODY


def _key_of(path: str) -> Narrow:
    """Own, for a device: the row belongs to the device whose key signed the request."""

    def own(_: Held, actor: Actor) -> Q:
        kind, key = [*actor.name.split(":", 1), ""][:2]
        return Q(**{path: key}) if kind == "key" else NOBODY

    return own


relate(Device, **_of_project(), own_body=_key_of("key__key"))
relate(PunchBatch, **_of_project(), own_body=_key_of("device__key__key"))
relate(DayMark, **_of_project(), self=_self)
relate(Correction, **_of_project(), self=_self)
relate(DiaryDay, **_of_project(), self=_self)
