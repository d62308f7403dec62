"""Reads of the trail. It knows nothing of rights: `huxin.access.history` asks the gate first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Max, QuerySet, TextField
from django.db.models.functions import Cast

from huxin.kernel.cipher import Cipher
from huxin.kernel.sign import PublicKey
from huxin.kernel.texts import message
from huxin.trail.append_only import is_armed
from huxin.trail.bundle import continuation, lines_of, proof
from huxin.trail.check import (
    Fault,
    Opener,
    Problem,
    Stored,
    StoredRow,
    Verdict,
    check,
    opener_of,
)
from huxin.trail.errors import Damaged, NothingToProve, NotSealed
from huxin.trail.heads import SignedHead, Witnessed, read_witness
from huxin.trail.leaf import ERASE
from huxin.trail.models import Entry, Head, JobRun, Log, Opening, Outgoing
from huxin.trail.nodes import Nodes
from huxin.trail.tree import consistency, inclusion, is_included

__all__ = [
    "Audit",
    "Step",
    "continues",
    "entries_of",
    "erased_among",
    "export",
    "find",
    "given_up",
    "last_run",
    "opened",
    "prove",
    "still_open",
    "stored",
    "values_of",
    "verify",
    "years",
]

CHUNK = 5000
ROW = (
    "number", "when", "actor", "action", "object", "leaf", "leaf_hash", "opening__salt",
    "opening__sealed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of an object's history. `is_sealed`: a signed head stands over it."""

    year: int
    number: int
    at: dt.datetime
    actor: str
    action: str
    object: str
    is_sealed: bool
    is_open: bool
    """Its values still exist and may be opened by those who may."""

    @property
    def name(self) -> str:
        """How the entry is named, as in `huxin trail prove 2025/17`."""
        return f"{self.year}/{self.number}"


@dataclass(frozen=True, slots=True)
class Audit:
    """The verdicts on all years looked at, and whether the database still refuses changes."""

    verdicts: tuple[Verdict, ...]
    is_guarded: bool
    unread: tuple[str, ...] = field(default=())
    """Witness folders that could not be read."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        found = tuple(each for verdict in self.verdicts for each in verdict.problems)
        return found if self.is_guarded else (*found, Problem(Fault.UNGUARDED, 0, 0))

    @property
    def is_sound(self) -> bool:
        return not self.problems and not self.unread


def years() -> list[int]:
    """The years that have a log."""
    return list(Log.objects.order_by("year").values_list("year", flat=True))


def entries_of(
    names: Collection[str], *, actions: Collection[str] = (), limit: int = 200
) -> list[Step]:
    """The newest entries about some objects, newest first; of some actions only if named."""
    found = Entry.objects.filter(object__in=names)
    if actions:
        found = found.filter(action__in=actions)
    rows = list(
        found.order_by("-at", "-log", "-number").values_list(
            "log", "number", "at", "actor", "action", "object", "opening__salt"
        )[:limit]
    )
    tops = _tops({row[0] for row in rows})
    return [
        Step(year, number, at, actor, action, name, number < tops.get(year, 0), salt is not None)
        for year, number, at, actor, action, name, salt in rows
    ]


def find(name: str, *, limit: int = 200) -> list[tuple[int, int]]:
    """The entries under a name: one as "2025/17", or the newest of an object, newest first.

    Raises NothingToProve.
    """
    year, slash, number = name.partition("/")
    if slash and year.isdecimal() and number.isdecimal():
        found = Entry.objects.filter(log=int(year[:6]), number=int(number[:15]))
    else:
        found = Entry.objects.filter(object=name)
    listed = list(found.order_by("-log", "-number").values_list("log", "number")[:limit])
    if not listed:
        raise NothingToProve(name)
    return listed


def prove(
    year: int, number: int, *, keys: Mapping[str, PublicKey], opener: Opener | None = None,
    about: str = "",
) -> dict[str, Any]:  # fmt: skip
    """The proof that an entry (about an object) stands under the newest head.

    Raises NotSealed, NothingToProve.
    """
    entry = Entry.objects.filter(log=year, number=number).first()
    if entry is None or about not in ("", entry.object):
        raise NothingToProve(f"{year}/{number}")
    row = Head.objects.filter(log=year, size__gt=number).order_by("-size").first()
    if row is None:
        raise NotSealed(year, number)
    head = row.signed
    path = _path(year, number, head)
    return proof(
        leaf=entry.leaf, path=path, head=head, key=keys[head.key],
        opening=_opening(entry, opener) if opener else None,
    )  # fmt: skip


def opened(year: int, number: int, *, about: str, opener: Opener) -> str:
    """The canonical values of an entry about an object; empty where they were erased.

    Raises NothingToProve when the entry is about something else.
    """
    entry = Entry.objects.filter(log=year, number=number, object=about).first()
    if entry is None:
        raise NothingToProve(f"{year}/{number}")
    found = _opening(entry, opener)
    return found[1] if found else ""


def continues(year: int, old: int, *, keys: Mapping[str, PublicKey]) -> dict[str, Any]:
    """The proof that the newest head continues the one over `old` entries."""
    heads = {each.size: each.signed for each in Head.objects.filter(log=year)}
    if old not in heads:
        raise NothingToProve(f"{year}: {old}")
    new = heads[max(heads)]
    path = consistency(old, new.size, Nodes(year).range)
    return continuation(old=heads[old], new=new, path=path, keys=keys.values())


def stored(year: int, witnesses: Sequence[Witnessed]) -> Stored:
    """A log as it is stored, its rows streaming from the database."""
    heads = tuple(each.signed for each in Head.objects.filter(log=year).order_by("size"))
    erased = Entry.objects.filter(action=ERASE).values_list("object", "log", "number")
    return Stored(
        year=year,
        size=Log.objects.filter(year=year).values_list("size", flat=True).first() or 0,
        rows=_rows(year),
        heads=heads,
        witnesses=witnesses,
        erased={name: (log, number) for name, log, number in erased.order_by("log", "number")},
    )


def verify(
    *, keys: Mapping[str, PublicKey], witnesses: Sequence[Path], cipher: Cipher | None,
    only: int | None = None,
) -> Audit:  # fmt: skip
    """Check one year's log or all of them, against the witnesses; with a cipher, openings too."""
    verdicts, unread = [], dict[str, None]()
    for year in years() if only is None else [only]:
        read = []
        for folder in witnesses:
            try:
                read.append(read_witness(folder, year))
                gone = not folder.is_dir() and Head.objects.filter(log=year).exists()
            except OSError:
                gone = True
            if gone:
                unread[str(folder)] = None
        opener = opener_of(cipher) if cipher else None
        verdicts.append(check(stored(year, read), keys=keys, opener=opener))
    return Audit(tuple(verdicts), is_armed(connection), tuple(unread))


def export(year: int, *, keys: Mapping[str, PublicKey], witnesses: Sequence[Path]) -> Iterator[str]:
    """A whole log as JSON lines for `huxin_verify.py log`; no values, so nothing personal."""
    read = [read_witness(folder, year) for folder in witnesses]
    return lines_of(stored(year, read), keys=keys)


def still_open(names: Sequence[str]) -> list[str]:
    """Those objects whose entries still have openings, other than that of an erasure itself."""
    kept = Opening.objects.filter(entry__object__in=names).exclude(entry__action=ERASE)
    return sorted(set(kept.values_list("entry__object", flat=True)))


def erased_among(names: Collection[str]) -> set[str]:
    """Those objects of whose erasure the trail tells."""
    found = Entry.objects.filter(action=ERASE, object__in=names)
    return set(found.values_list("object", flat=True))


def values_of(names: Sequence[str], *, opener: Opener) -> Iterator[str]:
    """The canonical values that the entries of some objects commit to, as far as they are kept."""
    kept = Opening.objects.filter(entry__object__in=names).select_related("entry")
    for each in kept.iterator(chunk_size=CHUNK):
        values = opener(bytes(each.sealed), each.entry.leaf)
        if values is not None:
            yield values


def given_up(limit: int = 200) -> QuerySet[Outgoing]:
    """Messages that were given up, newest first, for operators."""
    return Outgoing.objects.exclude(given_up_at=None).order_by("-given_up_at")[:limit]


def last_run(job: str) -> JobRun | None:
    """The newest run of a job."""
    return JobRun.objects.filter(job=job).order_by("-started_at", "-pk").first()


def _rows(year: int) -> Iterator[StoredRow]:
    """Rows as they are stored. The instant is read as text, which is four times as fast."""
    found = Entry.objects.filter(log=year)
    rows = found.annotate(when=Cast("at", TextField())).order_by("number", "pk").values_list(*ROW)
    seen = 0
    try:
        for number, when, actor, action, subject, leaf, *rest in rows.iterator(chunk_size=CHUNK):
            whole = type(number) is int and type(leaf) is str
            hashed, salt, sealed = (None if each is None else _bytes(each) for each in rest)
            yield (
                number if whole else -1, _instant(str(when)), str(actor), str(action),
                str(subject), leaf if whole else repr(leaf), hashed or b"", salt, sealed,
            )  # fmt: skip
            seen += 1
    except DatabaseError:
        what = message("it, or one of the {n} after it, cannot even be read.", n=CHUNK)
        raise Damaged(year, seen, what) from None


def _instant(text: str) -> str:
    """The database's text of an instant in UTC, as the trail writes it; other text as it is."""
    day, hours, rest = text[:10], text[11:19], text[19:]
    fraction = rest.partition("+")[0]
    is_plain = fraction[:1] in ("", ".") and rest[len(fraction) :] in ("", "+00", "+00:00")
    return f"{day}T{hours}.{fraction[1:]:0<6}+00:00" if is_plain else text


def _bytes(stored: Any) -> bytes:
    """SQLite keeps whatever an intruder puts into a column; no kind of it may stop the check."""
    return stored.encode() if isinstance(stored, str) else bytes(memoryview(stored))


def _path(year: int, number: int, head: SignedHead) -> list[bytes]:
    """The path, checked before it leaves; stored blocks that do not lead to the head are left."""
    path = list[bytes]()
    for nodes in (Nodes(year), Nodes(year, anew=True)):
        path = inclusion(number, head.size, nodes.range)
        if is_included(nodes.leaf(number), number, head.size, path, head.root):
            break
    return path


def _opening(entry: Entry, opener: Callable[[bytes, str], str | None]) -> tuple[bytes, str] | None:
    row = Opening.objects.filter(entry=entry).first()
    if row is None:
        return None
    values = opener(bytes(row.sealed), entry.leaf)
    return None if values is None else (bytes(row.salt), values)


def _tops(of: Collection[int]) -> dict[int, int]:
    found = Head.objects.filter(log__in=of).values_list("log").annotate(top=Max("size"))
    return dict(found)
