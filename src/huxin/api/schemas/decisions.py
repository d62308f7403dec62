"""What departments decide, over the wire: permits, approvals, statements about firms."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ninja import Schema
from pydantic import Field

from huxin.api.schemas.base import Asked, Day, Id, Number, Reason, Text, Yes

__all__ = [
    "ApprovalIn", "PermitIn", "PermitOut", "PermitPage", "StatementIn", "StatementOut",
    "StatementPage", "WithdrawIn",
]  # fmt: skip

GROUNDS = "How what the registers could not tell of the conditions was settled."


class ApprovalIn(Asked):
    """An investment project is approved or filed."""

    number: Number
    issued_on: Day
    issued_by: Id = Field(description="The department, by the key of its body.")
    grounds: Text = Field(default="", description=GROUNDS)


class PermitIn(ApprovalIn):
    """A construction permit, or the approved start report of a project that needs none."""

    kind: Literal["construction", "start_report"]


class PermitOut(Schema):
    """A permit, start report or approval on record."""

    id: int
    project: int
    kind: str
    number: str
    issued_on: dt.date
    issued_by: int
    grounds: str
    withdrawn_on: dt.date | None
    withdrawn_because: str


class PermitPage(Schema):
    """All of a project, in the order in which they came on record."""

    permits: list[PermitOut]


class WithdrawIn(Asked):
    """From which day on, and why."""

    on: Day
    reason: Reason


class StatementIn(Asked):
    """What a department found of a firm; `holds` false: it looked, and there was none."""

    kind: Literal["arrears", "project_money", "abnormal"]
    holds: Yes
    on: Day
    grounds: Text
    stated_by: Id = Field(description="The department, by the key of its body.")


class StatementOut(Schema):
    """A statement about a firm; it stands until it is taken back."""

    id: int
    body: int
    kind: str
    holds: bool
    stated_on: dt.date
    grounds: str
    stated_by: int
    ended_on: dt.date | None


class StatementPage(Schema):
    """What is stated of a firm, newest first."""

    statements: list[StatementOut]
