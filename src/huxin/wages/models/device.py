"""Attendance devices of a project, and the users that their punches name."""

from __future__ import annotations

from django.db import models

from huxin.access.models import ApiKey
from huxin.registry.models import Project


class Device(models.Model):
    """An attendance device. One that sends by itself has a key; a plain clock is read by dumps.

    `skew_seconds` is how far its clock was ahead when it last said what time it had; its punches
    are kept with the times it gave. `sent_again` counts deliveries that came again as they were.
    """

    class Kind(models.TextChoices):
        GATE = "gate"
        FACE = "face"
        CLOCK = "clock"
        PHONE = "phone"

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, db_index=False, related_name="devices"
    )
    serial = models.CharField(max_length=40)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    key = models.OneToOneField(
        ApiKey, null=True, on_delete=models.PROTECT, related_name="attendance_device"
    )
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    skew_seconds = models.BigIntegerField(null=True)
    sent_again = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("project", "id")
        constraints = (models.UniqueConstraint(fields=("project", "serial"), name="device_serial"),)


class ClockUser(models.Model):
    """Whom a project's devices mean by a number: a clock's user number, or "#" and the keyed digest
    of an identity number, which is never kept itself.

    Which worker that is says his enrolment, on the day of the punch; until it says so the number
    is an open item, and its punches wait here.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, db_index=False, related_name="clock_users"
    )
    number = models.CharField(max_length=24)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "number"), name="clock_user_number"),
        )
