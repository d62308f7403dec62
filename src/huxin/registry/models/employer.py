"""What authorities state of a firm, whichever sites it works on."""

from __future__ import annotations

from django.db import models

from huxin.access.models import Body


class Statement(models.Model):
    """What an authority states of a firm 认定; `holds` false: it looked, and there was none.

    It stands until it is taken back (`ended_on`), or for the months that the place gives it.
    """

    class Kind(models.TextChoices):
        ARREARS = "arrears"
        PROJECT_MONEY = "project_money"
        ABNORMAL = "abnormal"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    holds = models.BooleanField()
    stated_on = models.DateField()
    grounds = models.CharField(max_length=300)
    stated_by = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="statements_made")
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ("-stated_on", "-id")
