"""People on a site over the wire: entering, leaving, labour contracts. Numbers come back masked."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from ninja import Schema
from pydantic import Field

from huxin.api.schemas.base import Asked, Day, Fen, Name, Reason, Word

__all__ = [
    "ContractIn", "ContractOut", "EndIn", "EnrolIn", "EnrolledOut", "EnrolmentOut",
    "EnrolmentPage", "EnrolmentWhole", "FiledIn", "LeaveIn", "RemarkOut",
]  # fmt: skip

Phone = Annotated[str, Field(max_length=20)]
Digits = Annotated[str, Field(max_length=40)]


class EnrolIn(Asked):
    """One worker who enters a site, as a line of its roster; words as on paper."""

    name: Name = Field(examples=["张三"])
    identity: Digits = Field(min_length=1, examples=["140923199003071011"])
    entered_on: Day
    phone: Phone = ""
    card: Digits = ""
    bank: Word = ""
    employer: Annotated[str, Field(max_length=120)] = Field(
        default="", description="Name of the employing company; the asking one if left out."
    )
    team: Word = ""
    trade: Word = Field(default="", examples=["钢筋工"])
    post: Word = ""
    clock_user: Annotated[str, Field(max_length=24)] = Field(
        default="", description="The number under which the clocks know him."
    )
    registered_on: Day | None = None
    day_rate_fen: Fen | None = None
    contract_signed_on: Day | None = None
    contract_from: Day | None = None
    contract_to: Day | None = None
    contract_filed_on: Day | None = None


class RemarkOut(Schema):
    """Something that was left out although the rest was taken."""

    code: str
    what: str
    remedy: str


class EnrolledOut(Schema):
    """What was recorded or met; `contract` null: there is none."""

    worker: int
    enrolment: int | None
    contract: int | None
    remarks: list[RemarkOut]


class EnrolmentOut(Schema):
    """One stay of a worker on a site; numbers are masked."""

    id: int
    worker: int
    name: str
    identity: str
    phone: str
    card: str | None
    employer: str
    team: str
    trade: str
    post: str
    entered_on: dt.date | None
    left_on: dt.date | None
    day_rate_fen: int | None


class EnrolmentPage(Schema):
    """A roster by key; `next` is what to ask for as `after`, null at the end."""

    enrolments: list[EnrolmentOut]
    next: int | None


class ContractOut(Schema):
    """A labour contract on record."""

    id: int
    signed_on: dt.date | None
    from_on: dt.date
    to_on: dt.date | None
    filed_on: dt.date | None


class EnrolmentWhole(Schema):
    """A stay with the labour contracts that the worker has with his employer there."""

    id: int
    project: int
    worker: int
    employer: str
    team: str
    trade: str
    post: str
    clock_user: str
    entered_on: dt.date | None
    left_on: dt.date | None
    registered_on: dt.date
    day_rate_fen: int | None
    contracts: list[ContractOut]


class LeaveIn(Asked):
    """The worker has left the site."""

    left_on: Day


class ContractIn(Asked):
    """A labour contract with the employer on this site; without an end: until the work is done."""

    signed_on: Day
    from_on: Day | None = None
    to_on: Day | None = None
    filed_on: Day | None = None
    number: Word = ""


class FiledIn(Asked):
    """The contract was filed with the labour authority."""

    filed_on: Day


class EndIn(Asked):
    """The contract ends, or ended."""

    to_on: Day
    reason: Reason
