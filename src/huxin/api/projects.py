"""Departments and companies' systems ask for the projects that are theirs to see."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router

from huxin.access.gate import reach, visible
from huxin.api.auth import asked
from huxin.api.operation import BIG, PROBLEMS, operation
from huxin.api.schemas import ProjectOut, ProjectPage
from huxin.registry.models import Project

__all__ = ["router"]

router = Router(tags=["projects"])
VIEW = "registry.project.view"
PAGE, PAGE_MAX = 100, 500


@router.get("/projects", response={200: ProjectPage, **PROBLEMS}, summary="Projects, page by page")
@operation(VIEW)
def projects(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, le=BIG)] = 0,
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = PAGE,
) -> ProjectPage:
    """Projects with a key above `after`, in the order of their keys."""
    rows = visible(Project, VIEW, actor=asked(request)).filter(pk__gt=after).order_by("pk")
    found = list(rows[: limit + 1])
    told = [_out(each) for each in found[:limit]]
    return ProjectPage(projects=told, next=told[-1].id if len(found) > limit else None)


@router.get("/projects/{project}", response={200: ProjectOut, **PROBLEMS}, summary="One project")
@operation(VIEW)
def project(request: HttpRequest, project: Annotated[int, Path(ge=1, le=BIG)]) -> ProjectOut:
    """A project by its key."""
    return _out(reach(Project, project, VIEW, actor=asked(request)))


def _out(row: Project) -> ProjectOut:
    names = set(ProjectOut.model_fields) - {"id", "place"}
    told = {name: getattr(row, name) for name in names}
    return ProjectOut(id=row.pk, place=row.place_id, **told)
