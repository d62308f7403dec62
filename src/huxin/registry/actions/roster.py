"""Takes people into the register of a project: one by a form, or thousands by a roster.

Both go the same way: a row is judged, and either taken whole or refused with its reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.conf import settings
from django.db import IntegrityError

from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.registry.actions.book import Depth, Judged
from huxin.registry.actions.book_open import open_book, site_of
from huxin.registry.actions.book_write import Pen
from huxin.registry.actions.likeness import add_likenesses
from huxin.registry.errors.people import CardOfOtherError, PersonError, TooManyRowsError
from huxin.registry.models import Enrolment, LabourContract, Likeness, Project, Worker
from huxin.registry.policy.entry import Entry, Rows, entries_of
from huxin.registry.taken import RefusedRow, Remark, Taken

__all__ = [
    "Entered",
    "enrol",
    "record_contract",
    "register_worker",
    "take_contracts",
    "take_roster",
]

T = TypeVar("T")
SLICE_ROWS = 5_000
ROWS_MAX = 50_000
TRIES = 3


@dataclass(frozen=True, slots=True)
class Entered:
    """The records that a form made or met, and what of it was left out."""

    worker: Worker
    contract: LabourContract | None
    enrolment: Enrolment | None
    remarks: tuple[PersonError, ...]


def take_roster(rows: Rows, *, project: int, actor: Actor, now: dt.datetime) -> Taken:
    """Workers, contracts, entries, exits and first cards of a roster; the same rows change nothing.

    `rows` are accepted rows of `formats.roster` with their `line`. Raises NotFound,
    TooManyRowsError.
    """
    return _take(rows, Depth.ENROLMENT, "registry.roster.take", project, actor, now)


def take_contracts(rows: Rows, *, project: int, actor: Actor, now: dt.datetime) -> Taken:
    """Only workers and labour contracts of a roster: what comes before anybody enters."""
    return _take(rows, Depth.CONTRACT, "registry.roster.take_contracts", project, actor, now)


def register_worker(entry: Entry, *, project: int, actor: Actor, now: dt.datetime) -> Entered:
    """The worker with this identity number, found or registered; raises PersonError."""
    return _take_one(entry, Depth.PERSON, "registry.worker.register", project, actor, now)


def record_contract(entry: Entry, *, project: int, actor: Actor, now: dt.datetime) -> Entered:
    """The labour contract of the form, recorded or brought up to date; raises PersonError."""
    return _take_one(entry, Depth.CONTRACT, "registry.contract.record", project, actor, now)


def enrol(entry: Entry, *, project: int, actor: Actor, now: dt.datetime) -> Entered:
    """One worker enters a site, with his contract where the form gives it; raises PersonError."""
    return _take_one(entry, Depth.ENROLMENT, "registry.enrolment.enrol", project, actor, now)


def _take(
    rows: Rows, depth: Depth, operation: str, project: int, actor: Actor, now: dt.datetime
) -> Taken:
    if len(rows) > ROWS_MAX:
        raise TooManyRowsError(len(rows), limit=ROWS_MAX)
    entries = list(entries_of(rows))

    def once() -> Taken:
        with change(operation, actor=actor, now=now) as doing:
            site = site_of(doing.reach(Project, project), actor)
            outcome, counts, before = Taken(), dict[str, int](), dict[str, Any]()
            for part in _slices(entries):
                pen = Pen(open_book(site, part, actor=actor, now=now))
                outcome = _sum(outcome, _take_slice(pen, part, depth))
                made = add_likenesses(Likeness.Kind.WORKER, pen.claims, now=now)
                if made or not pen.is_blank:
                    pen.write()
                    new = pen.counts | {"likenesses": made}
                    counts = {each: counts.get(each, 0) + n for each, n in new.items()}
                    before |= pen.before
            if counts:
                doing.note(site.project, before=before, after=_told(entries, outcome) | counts)
            return outcome

    return _again(once)


def _take_slice(pen: Pen, entries: Sequence[Entry], depth: Depth) -> Taken:
    accepted = unchanged = 0
    refused, remarks = list[RefusedRow](), list[Remark]()
    for entry in entries:
        try:
            judged = pen.book.judge(entry, depth)
        except PersonError as error:
            refused.append(RefusedRow(entry.line, error.code, error, entry.sheet))
            if isinstance(error, CardOfOtherError):
                pen.claim(entry)
            continue
        remarks += (Remark(entry.line, each.code, each, entry.sheet) for each in judged.remarks)
        if pen.take(judged):
            accepted += 1
        else:
            unchanged += 1
    return Taken(accepted, unchanged, tuple(refused), tuple(remarks))


def _take_one(
    entry: Entry, depth: Depth, operation: str, project: int, actor: Actor, now: dt.datetime
) -> Entered:
    def once() -> Entered:
        with change(operation, actor=actor, now=now) as doing:
            site = site_of(doing.reach(Project, project), actor)
            pen = Pen(open_book(site, [entry], actor=actor, now=now))
            judged = pen.book.judge(entry, depth)
            if pen.take(judged):
                pen.write()
                _note(doing, judged, pen)
            return Entered(judged.person.worker, judged.contract, judged.stay, judged.remarks)

    return _again(once)


def _note(doing: Change, judged: Judged, pen: Pen) -> None:
    """One entry for each record that the row made or changed."""
    rows = [judged.person.worker, judged.person.card, judged.contract, judged.stay]
    new = {id(each) for each in (*pen.cards, *pen.contracts, *pen.stays)}
    new |= {id(each.worker) for each in pen.workers}
    changed = {id(each): before for each, before in pen.changed.items()}
    changed |= {id(each): {"phone": ""} for each in pen.phones}
    for row in rows:
        if row is not None and (id(row) in new or id(row) in changed):
            doing.note(row, before=changed.get(id(row)), after=_values(row))


def _values(row: Worker | LabourContract | Enrolment | Any) -> dict[str, Any]:
    """All values of a row that are in memory; protected ones are sealed with the entry."""
    held = row.get_deferred_fields()
    return {
        each.attname: getattr(row, each.attname)
        for each in row._meta.concrete_fields
        if each.attname not in held
    }


def _slices(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while part := list(islice(rest, SLICE_ROWS)):
        yield part


def _sum(one: Taken, other: Taken) -> Taken:
    return Taken(
        one.accepted + other.accepted,
        one.unchanged + other.unchanged,
        one.refused + other.refused,
        one.remarks + other.remarks,
    )


def _told(entries: Sequence[Entry], outcome: Taken) -> dict[str, Any]:
    """What the trail keeps of a batch: the digest of its content, and its counts."""
    content = "\x1e".join(repr(each.content) for each in entries)
    return {
        "content": settings.INSTALLATION.digester.hex("roster", content),
        "rows": outcome.rows,
        "accepted": outcome.accepted,
        "unchanged": outcome.unchanged,
        "refused": len(outcome.refused),
    }


def _again(once: Callable[[], T]) -> T:
    """Judge anew when somebody else took the same card or person between reading and writing."""
    for _ in range(TRIES - 1):
        try:
            return once()
        except IntegrityError:
            continue
    return once()
