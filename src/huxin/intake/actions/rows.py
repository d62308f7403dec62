"""A waiting row is mended and taken, or rejected with a reason; its first cells are never lost."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence

from django.db.models import F

from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.formats.base import Reading
from huxin.formats.registry import READERS
from huxin.intake.actions.settle import FAULTS_MAX, keep_remarks, take
from huxin.intake.errors import FileRefused, RowSettled
from huxin.intake.models import Receipt, WaitingRow
from huxin.intake.queries import waiting_row
from huxin.intake.reading import read_again, read_whole
from huxin.intake.takers import TAKERS, Taker
from huxin.intake.written import Said, cell_of
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import message

__all__ = ["mend_fields", "mend_row", "reject_row"]

MEND, REJECT = "intake.row.mend", "intake.row.reject"


def mend_row(
    row: int,
    cells: Sequence[str],
    *,
    actor: Actor,
    now: dt.datetime,
    takers: Mapping[str, Taker] = TAKERS,
) -> WaitingRow:
    """Read a waiting row with other cells: it is taken, or waits on with what is still wrong.

    Raises NotFound, RowSettled, or FileRefused for files whose lines cannot be written anew.
    """
    with change(MEND, actor=actor, now=now) as doing:
        waiting = _open_row(doing, row)
        receipt = waiting.receipt
        again = _again(waiting, cells, now)
        taken, faults = take(doing, receipt.project, again, takers)
        found = faults.get((waiting.sheet, waiting.line), [])
        before = json.loads(waiting.cells or "[]")
        waiting.cells = json.dumps(list(cells), ensure_ascii=False)
        waiting.faults = found[:FAULTS_MAX]
        waiting.tries += 1
        if not found and again.accepted:
            _close(waiting, WaitingRow.State.MENDED, doing)
            keep_remarks(receipt, again, taken)
            Receipt.objects.filter(pk=receipt.pk).update(
                waiting=F("waiting") - 1,
                accepted=F("accepted") + 1,
                unchanged=F("unchanged") + taken.unchanged,
            )
        waiting.save()
        doing.note(
            waiting,
            before={"cells": before},
            after={
                "cells": list(cells),
                "state": waiting.state,
                "codes": [f["code"] for f in found],
            },
        )
    return waiting


def mend_fields(
    row: int, said: Mapping[str, Said], *, actor: Actor, now: dt.datetime
) -> WaitingRow:
    """The same by names of fields, for systems: what is not named stays as it was written.

    Raises as `mend_row`, and FileRefused for a field that has no column in the file.
    """
    found = waiting_row(row, actor=actor, now=now)
    columns = {each.field: each.column for each in found.headings if each.field}
    unknown = sorted(set(said) - set(columns))
    if unknown:
        raise FileRefused(
            message("The file has no column for {name}.", name=unknown[0][:60]),
            message("Its columns are: {names}", names=tuple(sorted(columns))),
            where=found.receipt.file,
        )
    spec = next(each.spec for each in READERS if each.spec.id == found.receipt.format)
    width = max([len(found.cells), *(each + 1 for each in columns.values())])
    cells = [*found.cells, *[""] * (width - len(found.cells))]
    for name, value in said.items():
        cells[columns[name]] = cell_of(spec.field(name), value)
    return mend_row(row, cells, actor=actor, now=now)


def reject_row(row: int, *, reason: str, actor: Actor, now: dt.datetime) -> WaitingRow:
    """Give a waiting row up for good; its cells stay to be seen. Raises NotFound, RowSettled."""
    if not reason.strip():
        raise FileRefused(
            message("A row is rejected with a reason."),
            message("Write why this row is not to be taken."),
        )
    with change(REJECT, actor=actor, now=now) as doing:
        waiting = _open_row(doing, row)
        waiting.reason = reason.strip()[:200]
        _close(waiting, WaitingRow.State.REJECTED, doing)
        waiting.save()
        Receipt.objects.filter(pk=waiting.receipt_id).update(
            waiting=F("waiting") - 1, rejected=F("rejected") + 1
        )
        doing.note(waiting, after={"state": waiting.state, "reason": waiting.reason})
    return waiting


def _open_row(doing: Change, row: int) -> WaitingRow:
    waiting = doing.reach(WaitingRow, row)
    if waiting.state != WaitingRow.State.WAITING:
        raise RowSettled
    return waiting


def _close(waiting: WaitingRow, state: str, doing: Change) -> None:
    waiting.state = state
    waiting.settled_by_id = doing.actor.account
    waiting.settled_at = doing.now


def _again(waiting: WaitingRow, cells: Sequence[str], now: dt.datetime) -> Reading:
    """The row read anew by the reader of its file."""
    receipt, as_of = waiting.receipt, now.astimezone(CHINA).date()
    whole = read_whole(receipt.content, file=receipt.file, as_of=as_of)
    reading = next((each for each in whole.readings if each.format == receipt.format), None)
    again = reading and read_again(
        receipt.content,
        file=receipt.file,
        reading=reading,
        place=(waiting.sheet, waiting.line),
        cells=cells,
        as_of=as_of,
    )
    if again is None:
        raise FileRefused(
            message("A line of such a file cannot be written anew."),
            message("Mend it where it comes from and hand the file in again, or reject it."),
            where=receipt.file,
        )
    return again
