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
SIZE = "SELECT size FROM trail_log WHERE year = %s"
LOCK = f"{SIZE} FOR UPDATE"
ENTRY = (
    "INSERT INTO trail_entry (log_id, number, at, actor, action, object, leaf, leaf_hash)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
KEYS = "SELECT id FROM trail_entry WHERE log_id = %s AND number >= %s ORDER BY number"
OPENING = "INSERT INTO trail_opening (entry_id, salt, sealed) VALUES (%s, %s, %s)"
GROWN = "UPDATE trail_log SET size = %s WHERE year = %s"


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
    first = _locked(year)
    entries, openings = [], []
    for number, note in enumerate(notes, start=first):
        salt, values = secrets.token_bytes(SALT_BYTES), canonical(note.values)
        leaf = leaf_text(
            year=year, number=number, at=now, actor=actor, action=note.action,
            subject=note.subject, bound=commitment(salt, values),
        )  # fmt: skip
        entries.append(
            Entry(log_id=year, number=number, at=now, actor=actor, action=note.action,
                  object=note.subject, leaf=leaf, leaf_hash=leaf_hash(leaf))
        )  # fmt: skip
        openings.append((salt, cipher.seal(values.encode(), bound_to=leaf.encode())))
    _write(year, first, entries, openings)
    return entries


def _locked(year: int) -> int:
    """The next free number of a year's log, which is locked until commit and made where there is
    none. On SQLite BEGIN IMMEDIATE holds it.
    """
    sql = LOCK if connection.features.has_select_for_update else SIZE
    with connection.cursor() as cursor:
        cursor.execute(sql, (year,))
        found = cursor.fetchone()
        if found is None:
            Log.objects.get_or_create(year=year)
            cursor.execute(sql, (year,))
            found = cursor.fetchone()
    return int(found[0])


def _write(
    year: int, first: int, entries: Sequence[Entry], openings: Sequence[tuple[bytes, bytes]]
) -> None:
    """Write entries, which get their keys, then their openings and the new size of the log.

    As statements of our own: every change of the platform passes here.
    """
    at = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.executemany(
            ENTRY,
            [
                (year, each.number, at(each.at), each.actor, each.action, each.object, each.leaf,
                 bytes(each.leaf_hash))
                for each in entries
            ],
        )  # fmt: skip
        cursor.execute(KEYS, (year, first))
        for each, (key,) in zip(entries, cursor.fetchall(), strict=True):
            each.pk = key
        cursor.executemany(
            OPENING,
            [
                (each.pk, salt, sealed)
                for each, (salt, sealed) in zip(entries, openings, strict=True)
            ],
        )
        cursor.execute(GROWN, (first + len(entries), year))


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
