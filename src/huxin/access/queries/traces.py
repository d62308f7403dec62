"""What left the platform and by which keys systems come in."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.errors import NotFound
from huxin.access.gate import visible
from huxin.access.models import ApiKey, Export
from huxin.access.permissions import table
from huxin.law import Bilingual

__all__ = ["ExportLine", "KeyLine", "exports", "find_mark", "keys"]

SEE_EXPORTS, SEE_KEYS = "access.export.view", "access.key.view"
PAGE = 200
MARK = re.compile(r"[0-9a-f]{12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key, without its secret."""

    id: int
    key: str
    body: str
    role: Bilingual
    place: str
    purpose: str
    from_at: dt.datetime
    to_at: dt.datetime | None
    ended_at: dt.datetime | None


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
            each.pk, each.key, each.body.name, table().title(each.role), each.place.name,
            each.purpose, each.from_at, each.to_at, each.ended_at,
        )
        for each in rows.order_by("-from_at", "-pk")[:PAGE]
    )  # fmt: skip


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
