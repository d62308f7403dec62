"""Tables of warnings: what the monitor found, what people did about it, and each run.

A warning is about an employer's project, money or papers. Of a worker it holds the key at most.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huxin.access.fields import SealedText
from huxin.access.models import Account, Body, Region
from huxin.registry.models import Project, Worker


class MonitorRun(models.Model):
    """One run: the facts and rules it judged, what every rule could tell, and what became of it.

    `findings` = `raised` + `updated` + `unchanged`. `rules` maps each rule to its outcomes and to
    the inputs that were missing; a rule in `unfed` was not asked, because nobody fills its tables.
    """

    started_at = models.DateTimeField()
    as_of = models.DateField()
    facts = models.CharField(max_length=32)
    law = models.CharField(max_length=32)
    rule_set = models.CharField(max_length=12)
    findings = models.PositiveIntegerField(default=0)
    raised = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    cleared = models.PositiveIntegerField(default=0)
    untold = models.PositiveIntegerField(default=0)
    rules = models.JSONField(default=dict)
    unfed = models.JSONField(default=dict)


class Warning(models.Model):
    """One finding kept for people. `key` is rule, subject and period: the same finding, one row.

    `untold_on` is set while the facts no longer say yes or no. `place`, `project` and `body` (the
    company that has to put it right) are what the finding is about; `owner` deals with it.
    """

    class State(models.TextChoices):
        RAISED = "raised"
        ASSIGNED = "assigned"
        ANSWERED = "answered"
        VERIFIED = "verified"
        HANDED_OVER = "handed_over"
        SNOOZED = "snoozed"
        EXPLAINED = "explained"
        CLOSING = "closing"
        CLEARED = "cleared"

    key = models.CharField(max_length=120, unique=True)
    rule = models.CharField(max_length=12)
    family = models.CharField(max_length=4)
    rule_set = models.CharField(max_length=12)
    place = models.ForeignKey(
        Region, on_delete=models.PROTECT, db_index=False, related_name="warnings"
    )
    project = models.ForeignKey(
        Project, null=True, on_delete=models.PROTECT, db_index=False, related_name="warnings"
    )
    body = models.ForeignKey(
        Body, null=True, on_delete=models.PROTECT, db_index=False, related_name="warnings_on_it"
    )
    worker = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="warnings")
    subject = models.JSONField(default=dict)
    period = models.DateField(null=True)
    severity = models.CharField(max_length=6)
    rank = models.PositiveSmallIntegerField()
    amount_fen = models.BigIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    since = models.DateField(null=True)
    evidence = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RAISED)
    owner = models.ForeignKey(
        Body, null=True, on_delete=models.PROTECT, db_index=False, related_name="warnings"
    )
    route = models.CharField(max_length=60, blank=True)
    account = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="warnings"
    )
    raised_on = models.DateField()
    due_on = models.DateField(null=True)
    due_by = models.CharField(max_length=60, blank=True)
    until_on = models.DateField(null=True)
    untold_on = models.DateField(null=True)
    cleared_on = models.DateField(null=True)
    cleared_by_facts = models.BooleanField(default=False)
    times_raised = models.PositiveSmallIntegerField(default=1)
    run = models.ForeignKey(MonitorRun, on_delete=models.PROTECT, related_name="warnings")

    class Meta:
        ordering = ("rank", "-amount_fen", "-id")
        indexes = (
            models.Index(
                fields=("rank", "-amount_fen", "-id"),
                condition=models.Q(cleared_on=None),
                name="warning_open_in_order",
            ),
            models.Index(
                fields=("raised_on", "rank", "id"),
                condition=models.Q(cleared_on=None),
                name="warning_open_oldest",
            ),
            models.Index(
                fields=("due_on", "rank", "id"),
                condition=models.Q(cleared_on=None, due_on__isnull=False),
                name="warning_open_by_limit",
            ),
            models.Index(fields=("project", "state"), name="warning_of_project"),
            models.Index(fields=("place", "state"), name="warning_of_place"),
            models.Index(fields=("body", "state"), name="warning_on_body"),
            models.Index(fields=("owner", "state"), name="warning_of_owner"),
            models.Index(fields=("rule", "state"), name="warning_of_rule"),
        )


class WarningStep(models.Model):
    """One thing that happened to a warning. `account` is null where the platform did it itself."""

    warning = models.ForeignKey(
        Warning, on_delete=models.PROTECT, db_index=False, related_name="steps"
    )
    move = models.CharField(max_length=12)
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    at = models.DateTimeField()
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
    text = SealedText()

    class Meta:
        ordering = ("at", "id")
        indexes = (models.Index(fields=("warning", "at"), name="step_of_warning"),)


class Ending(models.Model):
    """Somebody proposed that the ledgers of a project are erased; another person confirms it.

    Closed by whom it was confirmed, or withdrawn while that is null. `people` is how many were on
    the ledgers when they were erased, `gone` how many of them left the register altogether.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="endings")
    reason = models.CharField(max_length=200)
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("project",), condition=Q(closed_at=None), name="ending_proposed_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="ending_by_two",
            ),
        )
