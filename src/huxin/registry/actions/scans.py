"""Scans of contracts and of trade certificates: put beside the record, opened one by one.

What stands on a worker's paper is his: whoever else opens it says why, and he reads it. He opens
his own without a word. The scan of a works contract is no person's (`queries/scans.py`).
"""

from __future__ import annotations

import datetime as dt

from huxin.access.actions.reveals import record_reveal
from huxin.access.actor import Actor
from huxin.access.change import change, name_of
from huxin.access.storage import keep
from huxin.registry.models import Certificate, LabourContract, WorksContract
from huxin.registry.policy.images import BYTES_MAX, Photo, clean_scan
from huxin.registry.queries.scans import stored

__all__ = ["Own", "Paper", "keep_scan", "open_own_scan", "open_scan"]

Own = LabourContract | Certificate
Paper = Own | WorksContract
KEEPS: dict[type[Paper], str] = {
    LabourContract: "registry.contract.record", Certificate: "registry.certificate.record",
    WorksContract: "registry.works_contract.record",
}  # fmt: skip
OPENS: dict[type[Own], tuple[str, str, str]] = {
    LabourContract: ("registry.contract.reveal", "registry.contract.open_own", "contract_scan"),
    Certificate: (
        "registry.certificate.reveal", "registry.certificate.open_own", "certificate_scan",
    ),
}  # fmt: skip
"""The operation of others, the worker's own, and the name under which he reads what was opened."""


def keep_scan(of: type[Paper], key: int, content: bytes, *, actor: Actor, now: dt.datetime) -> None:
    """Put a scan beside a contract or certificate, in place of an older one; raises ImageError.

    The older file stays where it is: the trail names it.
    """
    scan = clean_scan(content)
    with change(KEEPS[of], actor=actor, now=now) as doing:
        found = doing.reach(of, key)
        before = {"file": found.file}
        found.file = keep([scan.content], limit_bytes=BYTES_MAX).content
        if before != {"file": found.file}:
            found.save(update_fields=["file"])
            doing.note(found, before=before, after={"file": found.file})


def open_scan(of: type[Own], key: int, *, reason: str, actor: Actor, now: dt.datetime) -> Photo:
    """The scan itself; raises NotFound (also without a scan), StepUp, NoReason or NoAllowance."""
    operation, _, what = OPENS[of]
    with change(operation, actor=actor, now=now) as doing:
        found = doing.reach(of, key)
        scan = stored(found.file)
        record_reveal(doing, name_of(found.worker), [what], reason=reason)
    return scan


def open_own_scan(of: type[Own], key: int, *, actor: Actor, now: dt.datetime) -> Photo:
    """The scan of a paper of one's own; raises NotFound for another's and without a scan."""
    _, operation, what = OPENS[of]
    with change(operation, actor=actor, now=now) as doing:
        found = doing.reach(of, key)
        scan = stored(found.file)
        doing.note(found.worker, after={"opened": [what]})
    return scan
