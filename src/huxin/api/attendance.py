"""Devices hand in punches, ask for receipts and for their health."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Status

from huxin.api.auth import asked
from huxin.api.errors import language_of
from huxin.api.operation import BIG, IdempotencyKey, answers, done, operation
from huxin.api.schemas.attendance import Health, PunchesIn, PunchIn, ReceiptOut, RowFault
from huxin.kernel.clock import SystemClock
from huxin.kernel.texts import Message
from huxin.wages.actions import BatchReceipt, take_punches
from huxin.wages.policy import Columns, as_instant
from huxin.wages.queries import batch_receipt, own_device

__all__ = ["router"]

router = Router(tags=["attendance"])
TAKEN = done(ReceiptOut)


@router.post("/attendance/punches", response=TAKEN, summary="Hand in a batch of punches")
@operation("wages.punches.take", repeatable=True)
def take_batch(
    request: HttpRequest, body: PunchesIn, key: IdempotencyKey = None
) -> Status[ReceiptOut]:
    """Durable when it answers. 201: a new delivery; 200: it had come before, here is its receipt.

    A row that cannot be kept is refused by itself; the others are taken.
    """
    columns = Columns(body.users, body.times, body.states)
    sent_at = as_instant(body.sent_at) if body.sent_at else None
    now = SystemClock().now()
    actor = asked(request)
    found = take_punches(
        columns, actor=actor, now=now, key=key or "", sent_at=sent_at, stated=body.rows
    )  # fmt: skip
    return _told(request, found)


@router.post("/attendance/punch", response=TAKEN, summary="Hand in one punch")
@operation("wages.punches.take", repeatable=True)
def take_one(request: HttpRequest, body: PunchIn, key: IdempotencyKey = None) -> Status[ReceiptOut]:
    """The same for one punch at the moment it is made."""
    columns = Columns([body.user], [body.time], [body.state])
    actor = asked(request)
    found = take_punches(columns, actor=actor, now=SystemClock().now(), key=key or "")
    return _told(request, found)


@router.get(
    "/attendance/batches/{batch}",
    response=answers(ReceiptOut),
    summary="A receipt once more",
)
@operation("wages.batch.view")
def receipt(request: HttpRequest, batch: Annotated[int, Path(ge=1, le=BIG)]) -> ReceiptOut:
    """The receipt of a delivery, as it was given."""
    return _out(request, batch_receipt(batch, actor=asked(request)))


@router.get("/devices/self", response=answers(Health), summary="How the device does")
@operation("wages.device.view")
def health(request: HttpRequest) -> Health:
    """The device's health and the platform's time; 404 for a key that is no device's."""
    now = SystemClock().now()
    found = own_device(actor=asked(request), now=now)
    names = set(Health.model_fields) - {"server_time"}
    told = {name: value for name, value in asdict(found).items() if name in names}
    return Health(server_time=now, **told)


def _told(request: HttpRequest, found: BatchReceipt) -> Status[ReceiptOut]:
    return Status(200 if found.is_repeat else 201, _out(request, found))


def _out(request: HttpRequest, found: BatchReceipt) -> ReceiptOut:
    said = language_of(request)
    faults = [
        RowFault(
            row=each.row,
            code=each.kind.id,
            what=Message(each.kind.message).say(said),
            remedy=Message(each.kind.remedy).say(said),
        )
        for each in found.faults
    ]
    return ReceiptOut(
        batch=found.batch, rows=found.rows, accepted=found.accepted, repeated=found.repeated,
        refused=found.refused, faults=faults, stated=found.stated, agrees=found.agrees,
        skew_seconds=found.skew_seconds, received_at=found.received_at, is_repeat=found.is_repeat,
    )  # fmt: skip
