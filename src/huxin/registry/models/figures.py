"""Operating figures of firms and the progress of projects, month by month."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huxin.access.models import Account, Body
from huxin.registry.models.project import Project


class Figure(models.Model):
    """What a source told about a firm or a project in one month 经营指标、工程进度.

    `kind` is one of `registry/figures.yaml`, which says the unit of `value`: fen, millionths or a
    count. A row never changes: a correction ends it with its reason, and another one stands beside.
    """

    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="figures")
    project = models.ForeignKey(
        Project, null=True, on_delete=models.PROTECT, related_name="figures"
    )
    kind = models.CharField(max_length=24)
    month = models.DateField()
    value = models.BigIntegerField()
    source = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="figures_supplied")
    supplied_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT)
    supplied_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-month", "kind", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(body=None, project__isnull=False)
                | Q(body__isnull=False, project=None),
                name="figure_of_one",
            ),
            models.UniqueConstraint(
                fields=("body", "kind", "month", "source"),
                condition=Q(ended_at=None, project=None), name="figure_of_body_once",
            ),
            models.UniqueConstraint(
                fields=("project", "kind", "month", "source"),
                condition=Q(ended_at=None, body=None), name="figure_of_project_once",
            ),
        )  # fmt: skip
