"""Which record a form is about, where the way to it names only the project, unit or account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model

from huxin.access.models import ApiKey, Grant, LoginSession, Seat
from huxin.access.permissions import table
from huxin.check.render.words import Speaker
from huxin.kernel.clock import CHINA
from huxin.kernel.identity import mask_card
from huxin.kernel.texts import Value, fen_value, message, month_value
from huxin.registry.models import (
    CourtMeasure,
    Deposit,
    DepositOrder,
    EmployerAccount,
    EmployerDeposit,
    Figure,
    Guarantee,
    LabourContract,
    Party,
    Permit,
    SitePost,
    SpecialAccount,
    Statement,
    Sticker,
    WorksContract,
)
from huxin.registry.policy.deposits import FORMS
from huxin.registry.policy.figures import KINDS, told
from huxin.registry.policy.measures import said_of as measure_said
from huxin.registry.policy.statements import said_of as statement_said
from huxin.wages.models import Device
from huxin.warnings.models import Ending
from huxin.web.words import PERMITS, POSTS, ROLES, SEATS, device, word

__all__ = ["about"]

Parts = tuple[Value, ...]


def about(row: Model | None, speaker: Speaker) -> str:
    """The record in a line; empty where the way above the title already names it."""
    said = ABOUT.get(type(row))
    parts = said(row, speaker) if said else ()
    return " · ".join(speaker.show(each) for each in parts if each not in (None, ""))


def _figure(row: Figure, _: Speaker) -> Parts:
    of = row.body or row.project
    return (of.name if of else "", month_value(row.month), KINDS[row.kind].title,
            told(row.kind, row.value), row.source.name)  # fmt: skip


def _deposit(row: Deposit | EmployerDeposit, _: Speaker) -> Parts:
    bank = row.bank.name if row.bank else ""
    return message(word(FORMS, row.form)), fen_value(row.stored_fen), bank, row.stored_on


def _role(name: str, speaker: Speaker) -> str:
    return table().title(name).say(speaker.language)


ABOUT: Mapping[type[Any], Callable[[Any, Speaker], Parts]] = {
    Figure: _figure,
    Party: lambda row, _: (message(word(ROLES, row.role)), row.body.name),
    LabourContract: lambda row, _: (row.number, row.employer.name, row.from_on),
    CourtMeasure: lambda row, _: (measure_said(row),),
    Statement: lambda row, _: (statement_said(row), row.grounds),
    SpecialAccount: lambda row, _: (row.name, mask_card(row.number), row.bank.name),
    EmployerAccount: lambda row, _: (row.name, mask_card(row.number), row.bank.name),
    Deposit: _deposit,
    EmployerDeposit: _deposit,
    DepositOrder: lambda row, _: (row.number, fen_value(row.used_fen), row.notice_on),
    Guarantee: lambda row, _: (row.issuer.name, row.number, fen_value(row.amount_fen)),
    Permit: lambda row, _: (message(word(PERMITS, row.kind)), row.number, row.issued_on),
    SitePost: lambda row, _: (message(word(POSTS, row.kind)), row.holder, row.from_on),
    Sticker: lambda row, _: (row.spot, row.made_on),
    WorksContract: lambda row, _: (
        row.number, row.client.body.name, row.contractor.body.name, fen_value(row.price_fen),
    ),
    Device: lambda row, _: (row.serial,),
    Ending: lambda row, _: (row.project.name, row.proposed_by.name, row.reason),
    ApiKey: lambda row, speaker: (row.body.name, row.key, _role(row.role, speaker), row.purpose),
    Grant: lambda row, speaker: (_role(row.role, speaker), row.body.name if row.body else "",
                                 row.place.name),
    LoginSession: lambda row, _: (
        device(row.device), f"{row.started_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
    ),
    Seat: lambda row, _: (message(word(SEATS, row.kind)), row.title, row.body.name),
}  # fmt: skip
"""Nothing protected stands in them: numbers are masked."""
