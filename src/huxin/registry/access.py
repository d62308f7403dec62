"""What relations mean for the tables of the registry. The only door for keys from outside."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q

from huxin.access.actor import Actor, Held
from huxin.access.gate import Narrow, relate
from huxin.access.models import Body
from huxin.registry.models import (
    Card,
    Certificate,
    CourtMeasure,
    Deposit,
    DepositOrder,
    EmployerAccount,
    EmployerDeposit,
    Enrolment,
    Figure,
    Guarantee,
    LabourContract,
    Likeness,
    Party,
    Permit,
    Project,
    Signboard,
    SitePost,
    SpecialAccount,
    Statement,
    Sticker,
    Team,
    Worker,
    WorksContract,
)
from huxin.registry.policy.figures import ANSWERING


def _of_project(prefix: str = "") -> dict[str, Narrow]:
    """Relations of a table whose rows belong to a project; `prefix` leads to it ("project__")."""

    def inside(held: Held) -> Q:
        return Q(**{f"{prefix}place__path__startswith": held.path})

    def subtree(held: Held, _: Actor) -> Q:
        return inside(held)

    def sector(held: Held, _: Actor) -> Q:
        return inside(held) & Q(**{f"{prefix}sector__in": sorted(held.sectors)})

    def party(held: Held, _: Actor) -> Q:
        if held.body is None:  # compared with null it would be every project without parties
            return Q(pk__in=())
        ways = (
            "parties__body", "accounts__bank", "deposit__bank", "permits__issued_by",
            "accounts__filed_with",
        )  # fmt: skip
        return reduce(or_, (Q(**{f"{prefix}{way}": held.body}) for way in ways))

    return {"subtree": subtree, "sector": sector, "party": party}


def _of_people(prefix: str, *employers: str, stands_on: tuple[str, ...] = ()) -> dict[str, Narrow]:
    """Relations of a table about people on a project: a company reaches its own and those below.

    `employers` lead to bodies that employ the person or contracted for him; a general contractor
    reaches everybody on its project. `stands_on` are further ways to a project.
    """
    ways = [_of_project(each) for each in (prefix, *stands_on)]

    def any_way(name: str) -> Narrow:
        return lambda held, actor: reduce(or_, (way[name](held, actor) for way in ways))

    def party(held: Held, _: Actor) -> Q:
        if held.body is None:
            return Q(pk__in=())
        own = reduce(or_, (Q(**{path: held.body}) for path in employers))
        leads = {"parties__body": held.body, "parties__role": Party.Role.GENERAL_CONTRACTOR}
        return own | reduce(
            or_,
            (
                Q(**{f"{each}{name}": value for name, value in leads.items()})
                for each in (prefix, *stands_on)
            ),
        )

    return {"subtree": any_way("subtree"), "sector": any_way("sector"), "party": party}


def _chain(prefix: str) -> tuple[str, ...]:
    """From a person's party to the bodies that employ him or contracted for his employer."""
    return tuple(f"{prefix}{up}body" for up in ("", "parent__", "parent__parent__"))


def _self(path: str) -> Narrow:
    """About the account's own person: `path` leads to the worker's account."""

    def own(_: Held, actor: Actor) -> Q:
        return Q(**{path: actor.account}) if actor.account is not None else Q(pk__in=())

    return own


relate(Project, **_of_project(), self=_self("enrolments__worker__account"))
for _table in (
    Party, Permit, SpecialAccount, Deposit, CourtMeasure, Guarantee, WorksContract, SitePost,
    Signboard, Sticker,
):  # fmt: skip
    relate(_table, **_of_project("project__"))
relate(Enrolment, **_of_people("project__", *_chain("party__")), self=_self("worker__account"))
relate(LabourContract, **_of_people("project__", "employer"), self=_self("worker__account"))
relate(
    Worker,
    **_of_people(
        "enrolments__project__",
        *_chain("enrolments__party__"),
        "contracts__employer",
        stands_on=("contracts__project__",),
    ),
    self=_self("account"),
)
for _paper in (Card, Certificate):
    relate(
        _paper,
        **_of_people(
            "worker__enrolments__project__",
            *_chain("worker__enrolments__party__"),
            "worker__contracts__employer",
            stands_on=("worker__contracts__project__",),
        ),
        self=_self("worker__account"),
    )


def _alike(held: Held, _: Actor) -> Q:
    """A pair belongs where one of the two is; deciding needs the reach of both."""
    workers = Worker.objects.filter(
        Q(enrolments__project__place__path__startswith=held.path)
        | Q(contracts__project__place__path__startswith=held.path)
    ).values("pk")
    bodies = Body.objects.filter(place__path__startswith=held.path).values("pk")
    return (Q(kind="worker") & (Q(one__in=workers) | Q(other__in=workers))) | (
        Q(kind="body") & (Q(one__in=bodies) | Q(other__in=bodies))
    )


relate(Likeness, subtree=_alike)
relate(Team, **_of_project("party__project__"))
relate(DepositOrder, **_of_project("deposit__project__"))


def _own(held: Held, _: Actor) -> Q:
    return Q(body=held.body) if held.body is not None else Q(pk__in=())


def _of_firm(held: Held, _: Actor) -> Q:
    return Q(body__place__path__startswith=held.path) | Q(
        body__parts__project__place__path__startswith=held.path
    )


relate(Statement, subtree=_of_firm, own_body=_own)
relate(EmployerAccount, subtree=_of_firm, own_body=_own)
relate(EmployerDeposit, subtree=_of_firm, own_body=_own)


def _of_figures() -> dict[str, Narrow]:
    """Figures of projects, and of firms where they are or build; a firm's part is to answer."""
    firms = "body__parts__project__"

    def subtree(held: Held, _: Actor) -> Q:
        return reduce(
            or_,
            (
                Q(**{f"{way}place__path__startswith": held.path})
                for way in ("project__", "body__", firms)
            ),
        )

    def sector(held: Held, _: Actor) -> Q:
        return reduce(
            or_,
            (
                Q(**{f"{way}place__path__startswith": held.path,
                     f"{way}sector__in": sorted(held.sectors)})
                for way in ("project__", firms)
            ),
        )  # fmt: skip

    def party(held: Held, _: Actor) -> Q:
        if held.body is None:
            return Q(pk__in=())
        mains = {
            "project__parties__body": held.body,
            "project__parties__role__in": sorted(ANSWERING),
        }
        return Q(body=held.body) | Q(**mains)

    def own_body(held: Held, _: Actor) -> Q:
        return Q(source=held.body) if held.body is not None else Q(pk__in=())

    return {"subtree": subtree, "sector": sector, "party": party, "own_body": own_body}


relate(Figure, **_of_figures())
