"""The registers: each says once which columns it has; its page and its workbook show the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from huxin.kernel.clock import CHINA
from huxin.kernel.identity import mask_card, mask_name
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.registry.law import Here
from huxin.registry.models import (
    CourtMeasure,
    EmployerAccount,
    EmployerDeposit,
    Figure,
    Guarantee,
    Party,
    Permit,
    Project,
    Signboard,
    SitePost,
    SpecialAccount,
    Sticker,
    WorksContract,
)
from huxin.registry.policy.deposits import FORMS
from huxin.registry.policy.figures import WORDS, told
from huxin.registry.policy.guarantees import state_of
from huxin.registry.policy.measures import HELD, held_of
from huxin.registry.policy.measures import KINDS as MEASURES
from huxin.registry.policy.posts import POSTS, side_of
from huxin.registry.policy.projects import STATES
from huxin.registry.policy.signboards import missing, required_items
from huxin.registry.policy.works import FINDINGS
from huxin.registry.queries.dossier import Dossier
from huxin.registry.queries.registers.columns import Cell, Column, Register, at, fen, word, yes_no

__all__ = ["KINDS", "LETTERS", "REGISTERS"]

KINDS = {
    "construction": N_("permit for construction"),
    "start_report": N_("start report"),
    "approval": N_("approval or filing of the project"),
}
LETTERS = {
    "owner_payment": N_("developer's payment guarantee"),
    "wage_deposit": N_("letter for the wage deposit"),
}


def _here(row: Any) -> Here:
    return Here.of(row.project.place)


def _due(name: str) -> Callable[[Dossier, dt.date], Cell]:
    return lambda d, _: fen_value(getattr(d.deposit_due, name))


def _developer(d: Dossier, _: dt.date) -> Cell:
    found = d.party(Party.Role.DEVELOPER)
    return found.body.name if found else None


def _letter(row: Guarantee, on: dt.date) -> Cell:
    return state_of(row, here=_here(row), on=on).says


def _lacking(row: Signboard, on: dt.date) -> Cell:
    return len(missing(row.items, required_items(_here(row), on)))


def _found(row: WorksContract, _: dt.date) -> Cell:
    if row.checked_on is None:
        return message("not checked")
    said = tuple(Message(FINDINGS[each]) for each in row.found if each in FINDINGS)
    return message("{findings}", findings=said) if said else message("nothing found")


def _about(row: Figure, _: dt.date) -> Cell:
    return row.project.name if row.project else row.body.name if row.body else None


def _where(row: Figure, _: dt.date) -> Cell:
    of = row.project or row.body
    return of.place.name if of else None


NAME, PLACE = (
    Column(N_("Project"), at("project.name")),
    Column(N_("Place"), at("project.place.name")),
)
SITE = ("project__place",)
EMPLOYER = Column(N_("Employer"), at("body.name"))
OF_FIRM = (
    Column(N_("Place"), at("body.place.name")),
    Column(N_("Unified social credit code"), at("body.credit_code")),
)

REGISTERS: Mapping[str, Register] = {
    "projects": Register(
        N_("Register of projects"), Project,
        (
            Column(N_("Code"), at("code")), Column(N_("Project"), at("name")),
            Column(N_("Place"), at("place.name")),
            Column(N_("State"), word("state", STATES)),
            Column(N_("Contract price (yuan)"), fen("contract_price_fen")),
            Column(N_("Works begun on"), at("started_on")),
            Column(N_("Planned completion"), at("planned_end_on")),
            Column(N_("Works completed on"), at("completed_on")),
            Column(N_("Registered on"), at("registered_on")),
        ),
        ("place",), ways=("",),
    ),
    "permits": Register(
        N_("Register of permits"), Permit,
        (
            NAME, PLACE, Column(N_("Kind of paper"), word("kind", KINDS)),
            Column(N_("Number of the paper"), at("number")),
            Column(N_("Issued on"), at("issued_on")),
            Column(N_("Issued by"), at("issued_by.name")),
            Column(N_("Open points settled by"), at("grounds")),
            Column(N_("Withdrawn on"), at("withdrawn_on")),
        ),
        (*SITE, "issued_by"),
    ),
    "works_contracts": Register(
        N_("Register of works contracts"), WorksContract,
        (
            NAME, PLACE, Column(N_("Number of the paper"), at("number")),
            Column(N_("Client"), at("client.body.name")),
            Column(N_("Contractor"), at("contractor.body.name")),
            Column(N_("Signed on"), at("signed_on")),
            Column(N_("Contract price (yuan)"), fen("price_fen")),
            Column(N_("Checked on"), at("checked_on")), Column(N_("Findings"), _found),
        ),
        (*SITE, "client__body", "contractor__body"),
    ),
    "accounts": Register(
        N_("Register of wage special accounts"), SpecialAccount,
        (
            NAME, PLACE, Column(N_("Name of the account"), at("name")),
            Column(N_("Number of the account"), lambda row, _: mask_card(row.number)),
            Column(N_("Account bank"), at("bank.name")), Column(N_("Opened on"), at("opened_on")),
            Column(N_("Tri-party agreement"), at("agreement_on")),
            Column(N_("Filed on"), at("filed_on")),
            Column(N_("Filed with"), at("filed_with.name")),
            Column(N_("Papers reviewed on"), at("reviewed_on")),
            Column(N_("Found in the review"), at("review")),
            Column(N_("Notice until"), at("notice_to_on")),
            Column(N_("Closed on"), at("closed_on")),
        ),
        (*SITE, "bank", "filed_with"),
    ),
    "deposits": Register(
        N_("Register of wage deposits"), Project,
        (
            NAME, PLACE, Column(N_("Developer"), _developer),
            Column(N_("Form of the deposit"), word("held.form", FORMS)),
            Column(N_("Stored (yuan)"), fen("held.stored_fen")),
            Column(N_("Used, not refilled (yuan)"), fen("held.open_use_fen")),
            Column(N_("Due at least (yuan)"), _due("low_fen")),
            Column(N_("Due at most (yuan)"), _due("high_fen")),
            Column(N_("Due by"), at("deposit_by.on")),
            Column(N_("Short (yuan)"), fen("cover.short_fen")),
            Column(N_("Judgement"), lambda d, _: d.cover.says),
            Column(N_("Ordered to store until"), at("deposit.demand_until_on")),
            Column(N_("Permit number"), at("permit.number")),
        ),
        ("place",), ways=("",), whole=True,
    ),
    "guarantees": Register(
        N_("Register of guarantees"), Guarantee,
        (
            NAME, PLACE, Column(N_("Kind of paper"), word("kind", LETTERS)),
            Column(N_("Number of the paper"), at("number")),
            Column(N_("Issued by"), at("issuer.name")),
            Column(N_("Amount (yuan)"), fen("amount_fen")),
            Column(N_("In force from"), at("from_on")),
            Column(N_("Until"), at("to_on")), Column(N_("State"), _letter),
        ),
        (*SITE, "issuer"),
    ),
    "measures": Register(
        N_("Register of court measures"), CourtMeasure,
        (
            NAME, PLACE, Column(N_("Money it hit"), lambda row, _: Message(HELD[held_of(row)])),
            Column(N_("Measure"), word("kind", MEASURES)), Column(N_("Court"), at("court")),
            Column(N_("Case number"), at("number")), Column(N_("Day of the measure"), at("on")),
            Column(N_("Amount (yuan)"), fen("amount_fen")),
            Column(N_("For this project's wages"), yes_no("serves_wages")),
            Column(N_("Lifted on"), at("lifted_on")),
            Column(N_("Why it was lifted"), at("lifted_because")),
        ),
        SITE,
    ),
    "employer_accounts": Register(
        N_("Register of employers' own wage accounts"), EmployerAccount,
        (
            EMPLOYER, *OF_FIRM, Column(N_("Name of the account"), at("name")),
            Column(N_("Number of the account"), lambda row, _: mask_card(row.number)),
            Column(N_("Account bank"), at("bank.name")), Column(N_("Opened on"), at("opened_on")),
            Column(N_("Closed on"), at("closed_on")),
        ),
        ("body__place", "bank"), ways=("body__",),
    ),
    "employer_deposits": Register(
        N_("Register of employers' own wage deposits"), EmployerDeposit,
        (
            EMPLOYER, *OF_FIRM, Column(N_("Form of the deposit"), word("form", FORMS)),
            Column(N_("Stored (yuan)"), fen("stored_fen")),
            Column(N_("Bank or insurer"), at("bank.name")),
            Column(N_("Stored on"), at("stored_on")), Column(N_("Returned on"), at("returned_on")),
        ),
        ("body__place", "bank"), ways=("body__",),
    ),
    "posts": Register(
        N_("Register of site offices and labour-wage officers"), SitePost,
        (
            NAME, PLACE, Column(N_("Post"), word("kind", POSTS)),
            Column(N_("Sits there for"), lambda row, _: side_of(row.side) if row.side else None),
            Column(N_("Holder"), lambda row, _: mask_name(row.holder)),
            Column(N_("Employed by"), at("party.body.name")), Column(N_("Room"), at("room")),
            Column(N_("Held since"), at("from_on")), Column(N_("Held until"), at("to_on")),
        ),
        (*SITE, "party__body"),
    ),
    "signboards": Register(
        N_("Register of signboards"), Signboard,
        (
            NAME, PLACE, Column(N_("Put up on"), at("put_up_on")),
            Column(N_("Items missing"), _lacking), Column(N_("Photo of"), at("photo_on")),
            Column(N_("Checked on"), at("checked_on")),
            Column(N_("Checked by"), at("checked_by.name")),
        ),
        (*SITE, "checked_by"),
    ),
    "stickers": Register(
        N_("Register of complaint QR codes"), Sticker,
        (
            NAME, PLACE, Column(N_("Code"), at("code")), Column(N_("Spot"), at("spot")),
            Column(N_("Made on"), at("made_on")), Column(N_("Seen in its place"), at("seen_on")),
            Column(N_("Withdrawn on"), at("withdrawn_on")),
        ),
        SITE,
    ),
    "figures": Register(
        N_("Register of operating figures and progress"), Figure,
        (
            Column(N_("Firm or project"), _about), Column(N_("Place"), _where),
            Column(N_("Month"), lambda row, _: month_value(row.month)),
            Column(N_("Figure"), word("kind", WORDS)),
            Column(N_("Value (sums in yuan)"), lambda row, _: told(row.kind, row.value)),
            Column(N_("Told by"), at("source.name")),
            Column(N_("Told on"), lambda row, _: row.supplied_at.astimezone(CHINA).date()),
            Column(N_("Corrected on"),
                   lambda row, _: row.ended_at and row.ended_at.astimezone(CHINA).date()),
            Column(N_("Why it was corrected"), at("ended_because")),
        ),
        (*SITE, "body__place", "source"), ways=("project__", "body__"), see="registry.figure.view",
    ),
}  # fmt: skip
