"""Workers by identity number, with one history across sites; contracts, enrolment, cards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huxin.access.fields import SealedText
from huxin.access.models import Account, Body
from huxin.registry.models.project import Party, Project, Team


class Worker(models.Model):
    """A worker 农民工. `merged_into` is set when two records proved to be one person."""

    identity = SealedText()
    identity_digest = models.BigIntegerField(unique=True)
    identity_ok = models.BooleanField(default=True)
    name = SealedText()
    born_on = SealedText()
    phone = SealedText()
    phone_digest = models.BigIntegerField(null=True, db_index=True)
    account = models.OneToOneField(
        Account, null=True, on_delete=models.PROTECT, related_name="worker"
    )
    registered_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT)


class WorkerToken(models.Model):
    """What a worker can be found by: digests of name, pinyin, initials, phone tail, card tail."""

    worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, db_index=False, related_name="tokens"
    )
    digest = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("worker", "digest"), name="worker_token_once"),
        )


class Card(models.Model):
    """A wage card. One card serves one worker; a changed card waits before it is paid to.

    `usable_at` null: held until somebody else than `entered_by` (an actor's name) confirms it.
    """

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="cards")
    number = SealedText()
    number_digest = models.BigIntegerField()
    bank = models.CharField(max_length=80, blank=True)
    from_at = models.DateTimeField()
    usable_at = models.DateTimeField(null=True)
    entered_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("number_digest",), condition=Q(ended_at=None), name="card_one_worker"
            ),
            models.UniqueConstraint(
                fields=("worker",), condition=Q(ended_at=None), name="worker_one_card"
            ),
        )


class Certificate(models.Model):
    """A trade certificate of a worker."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    issued_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    file = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "number"), name="certificate_number"),
        )


class LabourContract(models.Model):
    """A labour contract 劳动合同; it must be there before the worker enters the site.

    `terms_missing` names mandatory terms that it lacks; null: nobody has looked.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, db_index=False, related_name="labour_contracts"
    )
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="contracts")
    employer = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="labour_contracts")
    number = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField(null=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    filed_on = models.DateField(null=True)
    terms_missing = models.JSONField(null=True)
    file = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("project", "worker", "from_on"), name="labour_contract_once"
            ),
        )


class Enrolment(models.Model):
    """One worker's time on one project, from entry to exit (实名制花名册)."""

    class Post(models.TextChoices):
        WORKER = "worker"
        TEAM_LEADER = "team_leader"
        PROJECT_MANAGER = "project_manager"
        CHIEF_SUPERVISOR = "chief_supervisor"
        LABOUR_WAGE_OFFICER = "labour_wage_officer"
        MANAGER = "manager"

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, db_index=False, related_name="enrolments"
    )
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="enrolments")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="enrolments")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="enrolments")
    post = models.CharField(max_length=20, choices=Post.choices, default=Post.WORKER)
    trade = models.CharField(max_length=10, blank=True)
    clock_user = models.CharField(max_length=24, blank=True)
    day_rate_fen = models.BigIntegerField(null=True)
    entered_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    registered_on = models.DateField()
    under_age = models.BooleanField(default=False)
    settled_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)

    class Meta:
        ordering = ("project", "team", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("project", "worker"), condition=Q(left_on=None), name="enrolled_once"
            ),
        )
        indexes = (models.Index(fields=("project", "clock_user"), name="enrolment_clock"),)


class Likeness(models.Model):
    """Two records that may be one person or firm: proposed, decided by a person, reversible.

    `one` < `other`. `moved` lists what a merge moved, so that undoing it restores exactly that.
    """

    class Kind(models.TextChoices):
        WORKER = "worker"
        BODY = "body"

    class State(models.TextChoices):
        PROPOSED = "proposed"
        MERGED = "merged"
        DIFFERENT = "different"
        UNDONE = "undone"

    kind = models.CharField(max_length=6, choices=Kind.choices)
    one = models.BigIntegerField()
    other = models.BigIntegerField()
    grounds = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    moved = models.JSONField(default=dict)
    proposed_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "one", "other"), name="likeness_once"),
        )
