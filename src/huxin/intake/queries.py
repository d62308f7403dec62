"""What the pages of intake show: receipts, one receipt with what waits, the sums of a place."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from huxin.access.actor import Actor
from huxin.access.gate import reach, visible
from huxin.formats.base import cell_address
from huxin.intake.models import FileNote, Receipt, WaitingRow
from huxin.intake.reading import Heading, headings_of, read_whole
from huxin.kernel.clock import CHINA
from huxin.registry.models import Project

__all__ = [
    "Balance",
    "ReceiptLine",
    "ReceiptPage",
    "RowPage",
    "balance",
    "receipt",
    "receipts",
    "waiting_row",
]

SEE, MEND, SEND = "intake.receipt.view", "intake.row.mend", "intake.file.receive"
PAGE, ROWS_MAX, NOTES_MAX = 50, 200, 200


@dataclass(frozen=True, slots=True)
class Balance:
    """The equation of the front page: received = accepted + rejected + waiting."""

    files: int
    rows: int
    accepted: int
    rejected: int
    waiting: int

    @property
    def holds(self) -> bool:
        return self.rows == self.accepted + self.rejected + self.waiting


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One receipt in the list."""

    key: int
    number: str
    received_at: dt.datetime
    file: str
    format: str
    project: int | None
    project_name: str
    sender: str
    rows: int
    accepted: int
    unchanged: int
    rejected: int
    waiting: int
    repeats: int


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row in quarantine, without its cells."""

    key: int
    sheet: str
    line: int
    state: str
    faults: Sequence[Mapping[str, str]]
    reason: str


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """A receipt with its rows in quarantine and the notes of its reader."""

    line: ReceiptLine
    size_bytes: int
    content: str
    left_alone: int
    waiting_rows: tuple[RowLine, ...]
    notes: tuple[FileNote, ...]
    more_rows: int


@dataclass(frozen=True, slots=True)
class RowPage:
    """A waiting row with its cells under their headings, to be mended."""

    row: RowLine
    receipt: ReceiptLine
    headings: tuple[Heading, ...]
    cells: tuple[str, ...]

    @property
    def at_fault(self) -> frozenset[int]:
        """The columns that a fault names."""
        named = {each["cell"] for each in self.row.faults}
        row = self.row.line - 1
        return frozenset(
            each.column for each in self.headings if cell_address(row, each.column) in named
        )


def balance(*, actor: Actor) -> Balance:
    """The sums over all files within the actor's reach; one query."""
    sums = visible(Receipt, SEE, actor=actor).aggregate(
        files=Count("pk"),
        **{name: Sum(name) for name in ("rows", "accepted", "rejected", "waiting")},
    )
    return Balance(**{name: value or 0 for name, value in sums.items()})


def receipts(
    *,
    actor: Actor,
    project: int | None = None,
    only_waiting: bool = False,
    before: int | None = None,
) -> tuple[tuple[ReceiptLine, ...], int | None]:
    """A page of receipts, newest first, and the key that the next page begins after."""
    rows = visible(Receipt, SEE, actor=actor)
    if project is not None:
        rows = rows.filter(project=project)
    if only_waiting:
        rows = rows.filter(waiting__gt=0)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = [_line(each) for each in _joined(rows).order_by("-pk")[: PAGE + 1]]
    return tuple(found[:PAGE]), found[PAGE - 1].key if len(found) > PAGE else None


def receipt(key: int, *, actor: Actor) -> ReceiptPage:
    """One receipt; raises NotFound."""
    found = reach(Receipt, key, SEE, actor=actor)
    whole = _joined(Receipt.objects.filter(pk=found.pk)).get()
    rows = list(
        whole.waiting_rows.order_by("-state", "sheet", "line").defer("cells")[: ROWS_MAX + 1]
    )
    return ReceiptPage(
        line=_line(whole),
        size_bytes=whole.size_bytes,
        content=whole.content,
        left_alone=whole.left_alone,
        waiting_rows=tuple(_row(each) for each in rows[:ROWS_MAX]),
        notes=tuple(whole.notes.all()[:NOTES_MAX]),
        more_rows=max(whole.waiting_rows.count() - ROWS_MAX, 0),
    )


def project_of(key: int, *, actor: Actor) -> tuple[int, str]:
    """Key and name of a project that the actor may send files for; raises NotFound."""
    found = reach(Project, key, SEND, actor=actor)
    return found.pk, found.name


def waiting_row(key: int, *, actor: Actor, now: dt.datetime) -> RowPage:
    """One waiting row with its cells, for those who may mend it; raises NotFound."""
    found = reach(WaitingRow, key, MEND, actor=actor)
    whole = _joined(Receipt.objects.filter(pk=found.receipt_id)).get()
    answer = read_whole(whole.content, file=whole.file, as_of=now.astimezone(CHINA).date())
    heads = [
        heading
        for reading in answer.readings
        if reading.format == whole.format
        for heading in headings_of(reading, found.sheet)
    ]
    cells = tuple(str(each) for each in json.loads(found.cells or "[]"))
    return RowPage(_row(found), _line(whole), tuple(heads), cells)


def _joined(rows: QuerySet[Receipt]) -> QuerySet[Receipt]:
    return rows.select_related("project", "sender")


def _line(each: Receipt) -> ReceiptLine:
    return ReceiptLine(
        key=each.pk, number=each.number, received_at=each.received_at, file=each.file,
        format=each.format, project=each.project_id,
        project_name=each.project.name if each.project else "",
        sender=each.sender.name if each.sender else "", rows=each.rows, accepted=each.accepted,
        unchanged=each.unchanged, rejected=each.rejected, waiting=each.waiting,
        repeats=each.repeats,
    )  # fmt: skip


def _row(each: WaitingRow) -> RowLine:
    return RowLine(each.pk, each.sheet, each.line, each.state, tuple(each.faults), each.reason)
