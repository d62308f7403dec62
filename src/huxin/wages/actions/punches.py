"""A device hands in punches: checked as columns, inserted at once, answered by a receipt."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.access.errors import NotFound
from huxin.access.gate import visible
from huxin.formats.base import FindingCode
from huxin.wages.errors import EmptyBatch, KeyReused
from huxin.wages.intake import (
    batch_of,
    clock_users,
    insert_punches,
    mark_changed,
    months_touched,
    next_batch,
)
from huxin.wages.models import Device, PunchBatch
from huxin.wages.policy import CODES, Checked, Columns, check_punches, content_of

__all__ = ["BatchReceipt", "Fault", "receipt_of", "store_batch", "take_punches"]

TAKE = "wages.punches.take"
FAULTS_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """A refused row: its place in the delivery, counted from 0, and why."""

    row: int
    kind: FindingCode


@dataclass(frozen=True, slots=True)
class BatchReceipt:
    """What became of a delivery: rows = accepted + repeated + refused, always.

    `is_repeat`: the delivery had come before and this is the answer of that time. `stated` is the
    sender's own count; `agrees` is false when it is another one than ours.
    """

    batch: int
    rows: int
    accepted: int
    repeated: int
    refused: int
    faults: tuple[Fault, ...]
    received_at: dt.datetime
    stated: int | None = None
    skew_seconds: int | None = None
    is_repeat: bool = False

    @property
    def agrees(self) -> bool:
        return self.stated is None or self.stated == self.rows


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a batch came: under which key, by which way, with what its sender says of it."""

    key: str
    content: str
    source: str
    stated: int | None = None
    skew_seconds: int | None = None


def take_punches(
    columns: Columns,
    *,
    device: int | None = None,
    actor: Actor,
    now: dt.datetime,
    key: str = "",
    sent_at: dt.datetime | None = None,
    stated: int | None = None,
) -> BatchReceipt:
    """Take a batch of a device's own punches. Durable when it returns; the same twice is one.

    Without a `device` it is the actor's own; without a `key` the content is the key. `sent_at` is
    what the device's clock showed when it sent. Raises NotFound, EmptyBatch, or KeyReused when the
    key came with other content before.
    """
    if not columns.rows:
        raise EmptyBatch
    content = content_of(columns)
    with change(TAKE, actor=actor, now=now) as doing:
        found = _own(doing) if device is None else doing.reach(Device, device)
        earlier = batch_of(found.pk, key or content)
        if earlier is not None:
            return _again(doing, found, earlier, content, key)
        skew = None if sent_at is None else round((sent_at - now).total_seconds())
        checked = check_punches(columns, from_at=found.from_at, to_at=found.to_at, now=now)
        delivery = Delivery(key or content, content, PunchBatch.Source.DEVICE, stated, skew)
        batch = store_batch(doing, found, delivery, checked, rows=columns.rows)
        seen: dict[str, object] = {"last_seen_at": now}
        if skew is not None:
            seen["skew_seconds"] = skew
        Device.objects.filter(pk=found.pk).update(**seen)
    return receipt_of(batch)


def _again(doing: Change, device: Device, batch: int, content: str, key: str) -> BatchReceipt:
    """The receipt of a delivery that had come before, if it is the same; counted as sent again."""
    earlier = PunchBatch.objects.get(pk=batch)
    if earlier.content != content:
        raise KeyReused(key)
    Device.objects.filter(pk=device.pk).update(sent_again=F("sent_again") + 1)
    doing.note(device, after={"sent_again": earlier.pk})
    return receipt_of(earlier, is_repeat=True)


def _own(doing: Change) -> Device:
    """The device whose key the actor is, locked; raises NotFound for a key that is no device's."""
    own = visible(Device, doing.operation, actor=doing.actor).select_for_update(of=("self",))
    try:
        return own.get(key__key=doing.actor.name.removeprefix("key:"))
    except Device.DoesNotExist:
        raise NotFound from None


def store_batch(
    doing: Change, device: Device, delivery: Delivery, checked: Checked, *, rows: int
) -> PunchBatch:
    """Write what may be kept, then its receipt, and enter both in the trail as one."""
    number, project = next_batch(), device.project_id
    added = 0
    if len(checked.kept):
        added = insert_punches(
            project, device.pk, number, at_seconds=checked.at_seconds,
            users=clock_users(project, checked.users), states=checked.states,
        )  # fmt: skip
        mark_changed(project, months_touched(checked.at_seconds))
    refused = len(checked.faults)
    batch = PunchBatch(
        pk=number, project_id=project, device=device, source=delivery.source, key=delivery.key,
        content=delivery.content, rows=rows, stated=delivery.stated, accepted=added,
        repeated=len(checked.kept) - added, refused=refused,
        faults=[[row, code.id] for row, code in list(checked.faults.items())[:FAULTS_MAX]],
        skew_seconds=delivery.skew_seconds, received_at=doing.now,
        received_by_id=doing.actor.account,
    )  # fmt: skip
    batch.save(force_insert=True)
    doing.note(
        batch,
        after={
            "content": batch.content, "rows": rows, "accepted": added, "repeated": batch.repeated,
            "refused": refused,
        },
    )  # fmt: skip
    return batch


def receipt_of(batch: PunchBatch, *, is_repeat: bool = False) -> BatchReceipt:
    """The receipt as it was given, and is given again."""
    return BatchReceipt(
        batch=batch.pk,
        rows=batch.rows,
        accepted=batch.accepted,
        repeated=batch.repeated,
        refused=batch.refused,
        faults=tuple(Fault(row, CODES[code]) for row, code in batch.faults if code in CODES),
        received_at=batch.received_at,
        stated=batch.stated,
        skew_seconds=batch.skew_seconds,
        is_repeat=is_repeat,
    )
