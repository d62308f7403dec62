"""What secures wages, over the wire: special accounts, deposits, letters of guarantee."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from huxin.api.schemas.base import Asked, Day, Fen, Id, Number, Text, Word

__all__ = [
    "AccountIn", "AccountOut", "AgreementIn", "ClosedIn", "ClosingIn", "DemandIn", "DepositIn",
    "DepositOut", "FilingIn", "GuaranteeIn", "GuaranteeOut", "OnIn", "OrderIn", "OrderOut",
    "ReturnIn", "ReviewIn", "SecurityOut",
]  # fmt: skip


class AccountIn(Asked):
    """A wage special account as the bank opened it."""

    holder: Id = Field(description="The party that holds it, by its key.")
    bank: Id = Field(description="The bank, by the key of its body.")
    name: str = Field(
        min_length=1, max_length=120, examples=["代县中拓建筑工程有限公司农民工工资专用账户"]
    )
    number: str = Field(min_length=1, max_length=40, examples=["6222020200112230"])
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
    agreement_on: dt.date | None
    filed_on: dt.date | None = Field(description="Once every authority of the place has taken it.")
    closing_asked_on: dt.date | None
    notice_to_on: dt.date | None = Field(description="Last day of the public notice of closing.")
    closed_on: dt.date | None


class AgreementIn(Asked):
    """The tri-party agreement, and which of the law's items it holds."""

    on: Day
    items: Annotated[list[Word], Field(max_length=40)] = Field(default=[])


class FilingIn(Asked):
    """A department takes the filing of an account."""

    on: Day
    filed_with: Id = Field(description="The department, by the key of its body.")


class ReviewIn(Asked):
    """The central bank's review of the opening papers; `found` empty: nothing is wrong."""

    by: Id = Field(description="The central bank, by the key of its body.")
    on: Day
    found: Text = ""


class ClosingIn(Asked):
    """Why an account may be closed."""

    commitment_on: Day | None = Field(
        default=None, description="The contractor's commitment that nothing is owed, signed on."
    )
    reason: Text = ""


class ClosedIn(Asked):
    """An account is let be closed."""

    on: Day
    grounds: Text = Field(default="", description="How it was established that nothing is owed.")


class DepositIn(Asked):
    """How a wage deposit is given, and by whom."""

    form: Literal["cash", "bank_guarantee", "insurance", "guarantee_fund", "third_party"]
    payer: Id = Field(description="The party, by its key.")
    stored_fen: Fen
    stored_on: Day
    bank: Id | None = None


class OrderOut(Schema):
    """One use of a deposit: notice to the bank, payment, made full again."""

    id: int
    deposit: int
    number: str
    used_fen: int
    notice_on: dt.date
    bank_paid_on: dt.date | None
    topped_up_on: dt.date | None


class DepositOut(Schema):
    """The wage deposit of a project, with its uses, the first one first."""

    id: int
    project: int
    payer: int
    form: str
    stored_fen: int
    stored_on: dt.date | None
    bank: int | None
    return_applied_on: dt.date | None
    returned_on: dt.date | None
    orders: list[OrderOut]


class DemandIn(Asked):
    """The order to store a missing deposit; without a day: within the term of the place."""

    number: Number
    by: Id = Field(description="The department, by the key of its body.")
    until_on: Day | None = None


class OrderIn(Asked):
    """The authority's notice to the bank to pay wages out of a deposit."""

    number: Number
    used_fen: Fen
    on: Day


class OnIn(Asked):
    """The day on which it was done."""

    on: Day


class ReturnIn(Asked):
    """A deposit is given back."""

    on: Day
    grounds: Text = Field(description="How it was established that nothing is owed.")


class GuaranteeIn(Asked):
    """A letter of guarantee or insurance; `replaces` is the letter whose place it takes."""

    kind: Literal["owner_payment", "wage_deposit"]
    number: Number
    issuer: Id = Field(description="The bank or insurer, by the key of its body.")
    amount_fen: Fen
    from_on: Day
    to_on: Day | None = None
    replaces: Id | None = None


class GuaranteeOut(Schema):
    """A letter on record."""

    id: int
    project: int
    kind: str
    number: str
    issuer: int
    amount_fen: int
    from_on: dt.date
    to_on: dt.date | None
    replaced_by: int | None
    ended_on: dt.date | None


class SecurityOut(Schema):
    """What secures the wages of a project. `deposit` null: none is on record."""

    accounts: list[AccountOut]
    deposit: DepositOut | None
    guarantees: list[GuaranteeOut]
