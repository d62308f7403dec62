"""Takes a project sheet 项目信息 into the registers: the project, its parties, what secures wages.

The sheet says how things stand, so a project that is being built already comes in as such; what
should have been there before is then missing from its file, and the completeness says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.formats.project_sheet import LISTS, ProjectReading, table
from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import message
from huxin.registry.actions import sheet_papers
from huxin.registry.actions.accounts import AccountForm, agree, open_account
from huxin.registry.actions.figure_files import take_lines
from huxin.registry.actions.figures import SUPPLY
from huxin.registry.actions.parties import PartyForm, add_party
from huxin.registry.actions.projects import ProjectForm, change_project, register_project
from huxin.registry.actions.sheet_desk import CODE, Desk, Row, body_of, builder_of
from huxin.registry.actions.works import WorksForm, record_works_contract
from huxin.registry.errors.projects import FieldError
from huxin.registry.models import Party, Project
from huxin.registry.taken import Remark, Taken

__all__ = ["open_project", "take_project"]

Role = Party.Role
FIELDS = frozenset(ProjectForm.__dataclass_fields__)
TERMS = tuple(each for each in WorksForm.__dataclass_fields__ if each not in {"number", "file"})
KEPT = {"party", "deposit", "guarantee", "signboard", "indicator"}
NOT_KEPT = tuple(each.name for each in LISTS if each.name not in KEPT)
"""Lists of a sheet that no register takes from it."""


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
    said = _said(reading)
    lists = {name: table.to_pylist() for name, table in reading.tables.items()}
    with change("registry.project.import", actor=actor, now=now):
        found = _project(said, lists.get("party", []), project, actor, now)
        desk = Desk(actor, now, found, accepted=1)
        _parties(desk, lists.get("party", []))
        _works(desk, said)
        sheet_papers.permit(desk, said)
        _account(desk, said)
        for row in lists.get("deposit", []):
            desk.take(row, partial(sheet_papers.deposit, desk, row))
        for row in lists.get("guarantee", []):
            desk.take(row, partial(sheet_papers.letter, desk, row))
        for row in lists.get("signboard", []):
            desk.take(row, partial(sheet_papers.board, desk, row))
        _figures(desk, lists.get("indicator", []))
        passed_over = _passed_over(reading)
    return Taken(
        desk.accepted, desk.unchanged, tuple(desk.refused), (*desk.remarks, *passed_over),
        sum(reading.tables[name].num_rows for name in NOT_KEPT),
    )  # fmt: skip


def open_project(reading: ProjectReading, *, actor: Actor, now: dt.datetime) -> Project:
    """The project that a sheet names: as it is on record, or registered anew.

    Raises NotFound for one out of reach, FieldError for one that cannot be registered.
    """
    said = _said(reading)
    with change("registry.project.import", actor=actor, now=now) as doing:
        known = Project.objects.filter(code=_code(said)).first()
        if known is not None:
            return doing.reach(Project, known.pk)
        return _registered(said, reading.tables["party"].to_pylist(), actor, now)


def _said(reading: ProjectReading) -> Row:
    """What the sheet says of the project itself."""
    for said in reading.rows.to_pylist():
        found: Row = said
        return found
    raise FieldError(
        CODE,
        message("The sheet names no project."),
        message("Fill in the project's name and code, and hand it in again."),
    )


def _code(said: Row) -> str:
    return (said.get("code") or "").strip()


def _passed_over(reading: ProjectReading) -> Iterator[Remark]:
    """A remark for each list of the sheet that no register takes."""
    for name in NOT_KEPT:
        lines = reading.tables[name].num_rows
        if lines:
            error = HuxinError(
                message("{n} lines of this list were left alone: they are not taken from a sheet.",
                        n=lines),
                remedy=message("The file stays with its receipt; measures of courts are entered "
                               "at the account."),
            )  # fmt: skip
            yield Remark(0, "sheet.list", error, table(name).sheet)


def _project(
    said: Row, parties: Iterable[Row], known: Project | None, actor: Actor, now: dt.datetime
) -> Project:
    """The project of the sheet, brought up to date or new."""
    code = _code(said)
    if known is not None and code and code != known.code:
        raise FieldError(
            CODE,
            message("The sheet is about project {code}, not about this one.", code=code),
            message("Hand it in at its own project."),
        )
    known = known or Project.objects.filter(code=code).first()
    if known is None:
        return _registered(said, parties, actor, now)
    return change_project(known.pk, _form(said), version=known.version, actor=actor, now=now)


def _form(said: Row) -> ProjectForm:
    return ProjectForm(**{name: said[name] for name in FIELDS if said.get(name) is not None})


def _registered(said: Row, parties: Iterable[Row], actor: Actor, now: dt.datetime) -> Project:
    place = said.get("place") or ""
    top = {Role.DEVELOPER, Role.GENERAL_CONTRACTOR}
    bodies = {
        row["role"]: body_of(row, place, actor, now).pk
        for row in parties
        if row.get("role") in top and row.get("name")
    }
    project = register_project(
        _form(said), code=_code(said), place=place, parties=bodies, actor=actor, now=now
    )
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


def _parties(desk: Desk, rows: Iterable[Row]) -> None:
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


def _party(desk: Desk, row: Row, there: Mapping[str, Party]) -> bool:
    body = body_of(row, desk.project.place_id, desk.actor, desk.now)
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


def _works(desk: Desk, said: Row) -> None:
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


def _account(desk: Desk, said: Row) -> None:
    """The special account, when the sheet gives number, bank and day."""
    number, bank = said.get("account_number"), said.get("account_bank")
    opened, builder = said.get("account_opened_on"), builder_of(desk.project)
    known = desk.project.accounts.filter(closed_on=None).exists()
    if known or not (number and bank and opened and builder):
        return
    keeper = body_of({"name": bank}, desk.project.place_id, desk.actor, desk.now, "bank")
    form = AccountForm(builder.pk, keeper.pk, said.get("account_name") or "—", number, opened)

    def record() -> bool:
        account = open_account(desk.project.pk, form, **desk.who)
        if said.get("account_agreement_on") is not None:
            agree(account.pk, on=said["account_agreement_on"], items=[], **desk.who)
        return True

    desk.take({}, record)


def _figures(desk: Desk, rows: list[Mapping[str, Any]]) -> None:
    """What the sheet tells of operation and progress, by whoever hands it in."""
    builder = builder_of(desk.project)
    source = min(desk.actor.bodies, default=builder.body_id if builder else None)
    if rows and source is not None:
        with change(SUPPLY, actor=desk.actor, now=desk.now) as doing:
            taken = take_lines(doing, rows, project=desk.project, source=source)
        desk.accepted += taken.accepted
        desk.unchanged += taken.unchanged
        desk.refused += taken.refused
