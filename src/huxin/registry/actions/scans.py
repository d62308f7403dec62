"""Scans of labour contracts and of trade certificates: put beside the record, opened one by one.

What stands on them is a person's: whoever opens one says why, and the worker reads it.
"""

from __future__ import annotations

import datetime as dt

from huxin.access.actions.reveals import record_reveal
from huxin.access.actor import Actor
from huxin.access.change import change, name_of
from huxin.access.errors import NotFound
from huxin.access.storage import keep, opened
from huxin.registry.models import Certificate, LabourContract
from huxin.registry.policy.images import BYTES_MAX, Photo, clean_scan, kind_of

__all__ = ["keep_scan", "open_scan"]

Paper = LabourContract | Certificate
KEEPS: dict[type[Paper], str] = {
    LabourContract: "registry.contract.record", Certificate: "registry.certificate.record",
}  # fmt: skip
OPENS: dict[type[Paper], tuple[str, str]] = {
    LabourContract: ("registry.contract.reveal", "contract_scan"),
    Certificate: ("registry.certificate.reveal", "certificate_scan"),
}
"""The operation, and the name under which the worker reads what was opened."""


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


def open_scan(of: type[Paper], key: int, *, reason: str, actor: Actor, now: dt.datetime) -> Photo:
    """The scan itself; raises NotFound (also without a scan), StepUp, NoReason or NoAllowance."""
    operation, what = OPENS[of]
    with change(operation, actor=actor, now=now) as doing:
        found = doing.reach(of, key)
        if not found.file:
            raise NotFound
        record_reveal(doing, name_of(found.worker), [what], reason=reason)
        with opened(found.file) as path:
            content = path.read_bytes()
    return Photo(kind_of(content), content)
