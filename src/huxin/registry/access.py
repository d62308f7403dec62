"""What relations mean for the tables of the registry. The only door for keys from outside."""

from __future__ import annotations

from django.db.models import Q

from huxin.access.actor import Actor, Held
from huxin.access.gate import Narrow, relate
from huxin.registry.models import (
    Card,
    Deposit,
    Enrolment,
    Guarantee,
    LabourContract,
    Project,
    Signboard,
    SitePost,
    SpecialAccount,
    Sticker,
    Worker,
    WorksContract,
)


def _of_project(prefix: str = "") -> dict[str, Narrow]:
    """Relations of a table whose rows belong to a project; `prefix` leads to it ("project__")."""

    def inside(held: Held) -> Q:
        return Q(**{f"{prefix}place__path__startswith": held.path})

    def subtree(held: Held, _: Actor) -> Q:
        return inside(held)

    def sector(held: Held, _: Actor) -> Q:
        return inside(held) & Q(**{f"{prefix}sector__in": sorted(held.sectors)})

    def party(held: Held, _: Actor) -> Q:
        return Q(**{f"{prefix}parties__body": held.body}) | Q(
            **{f"{prefix}accounts__bank": held.body}
        )

    return {"subtree": subtree, "sector": sector, "party": party}


def _self(path: str) -> Narrow:
    """About the account's own person: `path` leads to the worker's account."""

    def own(_: Held, actor: Actor) -> Q:
        return Q(**{path: actor.account}) if actor.account is not None else Q(pk__in=())

    return own


relate(Project, **_of_project(), self=_self("enrolments__worker__account"))
for _table in (SpecialAccount, Deposit, Guarantee, WorksContract, SitePost, Signboard, Sticker):
    relate(_table, **_of_project("project__"))
relate(Enrolment, **_of_project("project__"), self=_self("worker__account"))
relate(LabourContract, **_of_project("project__"), self=_self("worker__account"))
relate(Worker, **_of_project("enrolments__project__"), self=_self("account"))
relate(Card, **_of_project("worker__enrolments__project__"), self=_self("worker__account"))
