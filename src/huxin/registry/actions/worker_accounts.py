"""The accounts that workers sign in with: by their phone, and a code sent to it.

A phone signs in one person. Of several workers with one phone the first has the account, which
opens once the number is his alone (`queries/sign_in.py`); all are helped at the counter till then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.hashers import make_password

from huxin.access.models import Account
from huxin.registry.models import Worker

__all__ = ["open_accounts"]

SLICE_ROWS = 2_000


def open_accounts(workers: Sequence[Worker], *, now: dt.datetime) -> int:
    """Give an account to each worker with a phone that signs in nobody yet; how many were made.

    Sets `account` on the workers and saves none of them.
    """
    without = [
        each for each in workers if each.phone_digest is not None and each.account_id is None
    ]
    phones = {each.phone_digest for each in without}
    taken = set(
        Account.objects.filter(kind=Account.Kind.WORKER, phone_digest__in=phones).values_list(
            "phone_digest", flat=True
        )
    )
    made: dict[int, Account] = {}
    unusable = make_password(None)
    for worker in without:
        phone = worker.phone_digest
        if phone is None or phone in taken or phone in made:
            continue
        made[phone] = worker.account = Account(
            kind=Account.Kind.WORKER, login=str(phone), name=worker.name, phone=worker.phone,
            phone_digest=phone, password=unusable, created_at=now,
        )  # fmt: skip
    Account.objects.bulk_create(made.values(), SLICE_ROWS)
    for worker in without:
        if worker.account is not None:
            worker.account_id = worker.account.pk
    return len(made)
