"""The platform itself over the wire: its time, and the key that asks."""

from __future__ import annotations

import datetime as dt

from ninja import Schema
from pydantic import Field

__all__ = ["BodyOut", "OwnKey", "ServerTime"]


class ServerTime(Schema):
    """The platform's time."""

    server_time: dt.datetime
    seconds: int = Field(description="Seconds since 1970 (UTC), for X-Huxin-Time.")


class OwnKey(Schema):
    """The key that signed: whose it is, in which role and place, and what it was issued for."""

    key: str
    body: int = Field(description="The unit, by its key; other operations ask for it.")
    name: str
    role: str
    place: str = Field(description="Code of the region.")
    operations: list[str]
    to_at: dt.datetime | None


class BodyOut(Schema):
    """A unit of the register: a department, company, bank, union or court."""

    id: int
    kind: str
    role: str
    name: str
    credit_code: str
    place: str
