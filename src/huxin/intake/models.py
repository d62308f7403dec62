"""Receipts, and of each file the rows that wait and what was noted about it.

For every receipt `rows = accepted + rejected + waiting`; the database holds it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huxin.access.fields import SealedText
from huxin.access.models import Account, Body
from huxin.kernel.clock import CHINA
from huxin.registry.models import Project


class Receipt(models.Model):
    """One file that was handed in, or one reading of it: a workbook may hold several papers.

    Without a project it is about many firms or projects, and belongs to the body that sent it.
    `content` is the SHA-256 of the bytes and names the stored file; `sameness` that of the rows
    themselves, whatever their order, encoding or file name.
    """

    project = models.ForeignKey(
        Project, null=True, on_delete=models.PROTECT, db_index=False, related_name="receipts"
    )
    sender = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="receipts")
    received_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT)
    received_at = models.DateTimeField()
    file = models.CharField(max_length=200)
    content = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    format = models.CharField(max_length=40, blank=True)
    sameness = models.CharField(max_length=64, blank=True)
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    left_alone = models.PositiveIntegerField(default=0)
    repeats = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-received_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("project", "content", "format"), name="receipt_once"),
            models.UniqueConstraint(
                fields=("sender", "content", "format"), condition=Q(project=None),
                name="receipt_of_sender_once",
            ),
            models.CheckConstraint(
                condition=Q(rows=F("accepted") + F("rejected") + F("waiting")),
                name="receipt_balances",
            ),
            models.CheckConstraint(
                condition=Q(unchanged__lte=F("accepted")), name="receipt_unchanged"
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("project", "received_at"), name="receipt_of_project"),)

    @property
    def number(self) -> str:
        """The number that people quote: the day in China and a running number."""
        return f"{self.received_at.astimezone(CHINA):%Y%m%d}-{self.pk:06d}"


class WaitingRow(models.Model):
    """A row in quarantine: its cells as they were written, why it waits, what became of it.

    `cells` is a JSON list of texts. `faults` lists code, cell and both languages' words; they hold
    no names and no numbers of people.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        MENDED = "mended"
        REJECTED = "rejected"

    receipt = models.ForeignKey(
        Receipt, on_delete=models.PROTECT, db_index=False, related_name="waiting_rows"
    )
    sheet = models.CharField(max_length=120, blank=True)
    line = models.PositiveIntegerField()
    cells = SealedText()
    faults = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    settled_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT)
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("receipt", "sheet", "line")
        constraints = (
            models.UniqueConstraint(fields=("receipt", "sheet", "line"), name="waiting_row_once"),
        )
        indexes = (models.Index(fields=("receipt", "state"), name="waiting_row_state"),)


class FileNote(models.Model):
    """Something noted about a file or a row that is no reason to keep the row back."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="notes")
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=8)
    sheet = models.CharField(max_length=120, blank=True)
    line = models.PositiveIntegerField(default=0)
    cell = models.CharField(max_length=12, blank=True)
    said = models.JSONField(default=dict)

    class Meta:
        ordering = ("receipt", "sheet", "line", "code", "cell")
