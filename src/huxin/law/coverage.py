"""Which clauses of the catalogue are carried out by what: computed from listings, never written.

A clause is `fulfilled` when something lists that it carries the whole clause out, `boundary` when
it is kept in view but not built as written, `waiting` when `waits.yaml` says what it needs first,
else `open`; `parts` names what stands of it already.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from huxin.kernel.errors import InputError
from huxin.kernel.own_data import own_data
from huxin.kernel.texts import message
from huxin.law.model import BASE, Clause, Pack
from huxin.law.reader import Bilingual

BOUNDARY, FULFILLED, WAITING, OPEN = "boundary", "fulfilled", "waiting", "open"
STATES = (BOUNDARY, FULFILLED, WAITING, OPEN)


@dataclass(frozen=True, slots=True)
class Wait:
    """What is still to be built, and the clauses that need it, each with what stands of it."""

    id: str
    title: Bilingual
    clauses: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One clause: `by` carries it out, `parts` carry out some of it; `waits_for` is a wait's id."""

    id: str
    document: str
    capability: str
    state: str
    by: tuple[str, ...]
    parts: tuple[str, ...]
    waits_for: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every clause of the catalogue once, in the order of its packs."""

    entries: tuple[Entry, ...]

    @property
    def summary(self) -> dict[str, int]:
        """Total and the number of clauses in each state."""
        counts = Counter(each.state for each in self.entries)
        return {"total": len(self.entries), **{state: counts[state] for state in STATES}}

    def per_document(self) -> dict[str, dict[str, int]]:
        return self._per(lambda each: each.document)

    def per_capability(self) -> dict[str, dict[str, int]]:
        return self._per(lambda each: each.capability)

    def _per(self, key: Callable[[Entry], str]) -> dict[str, dict[str, int]]:
        groups: dict[str, list[Entry]] = defaultdict(list)
        for each in self.entries:
            groups[key(each)].append(each)
        return {name: Coverage(tuple(group)).summary for name, group in groups.items()}


def read_waits() -> tuple[Wait, ...]:
    """The waits of `waits.yaml`, in its order."""
    return tuple(
        Wait(
            name,
            Bilingual(said["en"], zh=said["zh"]),
            {clause: tuple(there or ()) for clause, there in said["clauses"].items()},
        )
        for name, said in own_data("law", "waits.yaml").items()
    )


def cover(
    packs: Mapping[str, Pack],
    extra: Mapping[str, Sequence[str]],
    parts: Mapping[str, Sequence[str]],
    waits: Sequence[Wait] = (),
) -> Coverage:
    """The coverage of the catalogue by the packs' own listings, `extra` (whole) and `parts`."""
    catalogue = {
        clause.id: clause
        for pack in packs.values()
        if pack.code != BASE
        for clause in pack.clauses.values()
    }
    whole: dict[str, set[str]] = defaultdict(set)
    part: dict[str, set[str]] = defaultdict(set)
    for fulfiller, fulfils, cites in _listings(packs):
        for clause in fulfils:
            whole[clause].add(fulfiller)
        for clause in cites:
            part[clause].add(fulfiller)
    known = {clause for pack in packs.values() for clause in pack.clauses}
    for given, into in ((extra, whole), (parts, part)):
        for fulfiller, clauses in given.items():
            for clause in clauses:
                _check(clause, fulfiller, known)
                into[clause].add(fulfiller)
    waiting: dict[str, str] = {}
    for wait in waits:
        for clause, there in wait.clauses.items():
            _check(clause, f"waits.yaml {wait.id}", known)
            waiting[clause] = wait.id
            part[clause].update(there)
    return Coverage(tuple(_entry(each, whole, part, waiting) for each in catalogue.values()))


def _check(clause: str, fulfiller: str, known: set[str]) -> None:
    if clause not in known:
        raise InputError(
            message("{fulfiller} lists a clause that does not exist: {clause}",
                    fulfiller=fulfiller, clause=clause),
            remedy=message("cite a clause of the catalogue"),
        )  # fmt: skip


def _listings(
    packs: Mapping[str, Pack],
) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    for pack in packs.values():
        for parameter in pack.parameters.values():
            settled = tuple(clause for clause, _ in parameter.settles)
            label = f"parameter {pack.code} {parameter.name}"
            yield label, parameter.fulfils, (*parameter.clauses, *settled)
        for duty in pack.duties:
            yield f"duty {duty.id}", duty.fulfils, duty.clauses
        for feed in pack.feeds:
            yield f"feed {feed.id}", feed.fulfils, feed.clauses
        for route in pack.routes:
            yield f"route {route.id}", route.fulfils, route.clauses


def _entry(
    clause: Clause,
    whole: Mapping[str, set[str]],
    part: Mapping[str, set[str]],
    waiting: Mapping[str, str],
) -> Entry:
    by = sorted(whole.get(clause.id, ()))
    if not by and clause.same_as and all(whole.get(body) for body in clause.same_as):
        by = [f"same as {', '.join(clause.same_as)}"]
    waits_for = "" if by or clause.is_boundary else waiting.get(clause.id, "")
    done = FULFILLED if by else WAITING if waits_for else OPEN
    state = BOUNDARY if clause.is_boundary else done
    return Entry(
        id=clause.id,
        document=clause.document,
        capability=clause.capability,
        state=state,
        by=tuple(by),
        parts=tuple(sorted(part.get(clause.id, ()))),
        waits_for=waits_for,
    )
