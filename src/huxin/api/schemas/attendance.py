"""Attendance over the wire: punches, receipts, how a device does."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field

from huxin.api.schemas.base import Asked, whole, wholes

__all__ = ["Health", "PunchIn", "PunchesIn", "ReceiptOut", "RowFault"]

ROWS_MAX = 1_000
TEXT_MAX = 60

Text = Annotated[str, Field(max_length=TEXT_MAX)]
State = Annotated[int, Field(ge=0, le=255)]
States = Annotated[list[State | None], Field(max_length=ROWS_MAX), BeforeValidator(wholes)]
Rows = Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(whole)]


class PunchesIn(Asked):
    """A batch of punches as columns: row n is users[n], times[n], states[n]."""

    model_config = ConfigDict(strict=True)

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


class PunchIn(Asked):
    """One punch at the moment it is made."""

    model_config = ConfigDict(strict=True)

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
