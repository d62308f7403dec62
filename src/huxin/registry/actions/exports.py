"""Rosters that leave the platform: for a purpose, counted, with a mark that leads back."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.errors import Refused
from huxin.access.models import Export
from huxin.kernel.errors import InputError
from huxin.kernel.texts import message
from huxin.registry.models import Project
from huxin.registry.queries.roster_sheet import sheet_rows, write_sheet

__all__ = ["RosterFile", "export_roster"]

REGISTER = "registry.roster"
MARK_BYTES = 6


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A workbook ready to be sent."""

    name: str
    content: bytes
    mark: str
    rows: int


def export_roster(
    project: int, *, purpose: str, revealed: bool = False, actor: Actor, now: dt.datetime
) -> RosterFile:
    """The roster 花名册 as a workbook; whole numbers are an operation of their own.

    Only people export, and every export is kept with its purpose; raises InputError without one.
    """
    operation = f"registry.roster.export{'_revealed' if revealed else ''}"
    if not purpose.strip():
        raise InputError(
            message("No purpose is given for this export."),
            remedy=message("Say in a few words what the list is for."),
        )
    with change(operation, actor=actor, now=now) as doing:
        site = doing.reach(Project, project)
        if actor.account is None:
            raise Refused(operation)
        rows = sheet_rows(site, operation, actor=actor, revealed=revealed)
        mark = secrets.token_hex(MARK_BYTES)
        kept = Export.objects.create(
            account_id=actor.account, register=REGISTER, purpose=purpose.strip()[:200],
            rows=len(rows), revealed=revealed, mark=mark, at=now,
        )  # fmt: skip
        doing.note(kept, after={"purpose": kept.purpose, "rows": len(rows), "revealed": revealed})
        doing.note(site, after={"export": mark})
        content = write_sheet(rows, title=f"{site.name}花名册", mark=mark)
        return RosterFile(f"{site.code}-花名册.xlsx", content, mark, len(rows))
