"""Tables that leave the platform: for a purpose, counted, with a mark that leads back."""

from __future__ import annotations

import secrets

from huxin.access.change import Change
from huxin.access.errors import NoPurpose, Refused
from huxin.access.models import Export
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import Message, message

__all__ = ["export_line", "record_export"]

MARK_BYTES = 6
PURPOSE_MAX = 200


def record_export(
    doing: Change, register: str, *, purpose: str, rows: int, revealed: bool = False
) -> Export:
    """Record that the actor of a change takes a table away; its `mark` must stand in the file.

    `revealed`: with whole numbers of people. Only a person exports: raises Refused for a system,
    NoPurpose without one.
    """
    if doing.actor.account is None:
        raise Refused(doing.operation)
    said = " ".join(purpose.split())[:PURPOSE_MAX]
    if not said:
        raise NoPurpose
    made = Export.objects.create(
        account_id=doing.actor.account, register=register, purpose=said, rows=rows,
        revealed=revealed, mark=secrets.token_hex(MARK_BYTES), at=doing.now,
    )  # fmt: skip
    after = {"register": register, "purpose": said, "rows": rows, "revealed": revealed}
    doing.note(made, after={**after, "mark": made.mark})
    return made


def export_line(export: Export) -> Message:
    """The line that stands visibly in the table, on paper as well."""
    return message(
        "Taken on {on} for: {purpose}. Mark {mark}.",
        on=export.at.astimezone(CHINA).date(), purpose=export.purpose, mark=export.mark,
    )  # fmt: skip
