"""What hangs on a firm, whichever sites it works on: statements, its own account and deposit."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huxin.access.fields import SealedText
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


class EmployerAccount(models.Model):
    """An employer's own wage account, for no project: 农民工工资（劳务费）专用账户 (DX-3-01-1)."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="wage_accounts")
    bank = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="wage_accounts_kept")
    branch = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=160)
    number = SealedText()
    number_digest = models.BigIntegerField()
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("number_digest",), condition=Q(closed_on=None), name="employer_account_open"
            ),
        )


class EmployerDeposit(models.Model):
    """A wage deposit of an employer that operates without a construction project (DX-3-03-2).

    `form` is one of `Deposit.Form`; one that was returned stays on record.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="wage_deposits")
    bank = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="wage_deposits_kept")
    form = models.CharField(max_length=16)
    stored_fen = models.BigIntegerField()
    stored_on = models.DateField()
    returned_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("body",), condition=Q(returned_on=None), name="employer_deposit_held"
            ),
        )
