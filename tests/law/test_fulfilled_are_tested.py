"""A clause that is listed as carried out is named by a test: a listing alone proves nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from huxin.cli.law import fulfillers
from huxin.law import Coverage, Lawbook, read_waits

TESTS = Path(__file__).parents[1]
CLAUSE = re.compile(r"\b[A-Z]{2}-[0-9A-Z]+(?:-[0-9A-Za-z]+)*\b")


def named(files: Iterable[Path]) -> set[str]:
    """Every clause id that stands in a test or in its cases."""
    return {clause for file in files for clause in CLAUSE.findall(file.read_text("utf-8"))}


def untested(coverage: Coverage, tested: set[str]) -> Mapping[str, tuple[str, ...]]:
    """Clauses that something carries out and no test names; a repetition rests on its body."""
    return {
        each.id: each.by
        for each in coverage.entries
        if each.by and each.id not in tested and not each.by[0].startswith("same as ")
    }


def test_every_fulfilled_clause_is_named_by_a_test() -> None:
    files = [*TESTS.rglob("*.py"), *TESTS.rglob("*.yaml")]
    whole, parts = fulfillers()
    coverage = Lawbook.load().coverage(whole, parts=parts)
    assert untested(coverage, named(files)) == {}


def test_an_untested_listing_is_caught(book: Lawbook) -> None:
    coverage = book.coverage({"rule PAY-01": ["SH-1"]})
    assert set(untested(coverage, set())) == {"SH-1", "SH-4"}
    assert untested(coverage, {"SH-1", "SH-4"}) == {}
    assert named([Path(__file__)]) >= {"SH-1", "SH-4"}


REGISTERED = {
    "attendance-handbook", "complaint-qr", "employer-register", "guarantee-instruments",
    "hazard-screening", "indicator-warning", "labour-contract-filing", "leading-group-office",
    "liability-chain", "permit-approval-gate", "project-anomaly-warning", "project-register",
    "realname-roster", "record-retention", "rights-signboard", "site-labour-office",
    "site-rights-centre", "wage-deposit", "wage-special-account", "works-contract-check",
}  # fmt: skip
"""The capabilities of the registers: of each of their clauses it is said where it stands."""


def test_no_clause_of_the_registers_is_left_open() -> None:
    whole, parts = fulfillers()
    told = Lawbook.load().coverage(whole, parts=parts, waits=read_waits()).entries
    mine = [each for each in told if each.capability in REGISTERED]
    assert [each.id for each in mine if each.state == "open"] == []
    assert sum(each.state == "fulfilled" for each in mine) >= 98
    bare = Lawbook.load().coverage(whole, parts=parts).entries
    assert any(each.state == "open" for each in bare if each.capability in REGISTERED)


def test_nothing_waits_that_is_carried_out() -> None:
    whole, _ = fulfillers()
    done = {clause for clauses in whole.values() for clause in clauses}
    waiting = [clause for each in read_waits() for clause in each.clauses]
    assert done.isdisjoint(waiting)
    assert len(waiting) == len(set(waiting))
