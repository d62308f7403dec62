"""One project sheet on its way into the registers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.db import transaction

from huxin.access.actions.bodies import BodyForm, register_body
from huxin.access.actor import Actor
from huxin.access.models import Body
from huxin.kernel.errors import HuxinError
from huxin.registry.models import Party, Project
from huxin.registry.taken import RefusedRow, Remark

__all__ = ["CODE", "Desk", "Row", "body_of", "builder_of"]

Row: TypeAlias = Mapping[str, Any]
CODE = "project.sheet"


@dataclass(slots=True)
class Desk:
    """One sheet on its way in."""

    actor: Actor
    now: dt.datetime
    project: Project
    accepted: int = 0
    unchanged: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def take(self, row: Row, act: Callable[[], bool]) -> None:
        """Take one line: all of it, or nothing with the reason. What several items of the project
        say together has no line: of that a remark is made."""
        try:
            with transaction.atomic():
                changed = act()
        except HuxinError as error:
            code = getattr(error, "code", CODE)
            line, sheet = row.get("line") or 0, row.get("sheet") or ""
            if line:
                self.refused.append(RefusedRow(line, code, error, sheet))
            else:
                self.remarks.append(Remark(line, code, error, sheet))
            return
        self.accepted += changed
        self.unchanged += not changed

    @property
    def who(self) -> dict[str, Any]:
        return {"actor": self.actor, "now": self.now}


def body_of(row: Row, place: str, actor: Actor, now: dt.datetime, kind: str = "company") -> Body:
    """The body that a line names, by credit code or name; registered when it is new."""
    code, name = row.get("credit_code") or "", " ".join((row.get("name") or "").split())
    found = Body.objects.filter(credit_code=code).first() if code else None
    found = found or Body.objects.filter(name=name, kind=kind).first()
    if found is not None:
        return found.merged_into or found
    form = BodyForm(
        kind=kind, name=name, credit_code=code, place=place,
        registered_capital_fen=row.get("registered_capital_fen"),
    )  # fmt: skip
    return register_body(form, actor=actor, now=now)


def builder_of(project: Project) -> Party | None:
    """The general contractor of the project, if it has one."""
    return project.parties.filter(role=Party.Role.GENERAL_CONTRACTOR, left_on=None).last()
