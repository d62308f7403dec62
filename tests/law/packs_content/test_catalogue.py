"""The packs hold everything that the documents say in numbers, and weaken nothing.

The cases beside this file ask for single values. Here the whole catalogue is gone through: each
number that a clause states stands in a parameter that cites the clause, no document lowers what
national law fixes, a value that was not read in full says so, no boundary clause is set to work.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import pytest

from huxin.law import Lawbook
from huxin.law.model import BASE, Clause, Pack, Parameter
from huxin.law.units import LawValue

BOOK = Lawbook.load()
PLACES = [pack for pack in BOOK.packs.values() if pack.code != BASE]
DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{2}-\d{2}")

# Numbers that are no values of the law: a step's place in its sequence, counts of one table's rows
# and columns, and heads of groups that are one person each.
NO_VALUE = {
    *(f"LD-2-3-3-{step}" for step in range(1, 8)),
    "NX-T00",
    "DX-A-1",
    "LD-2-1-1",
    "DX-A-4",
}
# A number of years from 2016 on, in a clause's `effective_from`: the pack is in force from then on.
EFFECTIVE = {"effective_from", "issued", "printed"}


def numbers(stated: object) -> Iterator[Decimal | str]:
    """Every number and day in a clause's `params`, however deep."""
    if isinstance(stated, Mapping):
        for key, each in stated.items():
            if key not in EFFECTIVE:
                yield from numbers(each)
    elif isinstance(stated, str):
        if DAY.fullmatch(stated):
            yield stated
        elif re.fullmatch(r"\d+(\.\d+)?", stated):
            yield Decimal(stated)
    elif isinstance(stated, Sequence):
        for each in stated:
            yield from numbers(each)
    elif isinstance(stated, int | float | Decimal) and not isinstance(stated, bool):
        yield Decimal(str(stated))


def held(values: Iterable[LawValue]) -> set[Decimal | str]:
    """What a pack's values amount to: numbers, days as text, and how long each list is."""
    found: set[Decimal | str] = set()
    for value in values:
        if isinstance(value, tuple):
            found.add(Decimal(len(value)))
        elif isinstance(value, dt.date):
            found.add(value.isoformat())
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            found.add(Decimal(value))
        elif isinstance(value, str):
            found.add(value)
    return found


def values_of(parameters: Iterable[Parameter]) -> Iterator[LawValue]:
    for parameter in parameters:
        for each in parameter.series:
            if each.value is not None:
                yield each.value


def citing(pack: Pack, clause: str) -> list[Parameter]:
    return [each for each in pack.parameters.values() if clause in each.clauses]


def unheld(pack: Pack, clause: Clause, parameters: Iterable[Parameter]) -> list[str]:
    """The numbers of a clause that stand neither in `parameters` nor in the due days of a feed."""
    if clause.is_boundary or clause.id in NO_VALUE or clause.same_as:
        return []
    found = held(values_of(parameters))
    due = {each.schedule.before for each in pack.feeds if clause.id in each.clauses}
    stated = set(numbers(clause.params))
    return sorted(str(each) for each in stated - found if each not in due)


@pytest.mark.parametrize("pack", PLACES, ids=lambda pack: pack.code)
def test_every_number_of_a_clause_is_a_parameter(pack: Pack) -> None:
    missing = {
        clause.id: lost
        for clause in pack.clauses.values()
        if (lost := unheld(pack, clause, citing(pack, clause.id)))
    }
    assert missing == {}


def test_a_lost_number_is_noticed() -> None:
    ningxia = BOOK.packs["ningxia-2016"]
    clause = BOOK.clause("NX-06-2")
    without = [each for each in citing(ningxia, clause.id) if not each.name.endswith("payment")]
    assert unheld(ningxia, clause, without) == ["0.22"]


def weakened(pack: Pack, nation: Pack) -> set[str]:
    """Names under which a document's value would hide another value of the nation."""
    shared = {
        name: (each.series[-1].value, nation.parameters[name].series[-1].value)
        for name, each in pack.parameters.items()
        if name in nation.parameters and each.series and nation.parameters[name].series
    }
    return {name for name, both in shared.items() if not holds(*both)}


def holds(local: LawValue | None, national: LawValue | None) -> bool:
    """A list may grow: who asks for more terms than the nation hides none of its own."""
    if isinstance(local, tuple) and isinstance(national, tuple):
        return set(national) <= set(local)
    return local == national


@pytest.mark.parametrize("pack", PLACES, ids=lambda pack: pack.code)
def test_no_document_hides_a_national_value(pack: Pack) -> None:
    """ADR 3: a document's own weaker term stands under a name of its own."""
    assert weakened(pack, BOOK.packs[BASE]) == set()


def test_a_hidden_national_value_is_noticed() -> None:
    daixian = BOOK.packs["daixian-2020"]
    handbook = daixian.parameters["handbook.retention_years"]
    name = "records.labour_ledger_retention_years"
    weaker = dataclasses.replace(daixian, parameters={name: handbook})
    assert weakened(weaker, BOOK.packs[BASE]) == {name}


def test_what_was_not_read_in_full_says_so() -> None:
    nation = BOOK.packs[BASE]
    silent = [
        name
        for name, each in nation.parameters.items()
        if each.clauses
        and not each.is_open
        and not each.to_verify
        and all(BOOK.clause(clause).mark != "V" for clause in each.clauses)
    ]
    assert silent == []


def test_no_boundary_clause_is_set_to_work() -> None:
    """Kept in view, never built as written: no duty, feed, route or value carries one out."""
    boundary = {each.id for each in BOOK.clauses.values() if each.is_boundary}
    working = {
        clause
        for pack in BOOK.packs.values()
        for cited in (
            *(duty.clauses for duty in pack.duties),
            *(feed.clauses for feed in pack.feeds),
            *(route.clauses for route in pack.routes),
            *(parameter.clauses for parameter in pack.parameters.values()),
        )
        for clause in cited
    }
    assert boundary & working == set()
    assert len(boundary) == 22
