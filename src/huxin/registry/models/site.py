"""What stands on the site: labour-wage officer, offices and centres, signboard, QR stickers."""

from __future__ import annotations

from django.db import models

from huxin.access.fields import SealedText
from huxin.access.models import Account, Body
from huxin.registry.models.project import Party, Project


class SitePost(models.Model):
    """A post on the site: labour-wage officer 劳资专管员, labour office, rights centre.

    `side`: whom a member of the labour office sits there for, in the law's word (NX-02-8).
    """

    class Kind(models.TextChoices):
        LABOUR_WAGE_OFFICER = "labour_wage_officer"
        LABOUR_OFFICE = "labour_office"
        RIGHTS_CENTRE = "rights_centre"
        OFFICE_MEMBER = "office_member"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="posts")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    side = models.CharField(max_length=40, blank=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="posts")
    holder = SealedText()
    phone = SealedText()
    room = models.CharField(max_length=80, blank=True)
    hours = models.CharField(max_length=80, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)


class Signboard(models.Model):
    """The signboard 维权告示牌: what stands on it, its photo, its checks."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="signboard")
    items = models.JSONField(default=list)
    contents = models.JSONField(default=dict)
    put_up_on = models.DateField(null=True)
    photo = models.CharField(max_length=64, blank=True)
    photo_on = models.DateField(null=True)
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(Body, null=True, on_delete=models.PROTECT)


class Sticker(models.Model):
    """A complaint QR sticker 欠薪投诉二维码; its public address carries `code` only."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="stickers")
    code = models.CharField(max_length=16, unique=True)
    spot = models.CharField(max_length=80, blank=True)
    made_on = models.DateField()
    seen_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
