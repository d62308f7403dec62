"""What goes over the wire: declared in full, and strict about what it does not know."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from ninja import Schema
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

__all__ = [
    "AccountIn", "AccountOut", "AnswerIn", "ConditionOut", "Day", "GateOut", "Health", "PartyOut",
    "PartyPage", "ProjectOut", "ProjectPage", "PunchIn", "PunchesIn", "ReceiptOut", "RowFault",
    "ServerTime", "WarningOut", "WarningPage",
]  # fmt: skip

ROWS_MAX = 1_000
TEXT_MAX = 60


def whole(value: object) -> object:
    """JSON has one kind of number: 1.0 is a whole number there. True is none."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def wholes(values: object) -> object:
    """The same for a list, which seldom needs it."""
    if isinstance(values, list) and float in set(map(type, values)):
        return [whole(each) for each in values]
    return values


def iso(value: object) -> object:
    """A day as YYYY-MM-DD; a number is none."""
    if not (value is None or (isinstance(value, str) and DAY.fullmatch(value))):
        raise ValueError("not a day")
    return value


DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Day = Annotated[dt.date, BeforeValidator(iso)]
Text = Annotated[str, Field(max_length=TEXT_MAX)]
State = Annotated[int, Field(ge=0, le=255)]
States = Annotated[list[State | None], Field(max_length=ROWS_MAX), BeforeValidator(wholes)]
Rows = Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(whole)]


class PunchesIn(BaseModel):
    """A batch of punches as columns: row n is users[n], times[n], states[n]."""

    model_config = ConfigDict(extra="forbid", strict=True)

    users: list[Text] = Field(
        min_length=1, max_length=ROWS_MAX,
        description="Numbers under which the device knows the workers, or identity numbers.",
    )  # fmt: skip
    times: list[Text] = Field(
        max_length=ROWS_MAX,
        description="2025-03-01T07:02:11+08:00; without an offset it is Beijing time.",
    )
    states: States = Field(default=[], description="0 in, 1 out; kept, decides nothing.")
    sent_at: Text | None = Field(
        default=None, description="What the device's clock showed when it sent; for its skew."
    )
    rows: Rows | None = Field(
        default=None, description="The sender's own count of the punches of this delivery."
    )


class PunchIn(BaseModel):
    """One punch at the moment it is made."""

    model_config = ConfigDict(extra="forbid", strict=True)

    user: Text
    time: Text
    state: Annotated[State | None, BeforeValidator(whole)] = None


class RowFault(Schema):
    """A row that was refused; the others were taken."""

    row: int = Field(description="Place in the batch, counted from 0.")
    code: str
    what: str
    remedy: str


class ReceiptOut(Schema):
    """What became of a delivery: rows = accepted + repeated + refused."""

    batch: int
    rows: int
    accepted: int
    repeated: int = Field(description="Punches that had come before.")
    refused: int
    faults: list[RowFault]
    stated: int | None = Field(description="The sender's own count, if he gave one.")
    agrees: bool = Field(description="False when the sender's count is not ours.")
    skew_seconds: int | None = Field(description="How far the device's clock is ahead.")
    received_at: dt.datetime
    is_repeat: bool = Field(description="The delivery had come before; this is its receipt.")


class Health(Schema):
    """How the platform sees the device that asks."""

    device: int
    serial: str
    kind: str
    server_time: dt.datetime
    last_seen_at: dt.datetime | None
    skew_seconds: int | None
    expected_days: int = Field(description="Days of service among the last 30.")
    received_days: int
    missed_days: int = Field(description="Days on which the site worked and nothing came.")
    batches: int
    rows: int
    accepted: int
    repeated: int
    refused: int
    sent_again: int = Field(description="Deliveries that came again as they were: nothing changed.")
    is_silent: bool


class ServerTime(Schema):
    """The platform's time."""

    server_time: dt.datetime
    seconds: int = Field(description="Seconds since 1970 (UTC), for X-Huxin-Time.")


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


class WarningOut(Schema):
    """A warning that the asking body has to put right. It names no worker."""

    id: int
    rule: str
    title: str
    says: str
    remedy: str
    severity: str
    state: str
    project: int | None
    period: dt.date | None
    amount_fen: int
    people: int
    due_on: dt.date | None


class WarningPage(Schema):
    """Warnings, the worst first; `next` is what to ask for as `after`, null at the end."""

    warnings: list[WarningOut]
    next: str | None


class AnswerIn(Schema):
    """What the company did about a warning."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(min_length=1, max_length=1_000)


class AccountIn(Schema):
    """A wage special account as the bank opened it."""

    model_config = ConfigDict(extra="forbid")

    holder: Annotated[int, Field(ge=1, le=2**63 - 1, strict=True), BeforeValidator(whole)] = Field(
        description="The party that holds it, by its key."
    )
    bank: Annotated[int, Field(ge=1, le=2**63 - 1, strict=True), BeforeValidator(whole)] = Field(
        description="The bank, by the key of its body."
    )
    name: str = Field(min_length=1, max_length=120)
    number: str = Field(min_length=1, max_length=40)
    opened_on: Day
    branch: str = Field(default="", max_length=120)


class AccountOut(Schema):
    """A special account on record; its number is masked."""

    id: int
    project: int
    bank: int
    name: str
    number: str
    opened_on: dt.date | None
