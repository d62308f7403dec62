"""What secures the wages of a project: special account, deposit, guarantees."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huxin.access.fields import SealedText
from huxin.access.models import Body
from huxin.registry.models.project import Party, Project


class SpecialAccount(models.Model):
    """A wage special account 农民工工资专用账户, from opening to closing (Decree 724, 26-27).

    Without `opened_on` and number: its bank is named by the agreement and has not opened it yet.
    `commitment_on`: written commitment that nothing is owed; `grounds`: how that was established.
    `filings`: role of each authority that took the filing, and when; `filed_on` once all have.
    `review`: what the central bank found wrong with the opening papers; empty: nothing.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="accounts")
    holder = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="accounts")
    bank = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="accounts_kept")
    branch = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=160)
    number = SealedText()
    number_digest = models.BigIntegerField(null=True)
    opened_on = models.DateField(null=True)
    agreement_on = models.DateField(null=True)
    agreement_items = models.JSONField(default=list)
    filed_on = models.DateField(null=True)
    filed_with = models.ForeignKey(
        Body, null=True, on_delete=models.PROTECT, related_name="accounts_filed"
    )
    filings = models.JSONField(default=dict)
    reviewed_on = models.DateField(null=True)
    reviewed_by = models.ForeignKey(
        Body, null=True, on_delete=models.PROTECT, related_name="accounts_reviewed"
    )
    review = models.CharField(max_length=300, blank=True)
    closing_asked_on = models.DateField(null=True)
    commitment_on = models.DateField(null=True)
    notice_from_on = models.DateField(null=True)
    notice_to_on = models.DateField(null=True)
    grounds = models.CharField(max_length=300, blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("number_digest",), condition=Q(closed_on=None), name="account_number_open"
            ),
        )


class Deposit(models.Model):
    """The wage deposit 工资保证金 of a project: what is due, with the record that moved it.

    `demand_*`: the order to store it by a day while the works run without (NX-05-2).
    """

    class Form(models.TextChoices):
        CASH = "cash"
        BANK_GUARANTEE = "bank_guarantee"
        INSURANCE = "insurance"
        GUARANTEE_FUND = "guarantee_fund"
        THIRD_PARTY = "third_party"
        EXEMPT = "exempt"
        NONE = "none"

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="deposit")
    payer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="deposits")
    form = models.CharField(max_length=16, choices=Form.choices)
    stored_fen = models.BigIntegerField(default=0)
    stored_on = models.DateField(null=True)
    bank = models.ForeignKey(
        Body, null=True, on_delete=models.PROTECT, related_name="deposits_kept"
    )
    clean_years = models.PositiveSmallIntegerField(null=True)
    had_arrears = models.BooleanField(null=True)
    is_listed = models.BooleanField(null=True)
    demand_number = models.CharField(max_length=60, blank=True)
    demanded_on = models.DateField(null=True)
    demand_until_on = models.DateField(null=True)
    demanded_by = models.ForeignKey(
        Body, null=True, on_delete=models.PROTECT, related_name="deposits_demanded"
    )
    return_applied_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)


class DepositOrder(models.Model):
    """One use of a deposit: notice to the bank, payment, making it full again."""

    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, related_name="orders")
    used_fen = models.BigIntegerField()
    used_on = models.DateField(null=True)
    notice_on = models.DateField()
    bank_paid_on = models.DateField(null=True)
    topped_up_on = models.DateField(null=True)
    number = models.CharField(max_length=60, unique=True)


class Guarantee(models.Model):
    """A guarantee letter or insurance, with its expiry."""

    class Kind(models.TextChoices):
        OWNER_PAYMENT = "owner_payment"
        WAGE_DEPOSIT = "wage_deposit"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="guarantees")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    number = models.CharField(max_length=60)
    issuer = models.ForeignKey(
        Body, on_delete=models.PROTECT, db_index=False, related_name="guarantees_issued"
    )
    amount_fen = models.BigIntegerField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("issuer", "number"), name="guarantee_number"),
        )


class CourtMeasure(models.Model):
    """What a court did to money kept for wages: a special account's or a deposit's (YZ-5-9).

    `serves_wages`: whether it is for the wages of this very project, which Decree 724, 33 allows;
    null: nobody said. `lifted_on`: released, or what was taken came back.
    """

    class Kind(models.TextChoices):
        SEAL = "seal"
        FREEZE = "freeze"
        DEDUCT = "deduct"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="measures")
    account = models.ForeignKey(
        SpecialAccount, null=True, on_delete=models.PROTECT, related_name="measures"
    )
    deposit = models.ForeignKey(
        Deposit, null=True, on_delete=models.PROTECT, related_name="measures"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    court = models.CharField(max_length=120)
    number = models.CharField(max_length=60)
    on = models.DateField()
    amount_fen = models.BigIntegerField()
    serves_wages = models.BooleanField(null=True)
    lifted_on = models.DateField(null=True)
    lifted_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(account=None) ^ Q(deposit=None), name="measure_on_one"
            ),
        )
