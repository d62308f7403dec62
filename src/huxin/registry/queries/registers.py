"""The registers 台账 as tables: one line per record, read page by page, and whole for a workbook.

A register says once which columns it has; its page and its workbook show the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import Model, QuerySet

from huxin.access.actor import Actor
from huxin.access.gate import visible
from huxin.kernel.identity import mask_card, mask_name
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.registry.law import Here
from huxin.registry.models import (
    CourtMeasure,
    EmployerAccount,
    EmployerDeposit,
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
from huxin.registry.policy.guarantees import state_of
from huxin.registry.policy.measures import HELD, held_of
from huxin.registry.policy.measures import KINDS as MEASURES
from huxin.registry.policy.posts import POSTS, side_of
from huxin.registry.policy.projects import STATES
from huxin.registry.policy.signboards import missing, required_items
from huxin.registry.policy.works import FINDINGS
from huxin.registry.queries.dossier import Dossier, open_dossiers

__all__ = [
    "PAGE",
    "REGISTERS",
    "Cell",
    "Column",
    "Line",
    "Register",
    "RegisterPage",
    "register",
    "whole_register",
]

Cell: TypeAlias = "str | int | dt.date | Message | None"
SEE, PAGE = "registry.project.view", 50
KINDS = {
    "construction": N_("permit for construction"),
    "start_report": N_("start report"),
    "approval": N_("approval or filing of the project"),
}
LETTERS = {
    "owner_payment": N_("developer's payment guarantee"),
    "wage_deposit": N_("letter for the wage deposit"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and how a record fills it; `on` is the day it is read."""

    title: str
    of: Callable[[Any, dt.date], Cell]


@dataclass(frozen=True, slots=True)
class Register:
    """One register: its table, its columns, and the path from a row to its project."""

    title: str
    model: type[Model]
    columns: tuple[Column, ...]
    related: tuple[str, ...] = ()
    project: str = "project__"
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the record, its project, its cells in the order of the columns.

    Records of an employer have no project (0); `body` is the employer then.
    """

    key: int
    project: int
    cells: tuple[Cell, ...]
    body: int = 0


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page; `after` is the key from which the next goes on, 0 on the last one."""

    name: str
    title: Message
    heads: tuple[Message, ...]
    lines: tuple[Line, ...]
    after: int


def register(
    name: str, *, place: str = "", after: int = 0, on: dt.date, actor: Actor
) -> RegisterPage:
    """A page of a register within reach, the newest record first; KeyError: no such register.

    One query, and thirteen more for registers that look into each project's file.
    """
    rows = _rows(REGISTERS[name], place, visible(REGISTERS[name].model, SEE, actor=actor))
    if after:
        rows = rows.filter(pk__lt=after)
    return _page(name, rows, on, PAGE)


def whole_register(
    name: str, operation: str, *, place: str, on: dt.date, actor: Actor, most: int
) -> RegisterPage:
    """All lines that the actor may reach with the operation; `after` is set beyond `most`."""
    found = REGISTERS[name]
    rows = _rows(found, place, visible(found.model, operation, actor=actor))
    return _page(name, rows, on, most)


def _rows(found: Register, place: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    rows = rows.order_by("-pk").select_related(*found.related)
    return rows.filter(**{f"{found.project}place__path__startswith": place}) if place else rows


def _page(name: str, rows: QuerySet[Any], on: dt.date, size: int) -> RegisterPage:
    found, listed = REGISTERS[name], list(rows[: size + 1])
    shown: Sequence[Any] = listed[:size]
    if found.whole:
        opened = open_dossiers(shown, on=on)
        shown = [opened[each.pk] for each in shown]
    lines = tuple(_line(found, each, on) for each in shown)
    return RegisterPage(
        name,
        Message(found.title),
        tuple(Message(each.title) for each in found.columns),
        lines,
        lines[-1].key if len(listed) > size else 0,
    )


def _line(found: Register, row: Any, on: dt.date) -> Line:
    cells = tuple(column.of(row, on) for column in found.columns)
    if isinstance(row, Dossier):
        return Line(row.project.pk, row.project.pk, cells)
    if isinstance(row, EmployerAccount | EmployerDeposit):
        return Line(row.pk, 0, cells, row.body_id)
    project = row.pk if isinstance(row, Project) else row.project_id
    return Line(row.pk, project, cells)


def _of(path: str) -> Callable[[Any, dt.date], Cell]:
    """What stands at a path of attributes; empty where the way ends."""
    names = path.split(".")

    def read(row: Any, _: dt.date) -> Cell:
        for name in names:
            if row is None:
                return None
            row = getattr(row, name)
        found: Cell = row
        return found

    return read


def _fen(path: str) -> Callable[[Any, dt.date], Cell]:
    read = _of(path)

    def money(row: Any, on: dt.date) -> Cell:
        value = read(row, on)
        return fen_value(value) if isinstance(value, int) else None

    return money


def _word(path: str, words: Mapping[str, str]) -> Callable[[Any, dt.date], Cell]:
    read = _of(path)

    def said(row: Any, on: dt.date) -> Cell:
        found = read(row, on)
        value = "" if found is None else str(found)
        return Message(words[value]) if value in words else value or None

    return said


def _told(path: str) -> Callable[[Any, dt.date], Cell]:
    read = _of(path)
    said = {True: message("yes"), False: message("no"), None: message("not known")}
    return lambda row, on: said[read(row, on)]  # type: ignore[index]


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


NAME, PLACE = (
    Column(N_("Project"), _of("project.name")),
    Column(N_("Place"), _of("project.place.name")),
)
SITE = ("project__place",)
EMPLOYER = Column(N_("Employer"), _of("body.name"))
OF_FIRM = (
    Column(N_("Place"), _of("body.place.name")),
    Column(N_("Unified social credit code"), _of("body.credit_code")),
)

REGISTERS: Mapping[str, Register] = {
    "projects": Register(
        N_("Register of projects"), Project,
        (
            Column(N_("Code"), _of("code")), Column(N_("Project"), _of("name")),
            Column(N_("Place"), _of("place.name")),
            Column(N_("State"), _word("state", STATES)),
            Column(N_("Contract price (yuan)"), _fen("contract_price_fen")),
            Column(N_("Works begun on"), _of("started_on")),
            Column(N_("Planned completion"), _of("planned_end_on")),
            Column(N_("Works completed on"), _of("completed_on")),
            Column(N_("Registered on"), _of("registered_on")),
        ),
        ("place",), project="",
    ),
    "permits": Register(
        N_("Register of permits"), Permit,
        (
            NAME, PLACE, Column(N_("Kind of paper"), _word("kind", KINDS)),
            Column(N_("Number of the paper"), _of("number")),
            Column(N_("Issued on"), _of("issued_on")),
            Column(N_("Issued by"), _of("issued_by.name")),
            Column(N_("Open points settled by"), _of("grounds")),
            Column(N_("Withdrawn on"), _of("withdrawn_on")),
        ),
        (*SITE, "issued_by"),
    ),
    "works_contracts": Register(
        N_("Register of works contracts"), WorksContract,
        (
            NAME, PLACE, Column(N_("Number of the paper"), _of("number")),
            Column(N_("Client"), _of("client.body.name")),
            Column(N_("Contractor"), _of("contractor.body.name")),
            Column(N_("Signed on"), _of("signed_on")),
            Column(N_("Contract price (yuan)"), _fen("price_fen")),
            Column(N_("Checked on"), _of("checked_on")), Column(N_("Findings"), _found),
        ),
        (*SITE, "client__body", "contractor__body"),
    ),
    "accounts": Register(
        N_("Register of wage special accounts"), SpecialAccount,
        (
            NAME, PLACE, Column(N_("Name of the account"), _of("name")),
            Column(N_("Number of the account"), lambda row, _: mask_card(row.number)),
            Column(N_("Account bank"), _of("bank.name")), Column(N_("Opened on"), _of("opened_on")),
            Column(N_("Tri-party agreement"), _of("agreement_on")),
            Column(N_("Filed on"), _of("filed_on")),
            Column(N_("Filed with"), _of("filed_with.name")),
            Column(N_("Papers reviewed on"), _of("reviewed_on")),
            Column(N_("Found in the review"), _of("review")),
            Column(N_("Notice until"), _of("notice_to_on")),
            Column(N_("Closed on"), _of("closed_on")),
        ),
        (*SITE, "bank", "filed_with"),
    ),
    "deposits": Register(
        N_("Register of wage deposits"), Project,
        (
            NAME, PLACE, Column(N_("Developer"), _developer),
            Column(N_("Form of the deposit"), _word("held.form", FORMS)),
            Column(N_("Stored (yuan)"), _fen("held.stored_fen")),
            Column(N_("Used, not refilled (yuan)"), _fen("held.open_use_fen")),
            Column(N_("Due at least (yuan)"), _due("low_fen")),
            Column(N_("Due at most (yuan)"), _due("high_fen")),
            Column(N_("Due by"), _of("deposit_by.on")),
            Column(N_("Short (yuan)"), _fen("cover.short_fen")),
            Column(N_("Judgement"), lambda d, _: d.cover.says),
            Column(N_("Ordered to store until"), _of("deposit.demand_until_on")),
            Column(N_("Permit number"), _of("permit.number")),
        ),
        ("place",), project="", whole=True,
    ),
    "guarantees": Register(
        N_("Register of guarantees"), Guarantee,
        (
            NAME, PLACE, Column(N_("Kind of paper"), _word("kind", LETTERS)),
            Column(N_("Number of the paper"), _of("number")),
            Column(N_("Issued by"), _of("issuer.name")),
            Column(N_("Amount (yuan)"), _fen("amount_fen")),
            Column(N_("In force from"), _of("from_on")),
            Column(N_("Until"), _of("to_on")), Column(N_("State"), _letter),
        ),
        (*SITE, "issuer"),
    ),
    "measures": Register(
        N_("Register of court measures"), CourtMeasure,
        (
            NAME, PLACE, Column(N_("Money it hit"), lambda row, _: Message(HELD[held_of(row)])),
            Column(N_("Measure"), _word("kind", MEASURES)), Column(N_("Court"), _of("court")),
            Column(N_("Case number"), _of("number")), Column(N_("Day of the measure"), _of("on")),
            Column(N_("Amount (yuan)"), _fen("amount_fen")),
            Column(N_("For this project's wages"), _told("serves_wages")),
            Column(N_("Lifted on"), _of("lifted_on")),
            Column(N_("Why it was lifted"), _of("lifted_because")),
        ),
        SITE,
    ),
    "employer_accounts": Register(
        N_("Register of employers' own wage accounts"), EmployerAccount,
        (
            EMPLOYER, *OF_FIRM, Column(N_("Name of the account"), _of("name")),
            Column(N_("Number of the account"), lambda row, _: mask_card(row.number)),
            Column(N_("Account bank"), _of("bank.name")), Column(N_("Opened on"), _of("opened_on")),
            Column(N_("Closed on"), _of("closed_on")),
        ),
        ("body__place", "bank"), project="body__",
    ),
    "employer_deposits": Register(
        N_("Register of employers' own wage deposits"), EmployerDeposit,
        (
            EMPLOYER, *OF_FIRM, Column(N_("Form of the deposit"), _word("form", FORMS)),
            Column(N_("Stored (yuan)"), _fen("stored_fen")), Column(N_("Bank or insurer"), _of("bank.name")),
            Column(N_("Stored on"), _of("stored_on")), Column(N_("Returned on"), _of("returned_on")),
        ),
        ("body__place", "bank"), project="body__",
    ),
    "posts": Register(
        N_("Register of site offices and labour-wage officers"), SitePost,
        (
            NAME, PLACE, Column(N_("Post"), _word("kind", POSTS)),
            Column(N_("Sits there for"), lambda row, _: side_of(row.side) if row.side else None),
            Column(N_("Holder"), lambda row, _: mask_name(row.holder)),
            Column(N_("Employed by"), _of("party.body.name")), Column(N_("Room"), _of("room")),
            Column(N_("Held since"), _of("from_on")), Column(N_("Held until"), _of("to_on")),
        ),
        (*SITE, "party__body"),
    ),
    "signboards": Register(
        N_("Register of signboards"), Signboard,
        (
            NAME, PLACE, Column(N_("Put up on"), _of("put_up_on")),
            Column(N_("Items missing"), _lacking), Column(N_("Photo of"), _of("photo_on")),
            Column(N_("Checked on"), _of("checked_on")),
            Column(N_("Checked by"), _of("checked_by.name")),
        ),
        (*SITE, "checked_by"),
    ),
    "stickers": Register(
        N_("Register of complaint QR codes"), Sticker,
        (
            NAME, PLACE, Column(N_("Code"), _of("code")), Column(N_("Spot"), _of("spot")),
            Column(N_("Made on"), _of("made_on")), Column(N_("Seen in its place"), _of("seen_on")),
            Column(N_("Withdrawn on"), _of("withdrawn_on")),
        ),
        SITE,
    ),
}  # fmt: skip
