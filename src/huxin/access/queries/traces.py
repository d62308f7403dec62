"""What left the platform and by which keys systems come in."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from huxin.access.actions.reveals import allowance_of, day_began
from huxin.access.actor import Actor
from huxin.access.errors import NotFound
from huxin.access.gate import visible
from huxin.access.models import Account, ApiKey, Export, Grant, Reveal
from huxin.access.permissions import table
from huxin.law import Bilingual

__all__ = ["ExportLine", "KeyLine", "LookerLine", "exports", "find_mark", "keys", "lookers"]

SEE_EXPORTS, SEE_KEYS = "access.export.view", "access.key.view"
SEE_REVEALS = "access.reveal.view"
PAGE = 200
DAY = dt.timedelta(days=1)
MARK = re.compile(r"[0-9a-f]{12,16}", re.ASCII)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key, without its secret; `may` are the operations that it was issued for."""

    id: int
    key: str
    body: str
    role: Bilingual
    may: tuple[Bilingual, ...]
    place: str
    purpose: str
    from_at: dt.datetime
    to_at: dt.datetime | None
    ended_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class LookerLine:
    """How often somebody opened protected values on a day; `is_spent` when no more is allowed."""

    login: str
    name: str
    body: str
    count: int
    is_spent: bool


@dataclass(frozen=True, slots=True)
class ExportLine:
    """A table that left: who took it, for what, how many rows, with whole numbers or masked."""

    mark: str
    login: str
    name: str
    body: str
    register: str
    purpose: str
    rows: int
    revealed: bool
    at: dt.datetime


def keys(*, actor: Actor) -> tuple[KeyLine, ...]:
    """Keys within the actor's competence, newest first; one query."""
    rows = visible(ApiKey, SEE_KEYS, actor=actor).select_related("body", "place")
    return tuple(
        KeyLine(
            each.pk, each.key, each.body.name, table().title(each.role),
            tuple(map(_titled, each.operations)), each.place.name, each.purpose, each.from_at,
            each.to_at, each.ended_at,
        )
        for each in rows.order_by("-from_at", "-pk")[:PAGE]
    )  # fmt: skip


def _titled(operation: str) -> Bilingual:
    """What an operation is called; one that a later release took away, by its name."""
    found = table().operations.get(operation)
    return Bilingual(found.en, zh=found.zh) if found else Bilingual(operation, zh=operation)


def lookers(*, actor: Actor, now: dt.datetime) -> tuple[LookerLine, ...]:
    """Who opened protected values on the day of `now`, within the actor's competence.

    Three queries.
    """
    began = day_began(now)
    day = visible(Reveal, SEE_REVEALS, actor=actor).filter(at__gte=began, at__lt=began + DAY)
    counts = dict(day.order_by().values_list("account").annotate(n=Count("pk")))
    people = Account.objects.filter(pk__in=counts).select_related("body")
    held: dict[int, set[str]] = defaultdict(set)
    for account, role in Grant.objects.filter(account__in=counts, ended_at=None).values_list(
        "account", "role"
    ):
        held[account].add(role)
    lines = [
        LookerLine(
            each.login, each.name, each.body.name if each.body else "", counts[each.pk],
            counts[each.pk] >= allowance_of(frozenset(held[each.pk])),
        )
        for each in people
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda each: (-each.count, each.login)))


def exports(*, actor: Actor) -> tuple[ExportLine, ...]:
    """Exports within the actor's competence, his own as well, newest first; one query."""
    rows = visible(Export, SEE_EXPORTS, actor=actor).select_related("account__body")
    return tuple(_line(each) for each in rows.order_by("-at", "-pk")[:PAGE])


def find_mark(text: str, *, actor: Actor) -> ExportLine:
    """Whose export a found paper or file is, from the mark on it; raises NotFound.

    `text` may be the whole line that bears the mark.
    """
    rows = visible(Export, SEE_EXPORTS, actor=actor).select_related("account__body")
    found = rows.filter(mark__in=MARK.findall(text.lower())).first()
    if found is None:
        raise NotFound
    return _line(found)


def _line(export: Export) -> ExportLine:
    account = export.account
    return ExportLine(
        mark=export.mark,
        login=account.login,
        name=account.name,
        body=account.body.name if account.body else "",
        register=export.register,
        purpose=export.purpose,
        rows=export.rows,
        revealed=export.revealed,
        at=export.at,
    )
