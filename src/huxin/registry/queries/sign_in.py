"""Whom a phone signs in: the one worker it is known for, never one of several."""

from __future__ import annotations

from django.db.models.functions import Coalesce

from huxin.access.models import Account
from huxin.registry.errors.people import SharedPhoneError
from huxin.registry.models import Worker

__all__ = ["is_shared", "worker_account"]


def worker_account(phone_digest: int) -> Account | None:
    """The worker's account of a phone that proved itself; None for a phone no site has named.

    Raises SharedPhoneError for a number on record for several workers: a foreman's, say. Once
    somebody has signed in with a number while it was his alone, or proved it at a counter, it stays
    his: otherwise an employer could shut him out by naming his number for somebody else.
    """
    found = Account.objects.filter(
        kind=Account.Kind.WORKER, phone_digest=phone_digest, is_active=True
    ).first()
    if found is None or found.phone_proven_at is not None:
        return found
    if is_shared(phone_digest):
        raise SharedPhoneError
    return found


def is_shared(phone_digest: int) -> bool:
    """Whether a number is on record for several workers."""
    named = Worker.objects.filter(phone_digest=phone_digest)
    return named.values(person=Coalesce("merged_into", "pk")).distinct().count() > 1
