"""The only writes of the trail. Called by `huxin.access.change`, inside its transaction."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from huxin.kernel.cipher import Cipher
from huxin.kernel.clock import CHINA
from huxin.trail.leaf import canonical, commitment, leaf_hash, leaf_text
from huxin.trail.models import Entry, Log, Opening, Outgoing

__all__ = ["Note", "append", "send_later"]

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Note:
    """One change to be entered: what was done to which object, with values before and after.

    `subject` is "room.model:key". Values may be personal; only their commitment enters the leaf.
    """

    action: str
    subject: str
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)


def append(notes: Sequence[Note], *, actor: str, now: dt.datetime, cipher: Cipher) -> list[Entry]:
    """Enter notes in order, without gap or repeat: the log's row is locked until commit.

    Must run inside the transaction of the change it proves; `actor` is a pseudonym.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a trail entry belongs into the transaction of its change")
    year = now.astimezone(CHINA).year
    Log.objects.get_or_create(year=year)
    log = Log.objects.select_for_update().get(year=year)  # SQLite: BEGIN IMMEDIATE holds it
    entries, openings = [], []
    for number, note in enumerate(notes, start=log.size):
        salt, values = secrets.token_bytes(SALT_BYTES), canonical(note.values)
        leaf = leaf_text(
            year=year, number=number, at=now, actor=actor, action=note.action,
            subject=note.subject, bound=commitment(salt, values),
        )  # fmt: skip
        entries.append(
            Entry(log=log, number=number, at=now, actor=actor, action=note.action,
                  object=note.subject, leaf=leaf, leaf_hash=leaf_hash(leaf))
        )  # fmt: skip
        openings.append((salt, cipher.seal(values.encode(), bound_to=leaf.encode())))
    written = Entry.objects.bulk_create(entries)
    Opening.objects.bulk_create(
        Opening(entry=entry, salt=salt, sealed=sealed)
        for entry, (salt, sealed) in zip(written, openings, strict=True)
    )
    log.size += len(written)
    log.save(update_fields=["size"])
    return written


def send_later(
    topic: str, key: str, content: Mapping[str, Any], *, now: dt.datetime, cipher: Cipher
) -> None:
    """Put an effect into the outbox; the same key twice is one effect."""
    Outgoing.objects.get_or_create(
        key=key,
        defaults={
            "topic": topic,
            "sealed": cipher.seal(canonical(content).encode(), bound_to=key.encode()),
            "written_at": now,
            "due_at": now,
        },
    )
