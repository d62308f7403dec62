"""Companies' systems hand in files and rows, ask for receipts, and mend what waits."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router

from huxin.api.auth import asked
from huxin.api.errors import language_of
from huxin.api.operation import BIG, act, answers, done, operation
from huxin.api.schemas.files import (
    FaultOut,
    FileIn,
    FileReceipt,
    FileReceiptPage,
    FileReceiptWhole,
    NoteOut,
    ReceivedOut,
    RejectIn,
    RowIn,
    RowOut,
    RowsIn,
)
from huxin.intake import queries
from huxin.intake.actions.files import receive_file
from huxin.intake.actions.rows import mend_fields, reject_row
from huxin.intake.errors import FileRefused
from huxin.intake.models import FileNote
from huxin.intake.queries import ReceiptLine, ReceiptPage, RowLine
from huxin.intake.written import written
from huxin.kernel.clock import SystemClock
from huxin.kernel.texts import message

__all__ = ["router"]

router = Router(tags=["files"])
SEND, SEE, MEND = "intake.file.receive", "intake.receipt.view", "intake.row.mend"
ProjectKey = Annotated[int, Path(ge=1, le=BIG)]
RowKey = Annotated[int, Path(ge=1, le=BIG)]


@router.post("/projects/{project}/files", response=done(ReceivedOut), summary="Hand in a file")
@act(SEND)
def send_file(request: HttpRequest, project: ProjectKey, body: FileIn) -> ReceivedOut:
    """Good rows go to their register, the others wait; the receipt says which and why.

    The same content once more changes nothing. What is larger than the interface takes is split.
    """
    return _received(request, body.name, _content(body), project)


@router.post("/lists", response=done(ReceivedOut), summary="Hand in a list of operating figures")
@act("intake.list.receive")
def send_list(request: HttpRequest, body: FileIn) -> ReceivedOut:
    """What a source knows about several firms and projects: it belongs to none of them."""
    return _received(request, body.name, _content(body), None)


@router.post("/projects/{project}/rows", response=done(ReceivedOut), summary="Hand in rows")
@act(SEND)
def send_rows(request: HttpRequest, project: ProjectKey, body: RowsIn) -> ReceivedOut:
    """Rows of a roster with contracts, or of an attendance list: taken, or kept back and mended,
    as the same rows in a file would be."""
    name, content = written(body.format, body.rows)
    return _received(request, name, content, project)


@router.get("/receipts", response=answers(FileReceiptPage), summary="Receipts, page by page")
@operation(SEE)
def list_receipts(
    request: HttpRequest,
    project: Annotated[int | None, Query(ge=1, le=BIG)] = None,
    waiting: Annotated[bool, Query(description="Only those with rows that wait.")] = False,  # noqa: FBT002
    before: Annotated[int | None, Query(ge=1, le=BIG)] = None,
) -> FileReceiptPage:
    """Receipts of what the unit handed in, and of its projects, newest first."""
    found, following = queries.receipts(
        actor=asked(request), project=project, only_waiting=waiting, before=before
    )
    return FileReceiptPage(receipts=[_line(each) for each in found], next=following)


@router.get("/receipts/{receipt}", response=answers(FileReceiptWhole), summary="One receipt")
@operation(SEE)
def one_receipt(request: HttpRequest, receipt: RowKey) -> FileReceiptWhole:
    """Its counts as they stand now, each row that waits with what is wrong and what to do."""
    return _whole(queries.receipt(receipt, actor=asked(request)), language_of(request))


@router.post("/rows/{row}/mend", response=done(FileReceiptWhole), summary="Mend a waiting row")
@act(MEND)
def mend(request: HttpRequest, row: RowKey, body: RowIn) -> FileReceiptWhole:
    """The row is read again with these cells: taken, or it waits on with what is still wrong.

    The receipt that it belongs to, as it stands then.
    """
    kept = mend_fields(row, body.cells, actor=asked(request), now=SystemClock().now())
    found = queries.receipt(kept.receipt_id, actor=asked(request))
    return _whole(found, language_of(request))


@router.post("/rows/{row}/reject", response=done(FileReceiptWhole), summary="Give a row up")
@act("intake.row.reject")
def reject(request: HttpRequest, row: RowKey, body: RejectIn) -> FileReceiptWhole:
    """With its reason; its cells stay on record."""
    kept = reject_row(row, reason=body.reason, actor=asked(request), now=SystemClock().now())
    found = queries.receipt(kept.receipt_id, actor=asked(request))
    return _whole(found, language_of(request))


def _content(body: FileIn) -> bytes:
    try:
        return base64.b64decode(body.content, validate=True)
    except (binascii.Error, ValueError):
        raise FileRefused(
            message("The content of the file is not Base64."),
            message("Encode the bytes of the file with the alphabet of RFC 4648, section 4."),
            where=body.name,
        ) from None


def _received(request: HttpRequest, name: str, content: bytes, project: int | None) -> ReceivedOut:
    actor = asked(request)
    found = receive_file(
        [content], name=name, project=project, actor=actor, now=SystemClock().now()
    )
    told = [_line(queries.receipt(each.pk, actor=actor).line) for each in found.receipts]
    return ReceivedOut(receipts=told, is_repeat=found.is_repeat)


def _line(each: ReceiptLine) -> FileReceipt:
    names = set(FileReceipt.model_fields) - {"id"}
    return FileReceipt(id=each.key, **{name: getattr(each, name) for name in names})


def _whole(page: ReceiptPage, said: str) -> FileReceiptWhole:
    return FileReceiptWhole(
        **_line(page.line).model_dump(),
        held=[_row(each, said) for each in page.waiting_rows],
        held_beyond=page.more_rows,
        notes=[_note(each, said) for each in page.notes],
    )


def _row(each: RowLine, said: str) -> RowOut:
    faults = [_fault(fault, said) for fault in each.faults]
    return RowOut(id=each.key, sheet=each.sheet, line=each.line, state=each.state, faults=faults,
                  reason=each.reason)  # fmt: skip


def _fault(each: Mapping[str, str], said: str) -> FaultOut:
    return FaultOut(
        code=each["code"], cell=each["cell"], what=each[said], rule=each["rule"],
        remedy=each[f"remedy_{said}"],
    )  # fmt: skip


def _note(each: FileNote, said: str) -> NoteOut:
    return NoteOut(
        code=each.code, severity=each.severity, sheet=each.sheet, line=each.line, cell=each.cell,
        what=each.said.get(said, ""), remedy=each.said.get(f"remedy_{said}", ""),
    )  # fmt: skip
