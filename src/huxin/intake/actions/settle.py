"""From one reading to its receipt: good rows to their register, the others into quarantine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from huxin.access.change import Change
from huxin.formats.base import Reading, Severity
from huxin.intake.errors import NoRegister, OfOneProject
from huxin.intake.models import FileNote, Receipt, WaitingRow
from huxin.intake.reading import Lines, Place, refused_of, said
from huxin.intake.storage import Stored
from huxin.intake.takers import LISTS, Taker
from huxin.kernel.errors import HuxinError
from huxin.registry.models import Project
from huxin.registry.taken import Taken

__all__ = ["Faults", "faults_of", "keep_remarks", "settle", "take"]

Faults: TypeAlias = dict[Place, list[Mapping[str, str]]]
NOTES_MAX, FAULTS_MAX = 2_000, 20


def settle(
    doing: Change,
    project: Project | None,
    stored: Stored,
    *,
    lines: Lines,
    sameness: str,
    reading: Reading,
    takers: Mapping[str, Taker],
) -> Receipt:
    """Take the good rows of one reading, keep the others waiting, write and note the receipt.

    `lines` are those of the stored file, `sameness` is that of the reading.
    """
    taken, faults = take(doing, project, reading, takers)
    rows, waiting = reading.rows_in - taken.left_alone, len(faults)
    receipt = Receipt.objects.create(
        project=project,
        sender_id=min(doing.actor.bodies, default=None),
        received_by_id=doing.actor.account,
        received_at=doing.now,
        file=lines.file,
        content=stored.content,
        size_bytes=stored.size_bytes,
        format=reading.format,
        sameness=sameness,
        rows=rows,
        accepted=rows - waiting,
        unchanged=min(taken.unchanged, rows - waiting),
        waiting=waiting,
        left_alone=reading.left_alone + taken.left_alone,
    )
    _keep_waiting(receipt, lines, faults)
    keep_remarks(receipt, reading, taken)
    _keep_notes(receipt, reading)
    counts = {name: getattr(receipt, name) for name in ("rows", "accepted", "unchanged", "waiting")}
    doing.note(receipt, after={"content": stored.content, "format": reading.format, **counts})
    return receipt


def take(
    doing: Change, project: Project | None, reading: Reading, takers: Mapping[str, Taker]
) -> tuple[Taken, Faults]:
    """Give the accepted rows to their register; every line that is not in it, with the reasons."""
    faults = faults_of(reading)
    if not reading.rows.num_rows:
        return Taken(), faults
    taken = _given(doing, project, reading, takers)
    if isinstance(taken, HuxinError):
        code = getattr(taken, "code", "")
        for place in _places(reading):
            faults.setdefault(place, []).append(_told(code, taken))
        return Taken(), faults
    sheets = {line: sheet for sheet, line in _places(reading)}
    for each in taken.refused:
        place = (each.sheet or sheets.get(each.line, ""), each.line)
        faults.setdefault(place, []).append(_told(each.code, each.error))
    return taken, faults


def _given(
    doing: Change, project: Project | None, reading: Reading, takers: Mapping[str, Taker]
) -> Taken | HuxinError:
    """What the register said of the rows, or why no register was asked."""
    who: dict[str, Any] = {"actor": doing.actor, "now": doing.now}
    if project is None:
        listed = LISTS.get(reading.format)
        return OfOneProject() if listed is None else listed(reading, project=None, **who)
    taker = takers.get(reading.format)
    return NoRegister() if taker is None else taker(reading, project=project, **who)


def faults_of(reading: Reading) -> Faults:
    """The lines that the reader itself did not accept, each with what it found there."""
    found: Faults = {}
    for place, each in refused_of(reading):
        found.setdefault(place, []).append(said(each))
    return found


def _places(reading: Reading) -> set[Place]:
    """The lines that gave accepted rows; a file without sheets has one, without a name.

    A file without lines (YAML) counts its rows.
    """
    rows = reading.rows
    if "line" not in rows.column_names:
        return set()
    lines = rows["line"].to_pylist()
    sheets = rows["sheet"].to_pylist() if "sheet" in rows.column_names else [""] * len(lines)
    return {
        (sheet or "", at if line is None else line)
        for at, (sheet, line) in enumerate(zip(sheets, lines, strict=True), start=1)
    }


def _told(code: str, error: HuxinError) -> Mapping[str, str]:
    """A register's refusal in both languages, in the shape of a reader's finding."""
    remedies = {
        f"remedy_{each}": error.remedy.say(each) if error.remedy else "" for each in ("zh", "en")
    }
    words = {each: error.what.say(each) for each in ("zh", "en")}
    return {"code": code, "cell": "", "rule": error.rule, **words, **remedies}


def _keep_waiting(
    receipt: Receipt, lines: Lines, faults: Mapping[Place, Sequence[Mapping[str, str]]]
) -> None:
    cells = lines.cells(faults)
    WaitingRow.objects.bulk_create(
        [
            WaitingRow(
                receipt=receipt,
                sheet=sheet,
                line=line,
                cells=json.dumps(cells[sheet, line], ensure_ascii=False),
                faults=list(found)[:FAULTS_MAX],
            )
            for (sheet, line), found in sorted(faults.items())
        ],
        batch_size=500,
    )


def _keep_notes(receipt: Receipt, reading: Reading) -> None:
    kept = [each for each in reading.findings if not (each.refused and each.line)][:NOTES_MAX]
    FileNote.objects.bulk_create(
        [
            FileNote(
                receipt=receipt, code=each.code, severity=each.severity, sheet=each.sheet,
                line=each.line, cell=each.cell, said=dict(said(each)),
            )
            for each in kept
        ],
        batch_size=500,
    )  # fmt: skip


def keep_remarks(receipt: Receipt, reading: Reading, taken: Taken) -> None:
    """What the register left out of rows that it took: the sender must hear of it."""
    if not taken.remarks:
        return
    sheets = {line: sheet for sheet, line in _places(reading)}
    FileNote.objects.bulk_create(
        [
            FileNote(
                receipt=receipt, code=each.code, severity=Severity.WARNING, line=each.line,
                sheet=each.sheet or sheets.get(each.line, ""), said=_told(each.code, each.error),
            )
            for each in taken.remarks[:NOTES_MAX]
        ],
        batch_size=500,
    )  # fmt: skip
