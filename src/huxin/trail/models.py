"""Tables of the trail: entries, their openings, heads, the outbox, job runs.

An entry holds no personal data: who did what to which object, and a salted commitment to the
values. The values and the salt stand in an opening, which may be destroyed; the log stays whole.
"""

from __future__ import annotations

from django.db import models

from huxin.trail.heads import SignedHead
from huxin.trail.leaf import instant


class Log(models.Model):
    """One log per calendar year (Asia/Shanghai): its size is the next free number."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    size = models.PositiveBigIntegerField(default=0)


class Entry(models.Model):
    """One change. `leaf` is the canonical text whose hash the tree commits to; never changed."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, db_index=False, related_name="entries")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=80)
    object = models.CharField(max_length=80)
    leaf = models.TextField()
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ("log", "number")
        constraints = (models.UniqueConstraint(fields=("log", "number"), name="entry_number"),)
        indexes = (
            models.Index(fields=("object", "at"), name="entry_of_object"),
            models.Index(fields=("actor", "at"), name="entry_of_actor"),
        )


class Opening(models.Model):
    """What an entry commits to: `sealed` is the encrypted canonical JSON of before and after."""

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT)
    salt = models.BinaryField(max_length=16)
    sealed = models.BinaryField()


class Head(models.Model):
    """The signed state of a log at one size, and the places outside the database that hold it."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, db_index=False, related_name="heads")
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    suite = models.CharField(max_length=12)
    key = models.CharField(max_length=16)
    signature = models.BinaryField()
    witnesses = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("log", "size"), name="head_size"),)

    @property
    def signed(self) -> SignedHead:
        """The head as it was signed."""
        return SignedHead(
            self.log_id, self.size, bytes(self.root),
            instant(self.at), self.suite, self.key, bytes(self.signature),
        )  # fmt: skip


class Block(models.Model):
    """The hash over one whole block of leaves; may be made anew, proofs and heads check it."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, db_index=False, related_name="blocks")
    index = models.PositiveBigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("log", "index"), name="block_index"),)


class Outgoing(models.Model):
    """The outbox: an effect outside the database, written with its cause, sent after it."""

    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=120, unique=True)
    sealed = models.BinaryField()
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=("sent_at", "given_up_at", "due_at"), name="outgoing_due"),)


class JobRun(models.Model):
    """One run of a scheduled job, visible to operators."""

    job = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    done = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=("job", "started_at"), name="jobrun_of_job"),)
