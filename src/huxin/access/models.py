"""Tables of access: regions, bodies, accounts, grants, seats, login sessions, reveals, exports."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.db.models import Q

from huxin.access.fields import SealedText


class Region(models.Model):
    """A place that somebody is competent for: a division of GB/T 2260, a zone, or a township.

    `path` lists the codes from the province down, each closed by "/": a subtree is a prefix. `pack`
    names the law pack of a zone, which has no division code that would lead to it.
    """

    class Kind(models.TextChoices):
        NATION = "nation"
        PROVINCE = "province"
        CITY = "city"
        COUNTY = "county"
        ZONE = "zone"
        TOWNSHIP = "township"

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    path = models.CharField(max_length=80, unique=True)
    division = models.CharField(max_length=6)
    pack = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("path",)


SECTORS = (
    "building", "municipal", "transport", "water", "railway", "mine", "ore_dressing", "tourism",
    "other",
)  # fmt: skip
"""Sectors of projects, which a regulator's competence may be bound to."""
TRADES = (
    *(each for each in SECTORS if each != "other"), "chemicals", "light_textile", "manufacturing",
    "catering_services", "industrial_parks", "other",
)  # fmt: skip
"""Trades of companies: those of projects, and the labour-intensive ones of the documents."""


class Body(models.Model):
    """A department, company, bank, union, court: whoever acts through people.

    `role` is the role of a department in the law packs (`hrss`, `housing_department` …), empty for
    companies, whose part differs from project to project. `sector` is the trade of a company, one
    of `TRADES`; empty: nobody said.
    """

    class Kind(models.TextChoices):
        DEPARTMENT = "department"
        COMPANY = "company"
        BANK = "bank"
        UNION = "union"
        COURT = "court"
        OTHER = "other"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    role = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=120)
    pinyin = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=60, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    place = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="bodies")
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    legal_representative = SealedText()
    registered_capital_fen = models.BigIntegerField(null=True)
    registered_on = models.DateField()
    sector = models.CharField(max_length=20, blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("credit_code",), condition=~Q(credit_code=""), name="body_credit_code"
            ),
        )
        indexes = (
            models.Index(fields=("pinyin",), name="body_pinyin"),
            models.Index(fields=("initials",), name="body_initials"),
        )


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their sign-in name."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(login=username)


class Account(AbstractBaseUser):
    """A person who signs in: staff by name, password and second factor; workers by phone and code.

    `place` and `body` are where a member of staff belongs: administrators above keep his account,
    whatever roles he is lent elsewhere. A worker's `login` is the digest of his phone. `name` and
    `phone` are protected, as is `seed`, the secret of his authenticator; `seed_step` is the last
    time step that was used (no code works twice), `recovery` the digests of codes for a lost phone;
    `phone_proven_at` is when a worker proved that the phone is his: by its code, or at a counter;
    `code_failures` counts wrong codes since the last right one.
    """

    class Kind(models.TextChoices):
        STAFF = "staff"
        WORKER = "worker"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    login = models.CharField(max_length=60, unique=True)
    place = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="accounts")
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="accounts")
    name = SealedText()
    phone = SealedText()
    phone_digest = models.BigIntegerField(null=True, db_index=True)
    phone_proven_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=2, default="zh")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    password_at = models.DateTimeField(null=True)
    seed = SealedText()
    seed_step = models.BigIntegerField(default=0)
    recovery = models.JSONField(default=list)
    code_failures = models.PositiveSmallIntegerField(default=0)
    code_failed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True)

    last_login = None  # login sessions say it, with their proof
    USERNAME_FIELD = "login"
    objects = AccountManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("phone_digest",), condition=Q(kind="worker"), name="account_worker_phone"
            ),
        )

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password; the hash is not renewed on the way: that were a write."""
        return check_password(raw_password, self.password)


class Grant(models.Model):
    """A role that an account holds for a body, in a place and perhaps in some sectors only.

    `role` is a role of the law packs or one of the three administrators. Empty `sectors` means
    those of the role. A delegation names the grant it comes from and always has an end.
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, db_index=False, related_name="grants"
    )
    role = models.CharField(max_length=40)
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="grants")
    place = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="grants")
    sectors = models.JSONField(default=list)
    delegated_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="delegations"
    )
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(delegated_from=None) | Q(to_at__isnull=False),
                name="grant_delegation_ends",
            ),
        )
        indexes = (models.Index(fields=("account", "ended_at"), name="grant_of_account"),)

    def is_in_force(self, now: dt.datetime) -> bool:
        """Whether it holds at this moment."""
        runs = self.to_at is None or self.to_at > now
        return self.ended_at is None and self.from_at <= now and runs


class Seat(models.Model):
    """A seat of a leading group or its office, or a unit's liaison officer (LD-2-1-3)."""

    class Kind(models.TextChoices):
        LEADER = "leader"
        EXECUTIVE = "executive"
        DEPUTY = "deputy"
        MEMBER = "member"
        OFFICE_HEAD = "office_head"
        OFFICE_DEPUTY = "office_deputy"
        OFFICE_MEMBER = "office_member"
        LIAISON = "liaison"

    place = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="seats")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    title = models.CharField(max_length=60)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="seats")
    clauses = models.JSONField(default=list)
    from_on = models.DateField()
    to_on = models.DateField(null=True)


class LoginSession(models.Model):
    """A login session that its owner can see and end. `key` is the digest of the session key."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="login_sessions")
    key = models.CharField(max_length=64, unique=True)
    device = models.CharField(max_length=120, blank=True)
    second_factor_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class OneTimeCode(models.Model):
    """A code sent to a phone: used once, few tries, bound to what it was asked for."""

    phone_digest = models.BigIntegerField(db_index=True)
    purpose = models.CharField(max_length=20)
    code_digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)


class Reveal(models.Model):
    """Somebody looked at protected values: who, of whom, which, why. `object` as in the trail.

    `ended_at`: when help at a counter was ended before its time.
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, db_index=False, related_name="reveals"
    )
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT)
    object = models.CharField(max_length=80)
    fields = models.JSONField(default=list)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("object", "at"), name="reveal_of_object"),
            models.Index(fields=("account", "at"), name="reveal_by_account"),
        )


class Export(models.Model):
    """A table that left the platform: who, for what purpose, how many rows, which mark it bears."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="exports")
    register = models.CharField(max_length=40)
    purpose = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    revealed = models.BooleanField(default=False)
    mark = models.CharField(max_length=16, unique=True)
    at = models.DateTimeField()


class ApiKey(models.Model):
    """A key of one body's system or device: requests are signed with its secret.

    `operations` are what it was issued for: names of the permission table, never all by default.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="api_keys")
    key = models.CharField(max_length=24, unique=True)
    secret = SealedText()
    role = models.CharField(max_length=40)
    operations = models.JSONField(default=list)
    place = models.ForeignKey(Region, on_delete=models.PROTECT)
    purpose = models.CharField(max_length=120)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)


class Nonce(models.Model):
    """A number that a signed request was sent with: no request is taken twice."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, db_index=False, related_name="nonces")
    nonce = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "nonce"), name="nonce_once"),)
        indexes = (models.Index(fields=("key", "at"), name="nonce_of_key"),)


class Answered(models.Model):
    """What a request of a key was answered, by the name that its sender gave it.

    `content` is the SHA-256 of what was asked; `answer` the JSON text. Kept for some days only.
    """

    key = models.ForeignKey(
        ApiKey, on_delete=models.CASCADE, db_index=False, related_name="answered"
    )
    name = models.CharField(max_length=80)
    content = models.CharField(max_length=64)
    answer = SealedText()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "name"), name="answered_once"),)
