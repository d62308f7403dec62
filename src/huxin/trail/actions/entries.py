"""Entries and their openings. Called by `huxin.access`, inside the transaction of a change."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from huxin.kernel.cipher import Cipher
from huxin.kernel.clock import CHINA
from huxin.trail.leaf import ERASE, canonical, commitment, leaf_hash, leaf_text
from huxin.trail.models import Entry, Log, Opening

__all__ = ["Note", "append", "erase"]

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
    log = _locked(year)
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


def _locked(year: int) -> Log:
    """The log of a year, made at its first entry. On SQLite BEGIN IMMEDIATE holds it."""
    rows = Log.objects.select_for_update()
    found = rows.filter(year=year).first()
    if found is None:
        Log.objects.get_or_create(year=year)
        found = rows.get(year=year)
    return found


def erase(
    subjects: Sequence[str], *, actor: str, reason: str, now: dt.datetime, cipher: Cipher
) -> int:
    """Destroy what the entries of some objects commit to; the number of openings destroyed.

    The entry of the erasure comes first: the database lets an opening go only after it. The log
    stays valid. On SQLite the write-ahead log is emptied after commit, so that no page remains.
    """
    entries = append(
        [Note(ERASE, subject, {"reason": reason}) for subject in subjects],
        actor=actor, now=now, cipher=cipher,
    )  # fmt: skip
    doomed = Opening.objects.filter(
        entry__object__in=subjects, entry__pk__lt=entries[0].pk
    ).exclude(entry__action=ERASE)
    gone, _ = Opening.objects.filter(pk__in=list(doomed.values_list("pk", flat=True))).delete()
    transaction.on_commit(_forget_pages)
    return gone


def _forget_pages() -> None:
    """Old pages linger in SQLite's write-ahead log until it is written back and cut."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
