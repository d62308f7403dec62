"""Whom a phone signs in: the one worker it is known for, never one of several."""

from __future__ import annotations

from django.db.models.functions import Coalesce

from huxin.access.models import Account
from huxin.registry.errors.people import SharedPhoneError
from huxin.registry.models import Worker

__all__ = ["worker_account"]


def worker_account(phone_digest: int) -> Account | None:
    """The worker's account of a phone that proved itself; None for a phone no site has named.

    Raises SharedPhoneError for a number on record for several workers: a foreman's, say. Once
    somebody has signed in with a number while it was his alone, it stays his: otherwise an employer
    could shut a worker out by naming his number for somebody else.
    """
    found = Account.objects.filter(
        kind=Account.Kind.WORKER, phone_digest=phone_digest, is_active=True
    ).first()
    if found is None or found.last_seen_at is not None:
        return found
    named = Worker.objects.filter(phone_digest=phone_digest)
    if named.values(person=Coalesce("merged_into", "pk")).distinct().count() > 1:
        raise SharedPhoneError
    return found
