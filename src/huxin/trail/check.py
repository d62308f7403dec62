"""Whether a stored log is what was sealed: every class of fault, and where it begins.

Pure and streaming: rows come in order of their number and are seen once. Where somebody edited an
entry and computed everything anew, the entry is named by its opening, which only the holder of the
installation's key can make; where the opening was erased, the two heads around it are named.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from huxin.kernel.cipher import CannotOpen, Cipher
from huxin.kernel.sign import PublicKey
from huxin.trail.heads import SignedHead, Witnessed
from huxin.trail.leaf import canonical, commitment, committed, leaf_hash
from huxin.trail.tree import Frontier

__all__ = ["Fault", "Opener", "Problem", "Stored", "StoredRow", "Verdict", "check", "opener_of"]


class Fault(StrEnum):
    """What can be wrong."""

    MISSING = "missing"
    REPEATED = "repeated"
    LEAF = "leaf"
    COLUMNS = "columns"
    HASH = "hash"
    OPENING = "opening"
    NO_OPENING = "no_opening"
    SIZE = "size"
    ROOT = "root"
    SIGNATURE = "signature"
    NO_HEAD = "no_head"
    NO_WITNESS = "no_witness"
    WITNESS_LINE = "witness_line"
    UNGUARDED = "unguarded"


BATCH = 4096
StoredRow: TypeAlias = "tuple[int, str, str, str, str, str, bytes, bytes | None, bytes | None]"
"""Number, instant, actor, action, object, leaf, leaf hash, and the opening: salt, sealed values."""
Opener: TypeAlias = Callable[[bytes, str], str | None]
"""(sealed values, leaf) → the canonical values, or None when they do not open."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One year's log as it is stored, in the database and with its witnesses."""

    year: int
    size: int
    rows: Iterable[StoredRow] = field(repr=False)
    heads: Sequence[SignedHead] = ()
    witnesses: Sequence[Witnessed] = ()
    erased: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Object → (year, number) of the newest entry that stands for its erasure."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: at an entry, or (`until` is set) somewhere from it up to but not `until`."""

    fault: Fault
    year: int
    number: int
    until: int | None = None
    where: str = ""

    @property
    def place(self) -> tuple[int, int, bool, int]:
        """For finding the first: a range counts from its end, within it what is closer."""
        end = self.number + 1 if self.until is None else self.until
        return self.year, end, self.until is not None, -self.number


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked at and what is wrong: the first problem of each class, and how many."""

    year: int
    entries: int
    opened: int
    erased: int
    sealed: int
    heads: int
    witnessed: int
    problems: tuple[Problem, ...] = ()
    counts: Mapping[Fault, int] = field(default_factory=dict)
    doubted: int | None = None
    """The first erased entry below a root that differs: without its opening it cannot speak."""

    @property
    def is_sound(self) -> bool:
        return not self.problems

    @property
    def first(self) -> Problem | None:
        """The earliest place that is wrong; a range where erased entries before it may be it.

        Openings that nothing accounts for come last: a removed erasure leaves many behind.
        """
        others = [each for each in self.problems if each.fault is not Fault.NO_OPENING]
        found = min(others or self.problems, key=lambda each: each.place, default=None)
        if found is None or found.fault is not Fault.OPENING or self.doubted is None:
            return found
        if self.doubted >= found.number:
            return found
        return replace(found, number=self.doubted, until=found.number + 1)


def check(stored: Stored, *, keys: Mapping[str, PublicKey], opener: Opener | None) -> Verdict:
    """Check a log. Without an `opener` the openings are counted and not looked into."""
    run = _Run(stored, keys, opener)
    awaited = _awaited(stored)
    for seen, row in enumerate(stored.rows, 1):
        run.row(row)
        if seen in awaited or len(run.waiting) == BATCH:
            run.grow()
            for head in awaited.get(seen, ()):
                run.head(head)
    run.grow()
    for size in sorted(each for each in awaited if each > run.tree.size):
        for head in awaited[size]:
            run.head(head)
    for problem in _unpaired(stored, run.tree.size):
        run.found(problem)
    if stored.size != run.tree.size:
        run.found(Problem(Fault.SIZE, stored.year, min(stored.size, run.tree.size)))
    return run.verdict()


def opener_of(cipher: Cipher) -> Opener:
    """Opens the sealed values of an entry, or answers None."""

    def opened(sealed: bytes, leaf: str) -> str | None:
        try:
            return cipher.open(sealed, bound_to=leaf.encode()).decode()
        except CannotOpen:
            return None

    return opened


def _awaited(stored: Stored) -> dict[int, list[tuple[SignedHead, str]]]:
    """Every head by its size, with the witness that holds it (none: the database)."""
    found: dict[int, list[tuple[SignedHead, str]]] = {}
    for name, heads in (("", stored.heads), *((one.name, one.heads) for one in stored.witnesses)):
        for head in heads:
            found.setdefault(head.size, []).append((head, name))
    return found


def _unpaired(stored: Stored, size: int) -> Iterator[Problem]:
    """Heads that only the database or only a witness holds, and lines that are no heads."""
    year, own = stored.year, {(head.size, head.root) for head in stored.heads}
    theirs = {(head.size, head.root) for one in stored.witnesses for head in one.heads}
    newest = max((head.size for head in stored.heads), default=0)
    for of_size, _ in sorted(own - theirs):
        yield Problem(Fault.NO_WITNESS, year, 0, of_size)
    for of_size, _ in sorted(theirs - own):
        if of_size <= newest:  # a newer one stands there after a crash and is taken in
            yield Problem(Fault.NO_HEAD, year, 0, of_size)
    for one in stored.witnesses:
        for line in one.unreadable:
            yield Problem(Fault.WITNESS_LINE, year, 0, max(size, 1), f"{one.name}:{line}")


class _Run:
    """The walk over one log."""

    def __init__(
        self, stored: Stored, keys: Mapping[str, PublicKey], opener: Opener | None
    ) -> None:
        self.stored, self.year, self.keys, self.opener = stored, stored.year, keys, opener
        self.silent: int | None = None
        self.doubted: int | None = None
        self.tree, self.waiting = Frontier(), list[bytes]()
        self.expected = self.sealed = self.opened = self.erased = 0
        self.first: dict[Fault, Problem] = {}
        self.counts: dict[Fault, int] = {}

    def found(self, problem: Problem) -> None:
        known = self.first.get(problem.fault)
        if known is None or problem.place < known.place:
            self.first[problem.fault] = problem
        self.counts[problem.fault] = self.counts.get(problem.fault, 0) + 1

    def at(self, fault: Fault, number: int) -> None:
        self.found(Problem(fault, self.year, number))

    def grow(self) -> None:
        self.tree.extend(self.waiting)
        self.waiting.clear()

    def row(self, row: StoredRow) -> None:
        number, at, actor, action, subject, leaf, hashed, salt, sealed = row
        if number != self.expected:
            if number < self.expected:
                self.at(Fault.REPEATED, number)
            else:
                self.at(Fault.MISSING, self.expected)
        self.expected = number + 1
        bound = committed(leaf, year=self.year, row=(number, at, actor, action, subject))
        if not bound:
            self.at(_why(leaf), number)
        computed = leaf_hash(leaf)
        if computed != hashed:
            self.at(Fault.HASH, number)
        self.waiting.append(computed)
        if salt is None or sealed is None:
            self.erased += 1
            self.silent = number if self.silent is None else self.silent
            if self.stored.erased.get(subject, (0, 0)) <= (self.year, number):
                self.at(Fault.NO_OPENING, number)
        elif self.opener is not None:
            self.opened += 1
            values = self.opener(sealed, leaf)
            if values is None or (bound and commitment(salt, values) != bound):
                self.at(Fault.OPENING, number)

    def head(self, held: tuple[SignedHead, str]) -> None:
        """A head over the entries seen so far, or over more than there are."""
        head, name = held
        if head.year != self.year or not head.is_signed(self.keys):
            self.found(Problem(Fault.SIGNATURE, self.year, self.sealed, head.size, name))
        elif head.size > self.tree.size:
            self.found(Problem(Fault.SIZE, self.year, self.tree.size, None, name))
            self._doubt()
        elif self.tree.root() == head.root:
            self.sealed, self.silent = head.size, None
        else:
            self.found(Problem(Fault.ROOT, self.year, self.sealed, head.size, name))
            self._doubt()

    def _doubt(self) -> None:
        self.doubted = self.silent if self.doubted is None else self.doubted

    def verdict(self) -> Verdict:
        witnessed = sum(len(each.heads) for each in self.stored.witnesses)
        return Verdict(
            year=self.year,
            entries=self.tree.size,
            opened=self.opened,
            erased=self.erased,
            sealed=self.sealed,
            heads=len(self.stored.heads),
            witnessed=witnessed,
            problems=tuple(sorted(self.first.values(), key=lambda each: each.place)),
            counts=self.counts,
            doubted=self.doubted,
        )


def _why(leaf: str) -> Fault:
    """A leaf that is canonical in itself says something else than its columns."""
    try:
        return Fault.COLUMNS if canonical(json.loads(leaf)) == leaf else Fault.LEAF
    except (ValueError, TypeError, AttributeError):
        return Fault.LEAF
