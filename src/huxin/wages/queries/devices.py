"""How devices do: when they were last heard of, which days they missed, whose numbers are open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from django.db import connection
from django.db.models import Count, Max, Min, Q, Sum

from huxin.access.actor import Actor
from huxin.access.errors import NotFound
from huxin.access.gate import reach, visible
from huxin.kernel.clock import CHINA
from huxin.kernel.period import next_month
from huxin.registry.models import Project
from huxin.wages.actions.punches import BatchReceipt, receipt_of
from huxin.wages.models import ClockUser, DayMark, Device, Punch, PunchBatch
from huxin.wages.people import numbers_of
from huxin.wages.policy import SKEW_SECONDS, utc_seconds

__all__ = [
    "DeviceHealth",
    "OpenNumber",
    "batch_receipt",
    "devices_of",
    "open_numbers",
    "own_device",
]

VIEW, BATCH, SHEET = "wages.device.view", "wages.batch.view", "wages.attendance.view"
WINDOW_DAYS = 30
EPOCH = dt.date(1970, 1, 1)
SILENT = dt.timedelta(hours=36)
"""A device that works every day is heard of every day; a day and a half is no night and no rest."""
DAYS = (
    "SELECT DISTINCT device_id, (at_seconds + %s) / 86400 FROM wages_punch"
    " WHERE project_id = %s AND at_seconds >= %s AND at_seconds < %s"
)


@dataclass(frozen=True, slots=True)
class DeviceHealth:
    """One device. Over the last days of its service: on how many it sent punches, and on how many
    of the others the site is known to have worked, by another device or a paper.

    `is_silent`: it is in service and was not heard of for a day and a half. `sent_again` counts
    deliveries that came again as they were and changed nothing. `stated` and `received`
    are the rows of those deliveries whose sender gave his own count, by him and by us.
    """

    device: int
    serial: str
    kind: str
    from_at: dt.datetime
    to_at: dt.datetime | None
    last_seen_at: dt.datetime | None
    skew_seconds: int | None
    expected_days: int
    received_days: int
    missed_days: int
    batches: int
    rows: int
    accepted: int
    repeated: int
    refused: int
    stated: int
    received: int
    sent_again: int
    is_silent: bool

    @property
    def is_skewed(self) -> bool:
        return self.skew_seconds is not None and abs(self.skew_seconds) >= SKEW_SECONDS

    @property
    def agrees(self) -> bool:
        return self.stated == self.received


@dataclass(frozen=True, slots=True)
class OpenNumber:
    """A number on the project's devices that belongs to nobody on the roster yet, in one month.

    `number` is empty where an identity number was used: it is not kept.
    """

    number: str
    punches: int
    first_on: dt.date
    last_on: dt.date


def devices_of(project: int, *, actor: Actor, now: dt.datetime) -> tuple[DeviceHealth, ...]:
    """The devices of a project with their health; raises NotFound. Six queries."""
    owner = reach(Project, project, VIEW, actor=actor)
    devices = visible(Device, VIEW, actor=actor).filter(project=owner)
    return _health(owner, list(devices.annotate(**_counts())), now)


def own_device(*, actor: Actor, now: dt.datetime) -> DeviceHealth:
    """The health of the device whose key signed the request; raises NotFound if it is none's."""
    own = visible(Device, VIEW, actor=actor).filter(key__key=actor.name.removeprefix("key:"))
    devices = list(own.annotate(**_counts()).select_related("project"))
    if not devices:
        raise NotFound
    return _health(devices[0].project, devices, now)[0]


def batch_receipt(batch: int, *, actor: Actor) -> BatchReceipt:
    """A receipt as it was given; raises NotFound."""
    return receipt_of(reach(PunchBatch, batch, BATCH, actor=actor))


def open_numbers(project: int, month: dt.date, *, actor: Actor) -> tuple[OpenNumber, ...]:
    """Numbers whose punches of a month count for nobody until the roster names them.

    Raises NotFound.
    """
    owner = reach(Project, project, SHEET, actor=actor)
    users = numbers_of(owner.pk).open
    numbers = dict(ClockUser.objects.filter(pk__in=users).values_list("pk", "number"))
    begun, ends = (_utc((each - EPOCH).days) for each in (month, next_month(month)))
    rows = (
        Punch.objects.filter(
            project=owner, user__in=users, at_seconds__gte=begun, at_seconds__lt=ends
        )
        .values_list("user_id")
        .annotate(n=Count("*"), first=Min("at_seconds"), last=Max("at_seconds"))
        .order_by()
    )
    found = (
        OpenNumber("" if numbers[user][0] == "#" else numbers[user], punches, _on(first), _on(last))
        for user, punches, first, last in rows
    )
    return tuple(sorted(found, key=lambda each: (-each.punches, each.number)))


def _counts() -> dict[str, Count | Sum]:
    told = Q(batches__stated__isnull=False)
    return {
        "batch_count": Count("batches"),
        **{f"{name}_sum": Sum(f"batches__{name}") for name in ("rows", "accepted", "repeated")},
        "refused_sum": Sum("batches__refused"),
        "stated_sum": Sum("batches__stated"),
        "received_sum": Sum("batches__rows", filter=told),
    }


def _health(project: Project, devices: list[Device], now: dt.datetime) -> tuple[DeviceHealth, ...]:
    today = _day(now)
    first = today - WINDOW_DAYS
    days = _days(project.pk, first, today)
    window = (EPOCH + dt.timedelta(days=first), EPOCH + dt.timedelta(days=today - 1))
    marked = DayMark.objects.filter(project=project, on__range=window, day_centi__gt=0)
    worked = {(on - EPOCH).days for on in marked.values_list("on", flat=True).distinct()}
    worked = worked.union(*days.values())
    building = project.state == Project.State.BUILDING
    return tuple(
        _one(each, (first, today), days.get(each.pk, set()), worked, is_building=building, now=now)
        for each in devices
    )


def _one(
    device: Device,
    window: tuple[int, int],
    received: set[int],
    worked: set[int],
    *,
    is_building: bool,
    now: dt.datetime,
) -> DeviceHealth:
    first, today = window
    begun = max(first, _day(device.from_at))
    ends = today if device.to_at is None else min(today, _day(device.to_at) + 1)
    served = set(range(begun, ends))
    told: dict[str, int] = {
        name: getattr(device, f"{name}_sum") or 0
        for name in ("rows", "accepted", "repeated", "refused", "stated", "received")
    }
    heard = device.last_seen_at or device.from_at
    return DeviceHealth(
        device=device.pk,
        serial=device.serial,
        kind=device.kind,
        from_at=device.from_at,
        to_at=device.to_at,
        last_seen_at=device.last_seen_at,
        skew_seconds=device.skew_seconds,
        sent_again=device.sent_again,
        expected_days=len(served) if is_building else 0,
        received_days=len(served & received),
        missed_days=len((served & worked) - received),
        batches=device.batch_count,  # type: ignore[attr-defined] # annotated
        is_silent=is_building and device.to_at is None and now - heard > SILENT,
        **told,
    )


def _days(project: int, first: int, last: int) -> dict[int, set[int]]:
    """The days on which each device of the project sent punches."""
    begun, ends = (_utc(each) for each in (first, last))
    with connection.cursor() as cursor:
        cursor.execute(DAYS, (-_utc(0), project, begun, ends))
        found: dict[int, set[int]] = {}
        for device, day in cursor.fetchall():
            found.setdefault(device, set()).add(int(day))
    return found


def _utc(day: int) -> int:
    """UTC seconds at which a day (since 1970) begins in China."""
    return int(utc_seconds(np.array([day], "datetime64[D]"))[0])


def _day(at: dt.datetime) -> int:
    return (at.astimezone(CHINA).date() - EPOCH).days


def _on(at_seconds: int) -> dt.date:
    return dt.datetime.fromtimestamp(at_seconds, CHINA).date()
