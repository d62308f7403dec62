"""Pairs of records that may be one, side by side, for the person who decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.gate import visible
from huxin.access.models import Body
from huxin.kernel.identity import mask_identity, mask_phone
from huxin.kernel.texts import Message
from huxin.registry.models import Likeness, Worker
from huxin.registry.policy.likeness import GROUNDS

__all__ = ["LikenessShown", "Side", "likenesses"]

SEE = "registry.likeness.view"
SHOWN_MAX = 200


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its name, its number (a person's is masked), its phone."""

    key: int
    name: str
    number: str
    phone: str
    since: dt.date


@dataclass(frozen=True, slots=True)
class LikenessShown:
    """One pair with its grounds."""

    likeness: int
    kind: str
    one: Side
    other: Side
    grounds: tuple[Message, ...]
    state: str
    reason: str


def likenesses(
    *, actor: Actor, state: str = Likeness.State.PROPOSED, after: int = 0, limit: int = 50
) -> tuple[LikenessShown, ...]:
    """Pairs in a state, oldest first; those with a record gone into another are left out."""
    rows = visible(Likeness, SEE, actor=actor).filter(state=state, pk__gt=after).order_by("pk")
    listed = list(rows[: min(limit, SHOWN_MAX)])
    merged = state == Likeness.State.MERGED
    sides = {
        "worker": _workers(_keys(listed, "worker"), merged=merged),
        "body": _bodies(_keys(listed, "body"), merged=merged),
    }
    return tuple(
        LikenessShown(
            each.pk, each.kind, sides[each.kind][each.one], sides[each.kind][each.other],
            tuple(Message(GROUNDS[ground]) for ground in each.grounds), each.state, each.reason,
        )
        for each in listed
        if each.one in sides[each.kind] and each.other in sides[each.kind]
    )  # fmt: skip


def _keys(listed: Iterable[Likeness], kind: str) -> set[int]:
    return {key for each in listed if each.kind == kind for key in (each.one, each.other)}


def _workers(keys: set[int], *, merged: bool) -> dict[int, Side]:
    rows = Worker.objects.filter(pk__in=keys)
    rows = rows if merged else rows.filter(merged_into=None)
    return {
        each.pk: Side(
            each.pk, each.name, mask_identity(each.identity), mask_phone(each.phone),
            each.registered_at.date(),
        )
        for each in rows
    }  # fmt: skip


def _bodies(keys: set[int], *, merged: bool) -> dict[int, Side]:
    rows = Body.objects.filter(pk__in=keys)
    rows = rows if merged else rows.filter(merged_into=None)
    return {
        each.pk: Side(each.pk, each.name, each.credit_code, each.phone, each.registered_on)
        for each in rows
    }
