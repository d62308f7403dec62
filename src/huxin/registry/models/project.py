"""A project, its parties down to the team, its permits and works contracts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huxin.access.models import Account, Body, Region


class Project(models.Model):
    """A construction project 工程项目. A null means "not known", never zero or no."""

    class State(models.TextChoices):
        PLANNED = "planned"
        BUILDING = "building"
        PAUSED = "paused"
        COMPLETED = "completed"
        SETTLED = "settled"

    class Sector(models.TextChoices):
        BUILDING = "building"
        MUNICIPAL = "municipal"
        TRANSPORT = "transport"
        WATER = "water"
        RAILWAY = "railway"
        MINE = "mine"
        ORE_DRESSING = "ore_dressing"
        TOURISM = "tourism"
        OTHER = "other"

    class Funding(models.TextChoices):
        GOVERNMENT = "government"
        STATE_OWNED = "state_owned"
        PRIVATE = "private"

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    pinyin = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=60, blank=True)
    place = models.ForeignKey(
        Region, on_delete=models.PROTECT, db_index=False, related_name="projects"
    )
    address = models.CharField(max_length=200, blank=True)
    sector = models.CharField(max_length=12, choices=Sector.choices)
    funding = models.CharField(max_length=12, choices=Funding.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    contract_price_fen = models.BigIntegerField(null=True)
    permit_waived = models.BooleanField(default=False)
    started_on = models.DateField(null=True)
    planned_end_on = models.DateField(null=True)
    completed_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)
    funds_proven = models.BooleanField(null=True)
    funds_proof = models.CharField(max_length=200, blank=True)
    registered_on = models.DateField()
    attendance_device_on = models.DateField(null=True)
    pay_day = models.PositiveSmallIntegerField(null=True)
    pay_month_offset = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-registered_on", "-id")
        indexes = (
            models.Index(fields=("place", "sector", "state"), name="project_place_sector"),
            models.Index(fields=("pinyin",), name="project_pinyin"),
            models.Index(fields=("initials",), name="project_initials"),
        )


class Party(models.Model):
    """One body's part in one project; `parent` is the party that contracted to it."""

    class Role(models.TextChoices):
        DEVELOPER = "developer"
        GENERAL_CONTRACTOR = "general_contractor"
        SUBCONTRACTOR = "subcontractor"
        LABOUR_SUBCONTRACTOR = "labour_subcontractor"
        SUPERVISOR = "supervisor"

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, db_index=False, related_name="parties"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="parts")
    role = models.CharField(max_length=24, choices=Role.choices)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="below")
    is_person = models.BooleanField(default=False)
    is_licensed = models.BooleanField(null=True)
    listed_on = models.DateField(null=True)
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)

    class Meta:
        ordering = ("project", "id")
        constraints = (
            models.UniqueConstraint(fields=("project", "body", "role"), name="party_once"),
        )


class Team(models.Model):
    """A team 班组 of one party."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, db_index=False, related_name="teams")
    name = models.CharField(max_length=60)
    trade = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("party", "name"), name="team_once"),)


class Permit(models.Model):
    """A construction permit, or the start report of a project that needs none (NX-T18-R1).

    Before both stands the approval or filing of an investment project (LD-2-2-10).

    `grounds`: how the issuer settled what the platform could not tell of the conditions.
    """

    class Kind(models.TextChoices):
        CONSTRUCTION = "construction"
        START_REPORT = "start_report"
        APPROVAL = "approval"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="permits")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    number = models.CharField(max_length=60)
    issued_on = models.DateField()
    issued_by = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="permits_issued")
    grounds = models.CharField(max_length=300, blank=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "number"), name="permit_number"),)


class WorksContract(models.Model):
    """A works contract between two parties, with the wage clauses that must stand in it.

    `found`: the ids of what was missing or unlawful in it when a regulator checked it last.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, db_index=False, related_name="works_contracts"
    )
    client = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contracts_given")
    contractor = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contracts_taken")
    number = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField(null=True)
    price_fen = models.BigIntegerField(null=True)
    labour_cost_day = models.PositiveSmallIntegerField(null=True)
    labour_cost_fen = models.BigIntegerField(null=True)
    labour_cost_share_ppm = models.BigIntegerField(null=True)
    labour_cost_cycle_months = models.PositiveSmallIntegerField(null=True)
    has_measuring_term = models.BooleanField(null=True)
    has_settlement_term = models.BooleanField(null=True)
    has_labour_cost_term = models.BooleanField(null=True)
    has_wage_priority_term = models.BooleanField(null=True)
    contractor_financed = models.BooleanField(null=True)
    file = models.CharField(max_length=64, blank=True)
    found = models.JSONField(default=list)
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("project", "client", "contractor", "number"), name="works_contract_once"
            ),
            models.CheckConstraint(
                condition=~Q(client=models.F("contractor")), name="works_contract_two_sides"
            ),
        )
