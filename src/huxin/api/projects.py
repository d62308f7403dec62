"""Departments and companies' systems ask for the projects that are theirs to see."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router

from huxin.access.gate import reach, visible
from huxin.api.auth import asked
from huxin.api.errors import language_of
from huxin.api.operation import BIG, answers, operation
from huxin.api.schemas.base import Day
from huxin.api.schemas.projects import (
    ConditionOut,
    GateOut,
    PartyOut,
    PartyPage,
    ProjectOut,
    ProjectPage,
)
from huxin.kernel.clock import CHINA, SystemClock
from huxin.registry.models import Party, Project
from huxin.registry.policy.gates import Answer
from huxin.registry.queries.gates import gate

__all__ = ["router"]

router = Router(tags=["projects"])
VIEW = "registry.project.view"
PAGE, PAGE_MAX = 100, 500
REGION = r"^([0-9]{6,12})?$"
Gate = Literal["construction_permit", "start", "approval", "tendering", "bidding"]


@router.get("/projects", response=answers(ProjectPage), summary="Projects, page by page")
@operation(VIEW)
def projects(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, le=BIG)] = 0,
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = PAGE,
    place: Annotated[str, Query(pattern=REGION, description="A region, with all below.")] = "",
    sector: Project.Sector | None = None,
    state: Project.State | None = None,
) -> ProjectPage:
    """Projects with a key above `after`, in the order of their keys."""
    rows = visible(Project, VIEW, actor=asked(request)).filter(pk__gt=after).order_by("pk")
    wanted = {"place__path__contains": f"/{place}/" if place else "", "sector": sector,
              "state": state}  # fmt: skip
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    found = list(rows[: limit + 1])
    told = [_out(each) for each in found[:limit]]
    return ProjectPage(projects=told, next=told[-1].id if len(found) > limit else None)


@router.get("/projects/{project}", response=answers(ProjectOut), summary="One project")
@operation(VIEW)
def project(request: HttpRequest, project: Annotated[int, Path(ge=1, le=BIG)]) -> ProjectOut:
    """A project by its key."""
    return _out(reach(Project, project, VIEW, actor=asked(request)))


@router.get("/projects/{project}/parties", response=answers(PartyPage), summary="Its parties")
@operation(VIEW)
def parties(request: HttpRequest, project: Annotated[int, Path(ge=1, le=BIG)]) -> PartyPage:
    """The bodies that take part in a project and have not left it, in the order they came."""
    site = reach(Project, project, VIEW, actor=asked(request))
    rows = Party.objects.filter(project=site, left_on=None).select_related("body").order_by("pk")
    told = [PartyOut(id=each.pk, body=each.body_id, name=each.body.name, role=each.role,
                     parent=each.parent_id) for each in rows]  # fmt: skip
    return PartyPage(parties=told)


@router.get(
    "/projects/{project}/gates/{name}", response=answers(GateOut),
    summary="May it be granted?",
)  # fmt: skip
@operation(VIEW)
def gate_of(
    request: HttpRequest,
    project: Annotated[int, Path(ge=1, le=BIG)],
    name: Gate,
    on: Annotated[Day | None, Query(description="The day; today if left out.")] = None,
) -> GateOut:
    """Whether the project may get its permit, start, be approved …, condition by condition."""
    day = on or SystemClock().now().astimezone(CHINA).date()
    found, said = gate(project, name, on=day, actor=asked(request)), language_of(request)
    told = [_condition(each, said) for each in found.answers]
    return GateOut(project=project, gate=name, on=day, outcome=found.outcome.value, conditions=told)


def _condition(each: Answer, said: str) -> ConditionOut:
    return ConditionOut(
        condition=each.condition, title=each.title.say(said), outcome=each.outcome.value,
        reason=each.reason.say(said), clauses=[*each.clauses],
        remedy=each.remedy.say(said) if each.remedy else "",
    )  # fmt: skip


def _out(row: Project) -> ProjectOut:
    names = set(ProjectOut.model_fields) - {"id", "place"}
    told = {name: getattr(row, name) for name in names}
    return ProjectOut(id=row.pk, place=row.place_id, **told)
