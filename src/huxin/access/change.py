"""The one road for writes: access, lock, check, write, trail, outbox, all in one transaction.

    with change("registry.project.register", actor=actor, now=now) as doing:
        doing.allow(Subject(path=place.path))
        project = Project.objects.create(...)
        doing.note(project, after={...})
        doing.send("sms", key, {...})

`guard` refuses a write to a table of record outside such a block, and the block refuses to commit
writes without an entry: a change without its proof does not happen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model

from huxin.access.actor import Actor
from huxin.access.errors import StepUp
from huxin.access.fields import cipher
from huxin.access.fits import check_fits
from huxin.access.gate import Subject, check, reach
from huxin.access.guard import OPEN, Tally, Unproven
from huxin.access.permissions import table
from huxin.kernel.errors import InputError
from huxin.kernel.texts import message
from huxin.trail.actions import Note, append, send_later

__all__ = ["Change", "change", "name_of"]

M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class Change:
    """One change under way."""

    operation: str
    actor: Actor
    now: dt.datetime
    tally: Tally = field(default_factory=Tally)
    notes: list[Note] = field(default_factory=list)
    outgoing: list[tuple[str, str, Mapping[str, Any]]] = field(default_factory=list)

    def allow(self, subject: Subject) -> None:
        """Raise Refused unless the actor may do this to the subject."""
        check(self.operation, actor=self.actor, subject=subject)

    def reach(self, model: type[M], key: Any) -> M:
        """The row, locked until commit; raises NotFound when it is out of the actor's reach."""
        return reach(model, key, self.operation, actor=self.actor, lock=True)

    def note(
        self,
        subject: Model | str,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        action: str = "",
    ) -> None:
        """Enter what was done to an object; only a commitment to the values enters the leaf."""
        named = subject if isinstance(subject, str) else name_of(subject)
        values = {"before": dict(before or {}), "after": dict(after or {})}
        self.notes.append(Note(action or self.operation, named, values))

    def keep(self, row: M) -> M:
        """Save a row; raises InputError for what no column holds and for what is taken by now.

        Forms are judged before; this is what remains when a text is too long, or somebody else
        wrote the same key between the judgement and now.
        """
        check_fits(row)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise InputError(
                message("The same was registered by somebody else in the meantime."),
                remedy=message("Look at the list again; if it is not there, try once more."),
            ) from None
        return row

    def send(self, topic: str, key: str, content: Mapping[str, Any]) -> None:
        """Put an effect into the outbox; it leaves only if this change is committed."""
        self.outgoing.append((topic, key, content))


@contextmanager
def change(operation: str, *, actor: Actor, now: dt.datetime) -> Iterator[Change]:
    """One change. Inside another one it is a part of it: one transaction, entries in order."""
    found = table().operation(operation)
    if found.step_up and not (actor.has_second_factor or actor.is_system):
        raise StepUp
    doing = Change(operation, actor, now)
    with transaction.atomic():
        token = OPEN.set(doing.tally)
        try:
            yield doing
            _prove(doing)
        finally:
            OPEN.reset(token)


def name_of(row: Model) -> str:
    """How the trail names a row: "registry.project:12"."""
    return f"{row._meta.label_lower}:{row.pk}"


def _prove(doing: Change) -> None:
    if doing.tally.writes and not doing.notes:
        wrote = doing.tally.writes
        raise Unproven(f"{doing.operation} wrote {wrote} times and entered nothing")
    if doing.notes:
        append(doing.notes, actor=doing.actor.name, now=doing.now, cipher=cipher())
    for topic, key, content in doing.outgoing:
        send_later(topic, key, content, now=doing.now, cipher=cipher())
