"""Rosters that leave the platform: for a purpose, counted, with a mark that leads back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.access.actions.exports import record_export
from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.registry.models import Project
from huxin.registry.queries.roster_sheet import sheet_rows, write_sheet

__all__ = ["RosterFile", "export_roster"]

REGISTER = "registry.roster"


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

    Only people export, and every export is kept with its purpose; raises NoPurpose without one.
    """
    operation = f"registry.roster.export{'_revealed' if revealed else ''}"
    with change(operation, actor=actor, now=now) as doing:
        site = doing.reach(Project, project)
        rows = sheet_rows(site, operation, actor=actor, revealed=revealed)
        kept = record_export(doing, REGISTER, purpose=purpose, rows=len(rows), revealed=revealed)
        doing.note(site, after={"export": kept.mark})
        content = write_sheet(rows, title=f"{site.name}花名册", mark=kept.mark)
        return RosterFile(f"{site.code}-花名册.xlsx", content, kept.mark, len(rows))
