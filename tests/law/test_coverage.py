"""Coverage is computed from what is listed; verify finds what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from huxin.kernel.errors import InputError
from huxin.law import Bilingual, Coverage, Lawbook, Wait, verify
from tests.law.tiny import FILES, build


def state(coverage: Coverage, clause: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return next((each.state, each.by, each.parts) for each in coverage.entries if each.id == clause)


def test_a_citation_is_a_part_and_fulfils_nothing(book: Lawbook) -> None:
    coverage = book.coverage()
    assert state(coverage, "SH-1") == (
        "open",
        (),
        ("duty shan.report", "feed shan.feed", "parameter shan wage.share", "route shan.route"),
    )
    assert state(coverage, "SH-2")[0] == "open"
    assert state(coverage, "ZO-1") == ("open", (), ())


def test_what_fulfils_is_listed_and_a_repetition_follows(book: Lawbook) -> None:
    coverage = book.coverage()
    assert state(coverage, "SH-4")[:2] == ("fulfilled", ("parameter shan wage.zero_days",))
    assert state(coverage, "SH-T5")[:2] == ("fulfilled", ("same as SH-4",))
    assert state(coverage, "SH-3")[0] == "boundary"
    assert coverage.summary == {"total": 7, "boundary": 1, "fulfilled": 2, "waiting": 0, "open": 4}


def test_rules_and_others_are_passed_in(book: Lawbook) -> None:
    coverage = book.coverage(
        {"rule PAY-01": ["SH-1", "CN-724-15"], "report": ["SH-1", "SH-3"]},
        parts={"register x": ["ZO-1"]},
    )
    assert state(coverage, "SH-1")[:2] == ("fulfilled", ("report", "rule PAY-01"))
    assert state(coverage, "SH-3")[0] == "boundary"
    assert state(coverage, "ZO-1") == ("open", (), ("register x",))
    assert book.coverage() == book.coverage({})
    with pytest.raises(InputError, match="rule PAY-02 lists a clause that does not exist: SH-9"):
        book.coverage({"rule PAY-02": ["SH-9"]})


def test_what_waits_is_told_apart_from_what_is_open(book: Lawbook) -> None:
    """A clause that something fulfils does not wait any more."""
    wait = Wait("money", Bilingual("the money", zh="资金"), {"SH-1": ("register x",), "SH-4": ()})
    coverage = book.coverage(waits=[wait])
    assert state(coverage, "SH-1")[0] == "waiting"
    assert "register x" in state(coverage, "SH-1")[2]
    assert {each.id: each.waits_for for each in coverage.entries if each.waits_for} == {
        "SH-1": "money"
    }
    assert state(coverage, "SH-4")[0] == "fulfilled"
    with pytest.raises(InputError, match=r"waits.yaml money lists a clause .*: SH-9"):
        book.coverage(waits=[Wait("money", wait.title, {"SH-9": ()})])


def test_it_is_grouped_by_document_and_capability(book: Lawbook) -> None:
    coverage = book.coverage()
    assert coverage.per_document()["SH"] == {
        "total": 5, "boundary": 1, "fulfilled": 2, "waiting": 0, "open": 2,
    }  # fmt: skip
    assert sum(counts["total"] for counts in coverage.per_capability().values()) == 7


def test_the_whole_catalogue_is_covered_and_sound() -> None:
    book = Lawbook.load()
    coverage = book.coverage()
    verdict = verify(book)
    assert [(each.where, each.what.say("en")) for each in verdict.problems] == []
    assert coverage.summary["total"] == len({each.id for each in coverage.entries}) == 708
    assert coverage.summary["boundary"] == 22
    assert sum(counts["total"] for counts in coverage.per_document().values()) == 708
    assert len(coverage.per_capability()) == 70


def problems(folder: Path, changes: dict[str, str] | None = None) -> list[str]:
    verdict = verify(Lawbook.load(packs=build(folder, changes)))
    return [f"{each.where}: {each.what.say('en')}" for each in verdict.problems]


COUNTS = ["clauses", "boundary", "same_as", "open", "capabilities", "published_warnings"]


def test_verify_counts_against_the_catalogue(tmp_path: Path) -> None:
    """The tiny packs are sound but small: only the six sizes differ."""
    assert [each.split(":")[0] for each in problems(tmp_path)] == COUNTS


WAGE, CLAUSES, CAPABILITIES = (
    "shan/parameters/wage.yaml", "shan/clauses.yaml", "cn/capabilities.yaml",
)  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        (WAGE, "  settles: [SH-2 posting_days]\n", "", "0 parameters settle the open value"),
        (WAGE, "  fulfils: [SH-4]", "  settles: [SH-2 posting_days]", "2 parameters settle"),
        (CAPABILITIES, "[SH-2, ", "[", "SH-2 is not listed under its capability site"),
        (CAPABILITIES, "[SH-1, ", "[SH-1, SH-2, ", "SH-2 is listed under two capabilities"),
        (CAPABILITIES, ", boundary: [SH-3]", "", "SH-3: the boundary mark differs"),
        (CLAUSES, "[SH-4]", "[SH-T5]", "SH-T5 repeats what is itself a repetition"),
        (CLAUSES, "what: Do what SH-4 asks.", 'what: ""', "SH-4 names no actor or no text"),
    ],
)
def test_verify_finds_what_is_left_out(
    tmp_path: Path, file: str, old: str, new: str, found: str
) -> None:
    assert old in FILES[file]
    said = problems(tmp_path, {file: FILES[file].replace(old, new)})
    assert [each for each in said if found in each]
