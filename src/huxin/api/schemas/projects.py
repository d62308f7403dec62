"""Projects over the wire: parties, gates, permits."""

from __future__ import annotations

import datetime as dt

from ninja import Schema
from pydantic import Field

__all__ = ["ConditionOut", "GateOut", "PartyOut", "PartyPage", "ProjectOut", "ProjectPage"]


class ProjectOut(Schema):
    """A project, without anything personal."""

    id: int
    code: str
    name: str
    place: str = Field(description="Code of the region.")
    sector: str
    funding: str
    state: str
    contract_price_fen: int | None
    started_on: dt.date | None
    planned_end_on: dt.date | None
    completed_on: dt.date | None
    registered_on: dt.date


class ProjectPage(Schema):
    """Projects by key; `next` is what to ask for as `after`, null at the end."""

    projects: list[ProjectOut]
    next: int | None


class PartyOut(Schema):
    """A body's part in a project; `body` and `id` are what other operations ask for."""

    id: int
    body: int
    name: str
    role: str
    parent: int | None = Field(description="The party that contracted to it.")


class PartyPage(Schema):
    """The chain of parties of a project."""

    parties: list[PartyOut]


class ConditionOut(Schema):
    """One condition of a gate, with its reason, its clauses and what to do."""

    condition: str
    title: str
    outcome: str = Field(description="met, not_met or cannot_tell")
    reason: str
    clauses: list[str]
    remedy: str


class GateOut(Schema):
    """The answer of a gate: the worst of its conditions; met where the documents ask for none."""

    project: int
    gate: str
    on: dt.date
    outcome: str = Field(description="met, not_met or cannot_tell")
    conditions: list[ConditionOut]
