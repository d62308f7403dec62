"""Warnings over the wire. They name firms and money, never a worker."""

from __future__ import annotations

import datetime as dt

from ninja import Schema
from pydantic import Field

from huxin.api.schemas.base import Asked, Day, Id, Statement, Yes

__all__ = [
    "AnswerIn", "HandOverIn", "NothingIn", "RestIn", "SayIn", "StepOut", "VerifyIn", "WarningOut",
    "WarningPage", "WarningWhole",
]  # fmt: skip


class WarningOut(Schema):
    """A warning: what is said, of which project, how much is at stake, who deals with it."""

    id: int
    rule: str
    title: str
    says: str
    remedy: str = Field(description="What the asking unit does about it.")
    own_remedy: str | None = Field(description="For departments: what the company reads instead.")
    severity: str
    state: str
    place: str
    project: int | None
    body: int | None = Field(description="Who has to put it right.")
    owner: int | None = Field(description="The department that deals with it.")
    period: dt.date | None
    amount_fen: int
    people: int
    raised_on: dt.date
    due_on: dt.date | None
    until_on: dt.date | None = Field(description="Put off or explained until then.")
    cleared_on: dt.date | None


class WarningPage(Schema):
    """Warnings, the worst first; `next` is what to ask for as `after`, null at the end."""

    warnings: list[WarningOut]
    next: str | None


class StepOut(Schema):
    """One step of a warning's history; `unit` empty: the platform itself."""

    move: str
    before: str
    after: str
    at: dt.datetime
    unit: str
    text: str


class WarningWhole(WarningOut):
    """A warning with its history and the moves that the asking unit may make now."""

    moves: list[str]
    history: list[StepOut]


class AnswerIn(Asked):
    """What the company did about a warning."""

    text: Statement


class VerifyIn(Asked):
    """The company's answer is accepted, or rejected with a reason."""

    accepted: Yes
    text: Statement | None = None


class HandOverIn(Asked):
    """To which department, and why."""

    body: Id = Field(description="The department, by the key of its body.")
    text: Statement


class RestIn(Asked):
    """Until which day, and why."""

    until: Day
    text: Statement


class NothingIn(Asked):
    """Nothing more is to be said: an empty object."""


class SayIn(Asked):
    """Why."""

    text: Statement
