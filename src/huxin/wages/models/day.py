"""Days as people state them: the site office's grid, corrections, and the worker's own diary."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huxin.access.fields import SealedText
from huxin.access.models import Account
from huxin.registry.models import Project, Worker
from huxin.wages.models.punch import PunchBatch


class DayMark(models.Model):
    """One day of one worker in a month grid or day list of the site office; 0 says: was absent.

    A later grid stands beside an earlier one; the latest says what the site office means now.
    """

    class Source(models.TextChoices):
        GRID = "grid"
        LIST = "list"

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, db_index=False, related_name="day_marks"
    )
    worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, db_index=False, related_name="day_marks"
    )
    on = models.DateField()
    source = models.CharField(max_length=4, choices=Source.choices)
    day_centi = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(null=True)
    batch = models.ForeignKey(
        PunchBatch, on_delete=models.PROTECT, db_index=False, related_name="day_marks"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("project", "on", "worker", "batch"), name="day_mark_once"
            ),
        )
        indexes = (models.Index(fields=("worker", "on"), name="day_mark_of_worker"),)


class Correction(models.Model):
    """What the site office or an inspector says a day was, and why. It stands beside the originals.

    It may add to what a clock recorded and takes nothing from it (docs/adr/0006-attendance.md).
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, db_index=False, related_name="corrections"
    )
    worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, db_index=False, related_name="corrections"
    )
    on = models.DateField()
    day_centi = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(null=True)
    reason = SealedText()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="corrections")
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("project", "on"), name="correction_of_project"),
            models.Index(fields=("worker", "on"), name="correction_of_worker"),
        )


class DiaryDay(models.Model):
    """A day as the worker himself wrote it down. Nobody else writes it, and nothing overwrites it:
    a changed mind is a further version beside the first.
    """

    worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, db_index=False, related_name="diary"
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="diary")
    on = models.DateField()
    version = models.PositiveSmallIntegerField()
    day_centi = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(null=True)
    note = SealedText()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("worker", "on", "project", "version")
        constraints = (
            models.UniqueConstraint(
                fields=("worker", "project", "on", "version"), name="diary_version"
            ),
        )


class MonthState(models.Model):
    """How far the facts of a project's month are behind its records.

    `changes` counts what came in, `compacted` is the count that the fact store holds; `roster` is
    the fingerprint of the roster by which the numbers of clocks were read.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, db_index=False, related_name="attendance_months"
    )
    month = models.DateField()
    changes = models.PositiveBigIntegerField(default=0)
    compacted = models.PositiveBigIntegerField(default=0)
    roster = models.BigIntegerField(default=0)
    compacted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "month"), name="attendance_month_once"),
            models.CheckConstraint(
                condition=Q(compacted__lte=models.F("changes")), name="attendance_month_order"
            ),
        )
