"""Projects: register, change under compare-and-set, move from state to state."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, fields
from typing import Any

from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.access.gate import Subject, may
from huxin.access.models import Body, Region
from huxin.kernel.clock import CHINA
from huxin.kernel.pinyin import initials_of, pinyin_of
from huxin.kernel.texts import message
from huxin.registry.errors.projects import FieldError, StaleError
from huxin.registry.models import Party, Project
from huxin.registry.policy.projects import DATED, check_move, check_values
from huxin.registry.queries.gates import check_gate

__all__ = ["ProjectForm", "change_project", "move_project", "register_project"]

PINYIN_MAX, INITIALS_MAX = 200, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectForm:
    """What a form or a sheet says of a project; None: it says nothing."""

    name: str | None = None
    address: str | None = None
    sector: str | None = None
    funding: str | None = None
    contract_price_fen: int | None = None
    permit_waived: bool | None = None
    started_on: dt.date | None = None
    planned_end_on: dt.date | None = None
    funds_proven: bool | None = None
    funds_proof: str | None = None
    attendance_device_on: dt.date | None = None
    pay_day: int | None = None
    pay_month_offset: int | None = None

    def said(self) -> dict[str, Any]:
        """Only what the form says."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def register_project(
    form: ProjectForm,
    *,
    code: str,
    place: str,
    parties: dict[str, int],
    actor: Actor,
    now: dt.datetime,
) -> Project:
    """A new project with its developer and general contractor, as planned; raises FieldError.

    `parties`: role → body, of developer and general_contractor, at least one. `code` is the code of
    its approval, or of the register where it has none.
    """
    today = now.astimezone(CHINA).date()
    values = form.said()
    with change("registry.project.register", actor=actor, now=now) as doing:
        region = _check_new(place, values, code, parties)
        bodies = frozenset(parties.values())
        doing.allow(Subject(path=region.path, sector=values["sector"], bodies=bodies))
        check_values(values, today=today)
        project = Project(
            code=code.strip(), place=region, state=Project.State.PLANNED, registered_on=today
        )
        _fill(project, values)
        doing.keep(project)
        _first_parties(doing, project, parties)
        doing.note(project, after={"code": project.code, "place": place, **values, **parties})
    return project


def change_project(
    key: int, form: ProjectForm, *, version: int, actor: Actor, now: dt.datetime
) -> Project:
    """Change what the form says; raises StaleError when the version is no longer the present one.

    The first day of the works is set by `move_project`.
    """
    values = form.said()
    with change("registry.project.change", actor=actor, now=now) as doing:
        project = doing.reach(Project, key)
        if project.version != version:
            raise StaleError(project.version)
        whole = {each.name: getattr(project, each.name) for each in fields(ProjectForm)} | values
        check_values(whole, today=now.astimezone(CHINA).date())
        before = {name: getattr(project, name) for name in values}
        after = {name: value for name, value in values.items() if before[name] != value}
        if after:
            _fill(project, after)
            project.version += 1
            doing.keep(project)
            doing.note(project, before={name: before[name] for name in after}, after=after)
    return project


def move_project(
    key: int,
    to: str,
    *,
    on: dt.date,
    version: int,
    grounds: str = "",
    actor: Actor,
    now: dt.datetime,
) -> Project:
    """Move a project on; raises StepError, StaleError, GateError.

    Works begin only through the gate `start`. `grounds` says how what the registers cannot tell
    was settled; it counts from whoever may issue permits, nobody settles his own case.
    """
    today = now.astimezone(CHINA).date()
    with change("registry.project.move", actor=actor, now=now) as doing:
        project = doing.reach(Project, key)
        if project.version != version:
            raise StaleError(project.version)
        check_move(project.state, to, on=on, today=today, started_on=project.started_on)
        if (project.state, to) == (Project.State.PLANNED, Project.State.BUILDING):
            check_gate(project, "start", on=on, grounds=grounds if _decides(actor, project) else "")
        _move(doing, project, to, on, grounds)
    return project


def _decides(actor: Actor, project: Project) -> bool:
    """Whether the actor may settle what the registers cannot tell: whoever may issue the permit."""
    subject = Subject(path=project.place.path, sector=project.sector)
    return may("registry.permit.issue", actor=actor, subject=subject)


def _move(doing: Change, project: Project, to: str, on: dt.date, grounds: str) -> None:
    before, name = {"state": project.state}, DATED.get(to)
    if name is not None and (to != Project.State.BUILDING or project.started_on is None):
        before[name] = getattr(project, name)
        setattr(project, name, on)
    project.state = to
    project.version += 1
    doing.keep(project)
    after = {"state": to, "on": on, "grounds": grounds}
    doing.note(project, before=before, after=after)


def _fill(project: Project, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(project, name, value)
    if "name" in values:
        project.pinyin = pinyin_of(project.name)[:PINYIN_MAX]
        project.initials = initials_of(project.name)[:INITIALS_MAX]


def _first_parties(doing: Change, project: Project, parties: dict[str, int]) -> None:
    """The developer, and below it whoever took on the whole works."""
    above: Party | None = None
    for role in (Party.Role.DEVELOPER, Party.Role.GENERAL_CONTRACTOR):
        if role in parties:
            above = doing.keep(
                Party(project=project, body_id=parties[role], role=role, parent=above)
            )


def _check_new(place: str, values: dict[str, Any], code: str, parties: dict[str, int]) -> Region:
    """The region of a new project; raises FieldError when the form cannot make one."""
    region = Region.objects.filter(pk=place).first()
    if region is None:
        raise FieldError(
            "project.place",
            message("The place of works is not known."),
            message("Choose the county or zone in which the works lie."),
        )
    roles = {Party.Role.DEVELOPER, Party.Role.GENERAL_CONTRACTOR}
    named = values.get("name") and code.strip() and parties and set(parties) <= roles
    sorted_out = (
        values.get("sector") in Project.Sector.values
        and values.get("funding") in Project.Funding.values
    )
    if not (named and sorted_out):
        raise FieldError(
            "project.incomplete",
            message(
                "A project needs code, name, sector, kind of investment, and its developer or "
                "general contractor."
            ),
            message("Enter what is missing."),
        )
    if Project.objects.filter(code=code.strip()).exists():
        raise FieldError(
            "project.taken",
            message("A project with the code {code} is registered already.", code=code.strip()),
            message("Open it and change what is wrong there."),
        )
    if Body.objects.filter(pk__in=parties.values()).count() < len(set(parties.values())):
        raise FieldError(
            "project.body",
            message("A party of the project is not registered."),
            message("Register the company first."),
        )
    return region
