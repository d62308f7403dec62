"""Pairs of records that may be one, side by side, for the person who decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from huxin.access.actor import Actor
from huxin.access.gate import visible
from huxin.access.models import Body
from huxin.kernel.clock import CHINA
from huxin.kernel.identity import mask_identity, mask_phone
from huxin.kernel.texts import Message
from huxin.registry.models import Enrolment, Likeness, Party, Worker
from huxin.registry.policy.likeness import GROUNDS

__all__ = ["LikenessPage", "LikenessShown", "Side", "likeness_counts", "likenesses"]

SEE = "registry.likeness.view"
SHOWN_MAX = 200
SITES_MAX = 6


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its name, its number (a person's is masked), its phone, since when it is on
    record, and up to six of the sites that the asker reaches."""

    key: int
    name: str
    number: str
    phone: str
    since: dt.date
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LikenessShown:
    """One pair with its grounds; `kept` is the key of the record that the other went into."""

    likeness: int
    kind: str
    one: Side
    other: Side
    grounds: tuple[Message, ...]
    state: str
    reason: str
    decided_at: dt.datetime | None
    kept: int | None


@dataclass(frozen=True, slots=True)
class LikenessPage:
    """Some pairs, and the key after which the next page begins; None: this was the last."""

    rows: tuple[LikenessShown, ...]
    next_after: int | None


def likenesses(
    *,
    actor: Actor,
    state: str = Likeness.State.PROPOSED,
    kind: str = "",
    after: int = 0,
    limit: int = 50,
) -> LikenessPage:
    """Pairs in a state, oldest first; those with a record gone into another are left out.

    Five queries, however many pairs.
    """
    size = max(1, min(limit, SHOWN_MAX))
    rows = visible(Likeness, SEE, actor=actor).filter(state=state, pk__gt=after).order_by("pk")
    rows = rows.filter(kind=kind) if kind else rows
    listed = list((rows if state == Likeness.State.MERGED else _whole(rows))[: size + 1])
    shown = listed[:size]
    sides = {
        "worker": _workers(_keys(shown, "worker"), actor),
        "body": _bodies(_keys(shown, "body"), actor),
    }
    return LikenessPage(
        tuple(_shown(each, sides[each.kind]) for each in shown),
        shown[-1].pk if len(listed) > size else None,
    )


def likeness_counts(*, actor: Actor) -> Mapping[str, int]:
    """How many pairs wait and were decided, by state."""
    rows = visible(Likeness, SEE, actor=actor)
    undecided = (Likeness.State.PROPOSED, Likeness.State.UNDONE)
    open_rows = _whole(rows.filter(state__in=undecided))
    counted = [
        each.order_by().values_list("state").annotate(n=Count("pk"))
        for each in (open_rows, rows.exclude(state__in=undecided))
    ]
    return {state: n for each in counted for state, n in each}


def _whole(rows: QuerySet[Likeness]) -> QuerySet[Likeness]:
    """Pairs of which neither went into another record meanwhile."""
    gone = {
        "worker": Worker.objects.exclude(merged_into=None).values("pk"),
        "body": Body.objects.exclude(merged_into=None).values("pk"),
    }
    for kind, keys in gone.items():
        rows = rows.exclude(Q(one__in=keys) | Q(other__in=keys), kind=kind)
    return rows


def _shown(found: Likeness, sides: Mapping[int, Side]) -> LikenessShown:
    return LikenessShown(
        likeness=found.pk,
        kind=found.kind,
        one=sides[found.one],
        other=sides[found.other],
        grounds=tuple(Message(GROUNDS[ground]) for ground in found.grounds),
        state=found.state,
        reason=found.reason,
        decided_at=found.decided_at,
        kept=found.moved.get("kept") if found.state == Likeness.State.MERGED else None,
    )


def _keys(listed: Iterable[Likeness], kind: str) -> set[int]:
    return {key for each in listed if each.kind == kind for key in (each.one, each.other)}


def _workers(keys: set[int], actor: Actor) -> dict[int, Side]:
    stays = visible(Enrolment, SEE, actor=actor).filter(worker__in=keys).order_by("-entered_on")
    sites: dict[int, dict[str, None]] = {}
    for worker, project, employer in stays.values_list(
        "worker", "project__name", "party__body__name"
    ):
        sites.setdefault(worker, {})[f"{project} · {employer}"] = None
    return {
        each.pk: Side(
            each.pk, each.name, mask_identity(each.identity), mask_phone(each.phone),
            each.registered_at.astimezone(CHINA).date(), tuple(sites.get(each.pk, ()))[:SITES_MAX],
        )
        for each in Worker.objects.filter(pk__in=keys)
    }  # fmt: skip


def _bodies(keys: set[int], actor: Actor) -> dict[int, Side]:
    parts = visible(Party, SEE, actor=actor).filter(body__in=keys).order_by("-pk")
    sites: dict[int, dict[str, None]] = {}
    for body, project in parts.values_list("body", "project__name"):
        sites.setdefault(body, {})[project] = None
    return {
        each.pk: Side(
            each.pk, each.name, each.credit_code, each.phone, each.registered_on,
            tuple(sites.get(each.pk, ()))[:SITES_MAX],
        )
        for each in Body.objects.filter(pk__in=keys)
    }  # fmt: skip
