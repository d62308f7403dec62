"""Punches by the million, and the batches in which they came.

A punch is written once and never touched again; the database refuses it (`originals.py`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huxin.access.models import Account
from huxin.registry.models import Project
from huxin.wages.models.device import ClockUser, Device


class PunchBatch(models.Model):
    """The receipt of one delivery of punches or marks: rows = accepted + repeated + refused.

    `content` is the SHA-256 of the rows as they were given and `key` what the sender calls the
    delivery (the content itself, where he calls it nothing). `stated` is his own count. `faults`
    lists the place and the code of each refused row.
    """

    class Source(models.TextChoices):
        DEVICE = "device"
        UPLOAD = "upload"
        COUNTER = "counter"

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, db_index=False, related_name="punch_batches"
    )
    device = models.ForeignKey(
        Device, null=True, on_delete=models.PROTECT, db_index=False, related_name="batches"
    )
    source = models.CharField(max_length=7, choices=Source.choices)
    key = models.CharField(max_length=80)
    content = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    stated = models.PositiveIntegerField(null=True)
    accepted = models.PositiveIntegerField()
    repeated = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    faults = models.JSONField(default=list)
    skew_seconds = models.BigIntegerField(null=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, db_index=False)

    class Meta:
        ordering = ("-received_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("device", "key"), condition=Q(device__isnull=False), name="batch_of_device"
            ),
            models.UniqueConstraint(
                fields=("project", "key"), condition=Q(device=None), name="batch_of_project"
            ),
            models.CheckConstraint(
                condition=Q(rows=F("accepted") + F("repeated") + F("refused")),
                name="batch_balances",
            ),
        )
        indexes = (models.Index(fields=("project", "received_at"), name="batch_of_project_at"),)


class Punch(models.Model):
    """One punch: who, when (UTC seconds since 1970, as the device said), where, in which state.

    It has no number of its own: what it says is its key, and is stored and indexed once. Its keys
    are checked when a batch is taken and nothing it names is ever deleted, so the database does not
    check them again for each row.
    """

    pk = models.CompositePrimaryKey("project", "at_seconds", "user", "device")
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    at_seconds = models.BigIntegerField()
    user = models.ForeignKey(
        ClockUser, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    state = models.SmallIntegerField(null=True)
    batch = models.ForeignKey(
        PunchBatch, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
