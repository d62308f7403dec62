"""Takes a project sheet 项目信息 into the registers: the project, its parties, what secures wages.

The sheet says how things stand, so a project that is being built already comes in as such; what
should have been there before is then missing from its file, and the completeness says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

from django.db import transaction

from huxin.access.actions.bodies import BodyForm, register_body
from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.models import Body
from huxin.facts.schema import SIGNBOARD_ITEMS
from huxin.formats.project_sheet import ProjectReading
from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import message
from huxin.registry.actions.accounts import AccountForm, agree, open_account
from huxin.registry.actions.deposits import DepositForm, GroundForm, record_deposit, state_ground
from huxin.registry.actions.figure_files import take_lines
from huxin.registry.actions.figures import SUPPLY
from huxin.registry.actions.guarantees import GuaranteeForm, record_guarantee
from huxin.registry.actions.parties import PartyForm, add_party
from huxin.registry.actions.projects import ProjectForm, change_project, register_project
from huxin.registry.actions.site import record_board
from huxin.registry.actions.works import WorksForm, record_works_contract
from huxin.registry.errors.projects import FieldError
from huxin.registry.models import Party, Permit, Project
from huxin.registry.taken import RefusedRow, Taken

__all__ = ["take_project"]

Row: TypeAlias = Mapping[str, Any]
Role = Party.Role
FIELDS = frozenset(ProjectForm.__dataclass_fields__)
TERMS = tuple(each for each in WorksForm.__dataclass_fields__ if each not in {"number", "file"})
CODE = "project.sheet"
AS_FOUND = "登记前已核发"
"""Grounds of a permit older than the register: no gate was asked for it here."""


@dataclass(slots=True)
class _Desk:
    """One sheet on its way in."""

    actor: Actor
    now: dt.datetime
    project: Project
    accepted: int = 0
    unchanged: int = 0
    refused: list[RefusedRow] = field(default_factory=list)

    def take(self, row: Row, act: Callable[[], bool]) -> None:
        """Take one line: all of it, or nothing with the reason."""
        try:
            with transaction.atomic():
                changed = act()
        except HuxinError as error:
            code = getattr(error, "code", CODE)
            place = (row.get("line") or 0, row.get("sheet") or "")
            self.refused.append(RefusedRow(place[0], code, error, place[1]))
            return
        self.accepted += changed
        self.unchanged += not changed

    @property
    def who(self) -> dict[str, Any]:
        return {"actor": self.actor, "now": self.now}


def take_project(
    reading: ProjectReading,
    *,
    project: Project | None = None,
    actor: Actor,
    now: dt.datetime,
) -> Taken:
    """The project of a sheet, registered or brought up to date, and its lists line by line.

    With `project` the sheet must be about it. Raises FieldError or NotFound when the project
    itself cannot be taken; lines of the lists that cannot are in the answer. One transaction.
    """
    rows = reading.rows.to_pylist()
    if not rows:
        raise FieldError(
            CODE,
            message("The sheet names no project."),
            message("Fill in the project's name and code, and hand it in again."),
        )
    [said], lists = rows, {name: table.to_pylist() for name, table in reading.tables.items()}
    with change("registry.project.import", actor=actor, now=now):
        found = _project(said, lists.get("party", []), project, actor, now)
        desk = _Desk(actor, now, found, accepted=1)
        _parties(desk, lists.get("party", []))
        _works(desk, said)
        _permit(desk, said)
        _account(desk, said)
        for row in lists.get("deposit", []):
            desk.take(row, partial(_deposit, desk, row))
        for row in lists.get("guarantee", []):
            desk.take(row, partial(_letter, desk, row))
        for row in lists.get("signboard", []):
            desk.take(row, partial(_board, desk, row))
        _figures(desk, lists.get("indicator", []))
    return Taken(desk.accepted, desk.unchanged, tuple(desk.refused))


def _project(
    said: Row, parties: Iterable[Row], known: Project | None, actor: Actor, now: dt.datetime
) -> Project:
    """The project of the sheet, brought up to date or new."""
    code = (said.get("code") or "").strip()
    if known is not None and code and code != known.code:
        raise FieldError(
            CODE,
            message("The sheet is about project {code}, not about this one.", code=code),
            message("Hand it in at its own project."),
        )
    known = known or Project.objects.filter(code=code).first()
    form = ProjectForm(**{name: said[name] for name in FIELDS if said.get(name) is not None})
    if known is not None:
        return change_project(known.pk, form, version=known.version, actor=actor, now=now)
    place = said.get("place") or ""
    top = {Role.DEVELOPER, Role.GENERAL_CONTRACTOR}
    bodies = {
        row["role"]: _body(row, place, actor, now).pk
        for row in parties
        if row.get("role") in top and row.get("name")
    }
    project = register_project(form, code=code, place=place, parties=bodies, actor=actor, now=now)
    _as_found(project, said, actor, now)
    return project


def _as_found(project: Project, said: Row, actor: Actor, now: dt.datetime) -> None:
    """The state in which the sheet finds a new project, with its days."""
    if not said.get("state"):
        return
    with change("registry.project.import", actor=actor, now=now) as doing:
        project.state = said["state"]
        for name in ("completed_on",):
            if said.get(name) is not None:
                setattr(project, name, said[name])
        doing.keep(project)
        doing.note(project, before={"state": Project.State.PLANNED}, after={"state": project.state})


def _body(row: Row, place: str, actor: Actor, now: dt.datetime, kind: str = "company") -> Body:
    """The body that a line names, by credit code or name; registered when it is new."""
    code, name = row.get("credit_code") or "", " ".join((row.get("name") or "").split())
    found = Body.objects.filter(credit_code=code).first() if code else None
    found = found or Body.objects.filter(name=name, kind=kind).first()
    if found is not None:
        return found.merged_into or found
    form = BodyForm(
        kind=kind, name=name, credit_code=code, place=place,
        registered_capital_fen=row.get("registered_capital_fen"),
    )  # fmt: skip
    return register_body(form, actor=actor, now=now)


def _parties(desk: _Desk, rows: Iterable[Row]) -> None:
    """The chain from the top down: a line waits until the party that it names above is there."""
    waiting, there = list(rows), _there(desk.project)
    while waiting:
        ready = [row for row in waiting if not row.get("parent") or row["parent"] in there]
        for row in ready or waiting:
            desk.take(row, partial(_party, desk, row, there))
        waiting = [row for row in waiting if row not in ready] if ready else []
        there = _there(desk.project)


def _there(project: Project) -> dict[str, Party]:
    found = Party.objects.filter(project=project, left_on=None).select_related("body")
    return {each.body.name: each for each in found}


def _party(desk: _Desk, row: Row, there: Mapping[str, Party]) -> bool:
    body = _body(row, desk.project.place_id, desk.actor, desk.now)
    above = there.get(row.get("parent") or "")
    known = Party.objects.filter(project=desk.project, body=body, role=row["role"]).first()
    parent = above.pk if above else (known.parent_id if known else None)
    form = PartyForm(
        body.pk, row["role"], parent, bool(row.get("is_person")), row.get("is_licensed"),
        row.get("joined_on"),
    )  # fmt: skip
    if known is not None and known.left_on is None:
        joined = form.joined_on or known.joined_on
        held = (known.parent_id, known.is_person, known.is_licensed, known.joined_on)
        if held == (form.parent, form.is_person, form.is_licensed, joined):
            return False
    add_party(desk.project.pk, form, **desk.who)
    return True


def _works(desk: _Desk, said: Row) -> None:
    """The works contract of developer and general contractor, from the terms of the sheet."""
    values: dict[str, Any] = {name: said.get(name) for name in TERMS if said.get(name) is not None}
    if said.get("contract_signed_on") is not None:
        values["signed_on"] = said["contract_signed_on"]
    sides = {each.role: each for each in _there(desk.project).values()}
    if not values or Role.DEVELOPER not in sides or Role.GENERAL_CONTRACTOR not in sides:
        return
    values["price_fen"] = said.get("contract_price_fen")

    def record() -> bool:
        record_works_contract(
            desk.project.pk, WorksForm(**values), client=sides[Role.DEVELOPER].pk,
            contractor=sides[Role.GENERAL_CONTRACTOR].pk, **desk.who,
        )  # fmt: skip
        return True

    desk.take({}, record)


def _account(desk: _Desk, said: Row) -> None:
    """The special account, when the sheet gives number, bank and day."""
    number, bank = said.get("account_number"), said.get("account_bank")
    opened, builder = said.get("account_opened_on"), _builder(desk.project)
    known = desk.project.accounts.filter(closed_on=None).exists()
    if known or not (number and bank and opened and builder):
        return
    keeper = _body({"name": bank}, desk.project.place_id, desk.actor, desk.now, "bank")
    form = AccountForm(builder.pk, keeper.pk, said.get("account_name") or "—", number, opened)

    def record() -> bool:
        account = open_account(desk.project.pk, form, **desk.who)
        if said.get("account_agreement_on") is not None:
            agree(account.pk, on=said["account_agreement_on"], items=[], **desk.who)
        return True

    desk.take({}, record)


def _deposit(desk: _Desk, row: Row) -> bool:
    builder, form = _builder(desk.project), row.get("form")
    ground = GroundForm(row.get("clean_years"), row.get("had_arrears"), row.get("is_listed"))
    stated = (ground.clean_years, ground.had_arrears, ground.is_listed) != (None, None, None)
    if form == "exempt" or stated:
        exempt = GroundForm(*_plain(ground), exempt=form == "exempt")
        state_ground(desk.project.pk, exempt, **desk.who)
        if form == "exempt":
            return True
    if form in {None, "none"} or builder is None or row.get("stored_on") is None:
        raise FieldError(
            "deposit.form",
            message("The deposit has no form, payer or day."),
            message("Give its form, sum and day; without a deposit leave the line out."),
        )
    given = DepositForm(str(form), builder.pk, row.get("stored_fen") or 0, row["stored_on"])
    record_deposit(desk.project.pk, given, **desk.who)
    return True


def _plain(ground: GroundForm) -> tuple[int | None, bool | None, bool | None]:
    return ground.clean_years, ground.had_arrears, ground.is_listed


def _board(desk: _Desk, row: Row) -> bool:
    bits = row.get("items_bits") or 0
    items = [name for at, name in enumerate(SIGNBOARD_ITEMS) if bits >> at & 1]
    if row.get("put_up_on") is None:
        raise FieldError(
            "signboard.form",
            message("The signboard has no day on which it was put up."),
            message("Give the day."),
        )
    record_board(desk.project.pk, items=items, put_up_on=row["put_up_on"], **desk.who)
    return True


def _letter(desk: _Desk, row: Row) -> bool:
    number, issuer = (row.get("number") or "").strip(), (row.get("issuer") or "").strip()
    if not number or not issuer:
        raise FieldError(
            "guarantee.issuer",
            message("The sheet names neither the issuer nor the number of the letter."),
            message("Enter the letter on the project's page."),
        )
    if desk.project.guarantees.filter(number=number, issuer__name=issuer).exists():
        return False
    if row.get("from_on") is None:
        raise FieldError(
            "guarantee.form",
            message("The letter has no day on which it begins."),
            message("Give the day."),
        )
    known = Body.objects.filter(name=issuer).exclude(kind="bank").first()
    keeper = known or _body({"name": issuer}, desk.project.place_id, desk.actor, desk.now, "bank")
    form = GuaranteeForm(
        str(row.get("kind")), number, keeper.pk, row.get("amount_fen") or 0, row["from_on"],
        row.get("to_on"),
    )  # fmt: skip
    record_guarantee(desk.project.pk, form, **desk.who)
    return True


def _permit(desk: _Desk, said: Row) -> None:
    """A permit that was issued before the project came here: only its issuer may hand it in."""
    number, issued_on = (said.get("permit_number") or "").strip(), said.get("permit_on")
    if not number or issued_on is None or desk.project.permits.filter(number=number).exists():
        return

    def record() -> bool:
        with change("registry.permit.issue", actor=desk.actor, now=desk.now) as doing:
            site = doing.reach(Project, desk.project.pk)
            issuers = [each.body for each in desk.actor.held if each.body is not None]
            if not issuers:
                raise FieldError(
                    "permit.form",
                    message("The sheet's permit has no issuer."),
                    message("Let the department that issued it hand the sheet in."),
                )
            permit = doing.keep(Permit(
                project=site, kind=Permit.Kind.CONSTRUCTION, number=number, issued_on=issued_on,
                issued_by_id=issuers[0], grounds=AS_FOUND,
            ))  # fmt: skip
            doing.note(permit, after={"project": site.pk, "number": number,
                                      "issued_on": issued_on, "grounds": AS_FOUND})  # fmt: skip
        return True

    desk.take({}, record)


def _figures(desk: _Desk, rows: list[Mapping[str, Any]]) -> None:
    """What the sheet tells of operation and progress, by whoever hands it in."""
    builder = _builder(desk.project)
    source = min(desk.actor.bodies, default=builder.body_id if builder else None)
    if rows and source is not None:
        with change(SUPPLY, actor=desk.actor, now=desk.now) as doing:
            taken = take_lines(doing, rows, project=desk.project, source=source)
        desk.accepted += taken.accepted
        desk.unchanged += taken.unchanged
        desk.refused += taken.refused


def _builder(project: Project) -> Party | None:
    return project.parties.filter(role=Role.GENERAL_CONTRACTOR, left_on=None).last()
