"""The verbs of `huxin trail`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer
from django.conf import settings

from huxin.access.actor import system
from huxin.access.history import proofs
from huxin.cli.language import language
from huxin.kernel.clock import SystemClock
from huxin.kernel.texts import N_, Message, message
from huxin.trail import actions, queries
from huxin.trail.bundle import key_card
from huxin.trail.check import Fault, Problem, Verdict
from huxin.trail.errors import NothingToProve
from huxin.trail.queries import Audit

__all__ = ["export", "head", "key", "prove", "verify"]

OPERATOR = system("operator")
FAULTS = {
    Fault.MISSING: N_("an entry is missing"),
    Fault.REPEATED: N_("a number stands twice"),
    Fault.LEAF: N_("the text of an entry is not in its canonical form"),
    Fault.COLUMNS: N_("the text of an entry and its columns differ"),
    Fault.HASH: N_("the hash of an entry is not that of its text"),
    Fault.OPENING: N_("what an entry commits to is not what is kept"),
    Fault.NO_OPENING: N_("what an entry commits to is gone, and no erasure accounts for it"),
    Fault.SIZE: N_("the log is shorter or longer than was recorded"),
    Fault.ROOT: N_("the entries are not what was sealed"),
    Fault.SIGNATURE: N_("a head has no valid signature of ours"),
    Fault.NO_HEAD: N_("a head that a witness holds is gone from the database"),
    Fault.NO_WITNESS: N_("no witness holds a head of the database"),
    Fault.WITNESS_LINE: N_("a witness holds a line that is no head"),
    Fault.UNGUARDED: N_("the database no longer refuses changes of the log"),
}


def verify(*, year: int | None, quick: bool, as_json: bool) -> bool:
    """Check and tell; whether all is sound."""
    installation = settings.INSTALLATION
    if year is not None and year not in queries.years():
        raise NothingToProve(str(year))
    audit = queries.verify(
        keys=installation.signer.known,
        witnesses=installation.witnesses,
        cipher=None if quick else installation.cipher,
        only=year,
    )
    if as_json:
        typer.echo(json.dumps(_data(audit), ensure_ascii=False, indent=1))
        return audit.is_sound
    for verdict in audit.verdicts:
        _tell(_line(verdict))
        if verdict.first:
            _tell(message("  It begins {place}.", place=_place(verdict.first)))
        for problem in verdict.problems:
            _problem(problem, verdict.counts[problem.fault])
    if not audit.is_guarded:
        _problem(Problem(Fault.UNGUARDED, 0, 0), 1)
    for folder in audit.unread:
        _tell(message("  ✗ the witness folder {folder} could not be read", folder=folder))
    good = N_("The log is what was sealed.")
    _tell(message(good) if audit.is_sound else message(N_("The log is not what was sealed.")))
    return audit.is_sound


def head(*, since: int | None, year: int | None, out: Path | None) -> None:
    """Seal every log that grew; or show that it only grew."""
    installation = settings.INSTALLATION
    made = actions.make_heads(
        now=SystemClock().now(), signer=installation.signer, witnesses=installation.witnesses
    )
    if since is not None:
        of = year if year is not None else max(queries.years(), default=0)
        _write(queries.continues(of, since, keys=installation.signer.known), out)
        return
    for each in made:
        said = message(
            "{year}: {size} entries under the root {root}, signed {at} with key {key}.",
            year=str(each.year),
            size=each.size,
            root=each.root.hex(),
            at=each.at,
            key=each.key,
        )
        _tell(said)
    if not made:
        _tell(message("There is nothing in the log yet."))


def prove(name: str, *, reason: str, out: Path | None) -> None:
    """Write proofs."""
    found = proofs(name, actor=OPERATOR, now=SystemClock().now(), reason=reason)
    _write(found[0] if len(found) == 1 else found, out)


def export(year: int, *, out: Path) -> None:
    """Write a log."""
    if year not in queries.years():
        raise NothingToProve(str(year))
    installation = settings.INSTALLATION
    lines = 0
    with out.open("w", encoding="utf-8") as file:
        for line in queries.export(
            year, keys=installation.signer.known, witnesses=installation.witnesses
        ):
            file.write(f"{line}\n")
            lines += 1
    _tell(message("{lines} lines were written to {file}.", lines=lines, file=out.name))


def key(*, out: Path | None) -> None:
    """Show the public key."""
    _write(key_card(settings.INSTALLATION.signer.public), out)


def _write(content: Any, out: Path | None) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    if out is None:
        typer.echo(text)
        return
    out.write_text(f"{text}\n", encoding="utf-8")
    _tell(message("Written to {file}.", file=out.name))


def _line(verdict: Verdict) -> Message:
    return message(
        "{year}: {entries} entries, {sealed} of them sealed; {heads} heads, {witnessed} with "
        "witnesses; {opened} openings looked at, {erased} erased.",
        year=str(verdict.year),
        entries=verdict.entries,
        sealed=verdict.sealed,
        heads=verdict.heads,
        witnessed=verdict.witnessed,
        opened=verdict.opened,
        erased=verdict.erased,
    )


def _place(problem: Problem) -> Message:
    """Where a problem is, in words."""
    year, number = str(problem.year), str(problem.number)
    if problem.until is None:
        return message("at entry {year}/{number}", year=year, number=number)
    return message(
        "between entries {year}/{number} and {last}",
        year=year, number=number, last=str(problem.until - 1),
    )  # fmt: skip


def _problem(problem: Problem, count: int) -> None:
    what = message(FAULTS[problem.fault])
    if problem.fault is Fault.UNGUARDED:
        _tell(message("  ✗ {what}", what=what))
        return
    place = _place(problem)
    _tell(message("  ✗ {what}: first {place} ({count} in all) {where}", what=what, place=place,
                  count=count, where=problem.where))  # fmt: skip


def _data(audit: Audit) -> dict[str, Any]:
    def plain(problem: Problem | None) -> dict[str, Any] | None:
        if problem is None:
            return None
        return {
            "fault": problem.fault.value,
            "year": problem.year,
            "number": problem.number,
            "until": problem.until,
            "where": problem.where,
        }

    return {
        "sound": audit.is_sound,
        "guarded": audit.is_guarded,
        "unread": [*audit.unread],
        "logs": [
            {
                "year": each.year,
                "entries": each.entries,
                "sealed": each.sealed,
                "heads": each.heads,
                "witnessed": each.witnessed,
                "opened": each.opened,
                "erased": each.erased,
                "first": plain(each.first),
                "problems": [plain(one) for one in each.problems],
                "counts": {fault.value: count for fault, count in each.counts.items()},
            }
            for each in audit.verdicts
        ],
    }


def _tell(said: Message) -> None:
    typer.echo(said.say(language()).rstrip())
