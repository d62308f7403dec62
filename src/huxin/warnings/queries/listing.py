"""Lists of warnings with filters, page by page: red first, then the most money.

A page begins after the last line of the one before (its `next`), so that turning pages costs
the same on every page and skips nothing when warnings come and go.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from huxin.access.actor import Actor
from huxin.access.gate import visible
from huxin.warnings.errors import NoSuchPage
from huxin.warnings.models import Warning
from huxin.warnings.policy import MOVES, WORKED_ON
from huxin.warnings.queries.answerable import answerable
from huxin.warnings.queries.board import VIEW
from huxin.warnings.queries.rows import Row, first, lines, row

__all__ = ["Filter", "OnUs", "Page", "listed", "on_me", "on_us"]

PAGE, SOONEST = 50, 5
ORDER = ("rank", "-amount_fen", "-id")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; empty means all. `place` is a region with all below it."""

    place: str = ""
    sector: str = ""
    severity: str = ""
    state: str = ""
    rule: str = ""
    family: str = ""
    project: int | None = None
    owner: int | None = None
    mine: bool = False
    unassigned: bool = False
    due_by: dt.date | None = None
    cleared: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Lines, and where the next page begins (empty: this was the last)."""

    rows: tuple[Row, ...]
    next: str


def listed(asked: Filter, *, actor: Actor, after: str = "", size: int = PAGE) -> Page:
    """One page of the warnings that the actor may see. Two queries."""
    return _page(_filtered(visible(Warning, VIEW, actor=actor), asked, actor), actor, after, size)


def on_me(*, actor: Actor, after: str = "", size: int = PAGE) -> Page:
    """The open warnings that a company has to put right, with the way to clear each.

    Two queries.
    """
    rows = answerable(actor=actor)
    return _page(rows.filter(cleared_on=None), actor, after, size)


@dataclass(frozen=True, slots=True)
class OnUs:
    """How many warnings a company has to put right, and those whose limit comes first."""

    open: int
    overdue: int
    unanswered: int
    soonest: tuple[Row, ...]


def on_us(*, actor: Actor, today: dt.date, size: int = SOONEST) -> OnUs:
    """What a company has before it. Three queries."""
    rows = answerable(actor=actor).filter(cleared_on=None)
    counted = rows.order_by().aggregate(
        open=Count("pk"),
        overdue=Count("pk", filter=Q(due_on__lt=today, state__in=WORKED_ON)),
        unanswered=Count("pk", filter=Q(state__in=MOVES["answer"].before)),
    )
    soonest = first(rows.order_by(F("due_on").asc(nulls_last=True), "rank", "id"), size)
    return OnUs(**counted, soonest=tuple(row(each, actor=actor) for each in lines(soonest)))


def _filtered(rows: QuerySet[Warning], asked: Filter, actor: Actor) -> QuerySet[Warning]:
    wanted = Q(cleared_on__isnull=not asked.cleared)
    equal = {
        "project__sector": asked.sector, "severity": asked.severity, "state": asked.state,
        "rule": asked.rule, "family": asked.family, "project": asked.project, "owner": asked.owner,
    }  # fmt: skip
    wanted &= Q(**{name: value for name, value in equal.items() if value})
    if asked.place:
        wanted &= Q(place__path__contains=f"/{asked.place}/")
    if asked.mine:
        wanted &= Q(account=actor.account) if actor.account is not None else Q(pk__in=())
    if asked.unassigned:
        wanted &= Q(account=None)
    if asked.due_by is not None:
        wanted &= Q(due_on__lte=asked.due_by)
    return rows.filter(wanted)


def _page(rows: QuerySet[Warning], actor: Actor, after: str, size: int) -> Page:
    if after:
        rows = rows.filter(_beyond(after))
    keys = first(rows.order_by(*ORDER), size + 1)
    shown = lines(keys[:size])
    more = len(keys) > size
    last = f"{shown[-1].rank}.{shown[-1].amount_fen}.{shown[-1].pk}" if more else ""
    return Page(tuple(row(each, actor=actor) for each in shown), last)


def _beyond(after: str) -> Q:
    """Lines that come after one: lower rank, else less money, else older."""
    try:
        rank, fen, key = (int(part) for part in after.split("."))
    except ValueError:
        raise NoSuchPage from None
    return (
        Q(rank__gt=rank)
        | Q(rank=rank, amount_fen__lt=fen)
        | Q(rank=rank, amount_fen=fen, pk__lt=key)
    )
