"""Every check of the lawbook that goes beyond "it loads": counts, agreement, nothing left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from huxin.kernel.texts import N_, Message, Value
from huxin.law.lawbook import Lawbook
from huxin.law.model import BASE, Clause
from huxin.law.packs import open_words

# The documents of the catalogue; a place may add packs of its own, which are not counted here.
DOCUMENTS = ("ningxia-2016", "daixian-2020", "yazhou", "liudong-2017", "baoding")
# The size of the catalogue as it was drawn up from the five texts; a lost entry must not go unseen.
EXPECTED: Mapping[str, int] = {
    "clauses": 708,
    "boundary": 22,
    "same_as": 48,
    "open": 136,
    "capabilities": 70,
    "published_warnings": 127,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where."""

    where: str
    what: Message


@dataclass(frozen=True, slots=True)
class Verdict:
    """Counts of everything in the lawbook, and the problems found; none: all good."""

    counts: Mapping[str, int]
    problems: tuple[Problem, ...]


def verify(book: Lawbook) -> Verdict:
    """Check the whole lawbook. The load itself has proved keys, dates, names and citations."""
    catalogue = [each for each in book.clauses.values() if each.pack != BASE]
    sizes = _counts(book, DOCUMENTS)
    problems = [
        _problem(name, N_("{expected} expected, {found} found"), expected=size, found=sizes[name])
        for name, size in EXPECTED.items()
        if sizes[name] != size
    ]
    problems += _capabilities(book, catalogue)
    problems += _open_values(book, catalogue)
    problems += _shape(catalogue)
    return Verdict(_counts(book, book.packs), tuple(problems))


def _problem(where: str, text: str, /, **values: Value) -> Problem:
    return Problem(where, Message(text, values))


def _counts(book: Lawbook, codes: Iterable[str]) -> dict[str, int]:
    """The sizes of the packs of `codes` and of the national one, which is no document."""
    packs = [pack for code, pack in book.packs.items() if code in {BASE, *codes}]
    clauses = [each for pack in packs for each in pack.clauses.values()]
    catalogue = [each for each in clauses if each.pack != BASE]
    return {
        "packs": len(packs),
        "clauses": len(catalogue),
        "boundary": sum(each.is_boundary for each in catalogue),
        "same_as": sum(bool(each.same_as) for each in catalogue),
        "open": sum(bool(each.open) for each in catalogue),
        "open_values": sum(len(each.open) for each in catalogue),
        "national_articles": len(clauses) - len(catalogue),
        "capabilities": sum(len(pack.capabilities) for pack in packs),
        "published_warnings": sum(len(pack.warnings) for pack in packs),
        "parameters": sum(len(pack.parameters) for pack in packs),
        "names": len(book.names),
        "open_parameters": sum(each.is_open for pack in packs for each in pack.parameters.values()),
        "to_verify": sum(each.to_verify for pack in packs for each in pack.parameters.values()),
        "roles": len(book.roles),
        "duties": sum(len(pack.duties) for pack in packs),
        "feeds": sum(len(pack.feeds) for pack in packs),
        "routes": sum(len(pack.routes) for pack in packs),
    }


def _capabilities(book: Lawbook, catalogue: list[Clause]) -> Iterator[Problem]:
    """The capabilities and the clauses name each other, each clause in exactly one place.

    A document that a place adds stands in no list: its clauses need only name a capability.
    """
    listed = Counter[str]()
    boundary: set[str] = set()
    of_capability: dict[str, frozenset[str]] = {}
    for each in book.packs[BASE].capabilities:
        listed.update(each.clauses)
        boundary.update(each.boundary)
        of_capability[each.id] = frozenset(each.clauses)
    documents = {clause.document for clause in catalogue if listed[clause.id]}
    for clause in catalogue:
        where, name = str(clause.spot), clause.id
        if clause.document not in documents and clause.capability in of_capability:
            continue
        if name not in of_capability.get(clause.capability, ()):
            text = N_("{clause} is not listed under its capability {capability}")
            yield _problem(where, text, clause=name, capability=clause.capability)
        if listed[name] > 1:
            yield _problem(where, N_("{clause} is listed under two capabilities"), clause=name)
        if (name in boundary) != clause.is_boundary:
            text = N_("{clause}: the boundary mark differs from its capability")
            yield _problem(where, text, clause=name)


def _open_values(book: Lawbook, catalogue: list[Clause]) -> Iterator[Problem]:
    """Each open value of each clause is settled by exactly one parameter of the same pack."""
    settled = Counter(
        (pack.code, clause, word)
        for pack in book.packs.values()
        for parameter in pack.parameters.values()
        for clause, word in parameter.settles
    )
    for clause in catalogue:
        for word in open_words(clause):
            times = settled[clause.pack, clause.id, word]
            if times != 1:
                text = N_("{n} parameters settle the open value {word} of {clause}, not one")
                yield _problem(str(clause.spot), text, n=times, word=word, clause=clause.id)


def _shape(catalogue: list[Clause]) -> Iterator[Problem]:
    """Every requirement has an actor and a text; an attachment row repeats body clauses only."""
    repeats = {each.id for each in catalogue if each.same_as}
    for clause in catalogue:
        where, name = str(clause.spot), clause.id
        if not clause.who or not clause.what.text:
            yield _problem(where, N_("{clause} names no actor or no text"), clause=name)
        if repeats.intersection(clause.same_as):
            yield _problem(where, N_("{clause} repeats what is itself a repetition"), clause=name)
