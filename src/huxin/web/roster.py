"""The roster of a project: its lines, what is missing, several lines at once, its workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huxin.access.errors import NotFound, Refused, StepUp
from huxin.kernel.clock import CHINA
from huxin.kernel.errors import HuxinError, InputError
from huxin.kernel.texts import message
from huxin.registry.actions.batch import Several, file_several, leave_several
from huxin.registry.actions.exports import export_roster
from huxin.registry.queries import roster as rosters
from huxin.web.acts.of_project import site_crumbs
from huxin.web.page import Request, page, render, speaker_of

__all__ = ["export", "export_revealed", "file", "leave", "roster", "staff"]

SEE = "registry.roster.view"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES_MAX = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the ticked lines: how many were done, and each that was not by its name."""

    done: int
    refused: tuple[tuple[str, HuxinError], ...]


@page(SEE)
def roster(request: Request, *, project: int) -> HttpResponse:
    """The roster of a project, with what is missing."""
    return _roster(request, project)


@page("registry.enrolment.leave", methods=("POST",))
def leave(request: Request, *, project: int) -> HttpResponse:
    """The ticked workers have left the site on one day."""
    return _several(
        request, project,
        lambda lines, on: leave_several(lines, left_on=on, actor=request.actor, now=request.now),
    )  # fmt: skip


@page("registry.contract.file", methods=("POST",))
def file(request: Request, *, project: int) -> HttpResponse:
    """The contracts of the ticked workers were filed on one day."""
    return _several(
        request, project,
        lambda lines, on: file_several(lines, filed_on=on, actor=request.actor, now=request.now),
    )  # fmt: skip


@page("registry.roster.export", methods=("POST",))
def export(request: Request, *, project: int) -> HttpResponse:
    """The roster as a workbook, with its purpose and its mark; numbers masked."""
    return _export(request, project, revealed=False)


@page("registry.roster.export_revealed", methods=("POST",))
def export_revealed(request: Request, *, project: int) -> HttpResponse:
    """The same with whole numbers: for those who may, after their second factor."""
    return _export(request, project, revealed=True)


@page(SEE)
def staff(request: Request, *, key: int) -> HttpResponse:
    """The staff register 职工名册 of one employer: everybody on all its sites within reach."""
    after = request.GET.get("after", "")
    start = int(after) if after.isdecimal() and len(after) < 19 else 0
    found = rosters.staff(key, actor=request.actor, only=_filter(request), after=start)
    address = reverse("people:staff", kwargs={"key": key})
    query = _query(request)
    shown = {
        "page": found,
        "only": _filter(request),
        "name": found.rows[0].employer if found.rows else "",
        "first": f"{address}?{query}" if start else "",
        "following": f"{address}?{query}&after={found.next_after}" if found.next_after else "",
    }
    return render(request, "people/staff.html", shown)


def _export(request: Request, project: int, *, revealed: bool) -> HttpResponse:
    purpose = request.POST.get("purpose", "")
    try:
        made = export_roster(
            project, purpose=purpose, revealed=revealed, actor=request.actor, now=request.now
        )
    except (NotFound, Refused, StepUp):
        raise
    except HuxinError as error:
        return _roster(request, project, refusal=error)
    answer = HttpResponse(made.content, content_type=XLSX)
    name = urlencode({"": made.name})[1:]
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer["Cache-Control"] = "no-store"
    return answer


def _several(
    request: Request, project: int, act: Callable[[list[int], dt.date], Several]
) -> HttpResponse:
    """Do something to the ticked lines; those that are refused are named with their reasons."""
    names = {each.enrolment: each.name for each in _lines(request, project).rows}
    try:
        made = act(_ticked(request), _day(request))
    except (NotFound, Refused):
        raise
    except HuxinError as error:
        return _roster(request, project, refusal=error)
    said = speaker_of(request)
    if not made.refused:
        messages.success(request, said.n("One line is done.", "{n} lines are done.", made.done))
        return HttpResponseRedirect(f"{_address(project)}?{_query(request)}")
    unnamed = said.t("a line that is not shown here")
    refused = tuple((names.get(each.enrolment, unnamed), each.error) for each in made.refused)
    return _roster(request, project, outcome=Outcome(made.done, refused))


def _roster(
    request: Request,
    project: int,
    *,
    refusal: HuxinError | None = None,
    outcome: Outcome | None = None,
) -> HttpResponse:
    found, today = _lines(request, project), request.now.astimezone(CHINA).date()
    query, address = _query(request), _address(project)
    shown = {
        "project": project,
        "where": site_crumbs(project, SEE, request),
        "page": found,
        "only": _filter(request),
        "coverage": rosters.coverage(project, on=today, actor=request.actor),
        "groups": rosters.groups(project, by="trade", actor=request.actor),
        "first": f"{address}?{query}" if "after" in request.GET else "",
        "following": f"{address}?{query}&after={found.next_after}" if found.next_after else "",
        "query": query,
        "today": today,
        "ticked": _ticked_texts(request),
        "refusal": refusal,
        "outcome": outcome,
    }
    status = 422 if refusal or outcome else 200
    return render(request, "people/roster.html", shown, status=status)


def _lines(request: Request, project: int) -> rosters.RosterPage:
    after = request.GET.get("after", "")
    start = int(after) if after.isdecimal() and len(after) < 19 else 0
    return rosters.roster(project, actor=request.actor, only=_filter(request), after=start)


def _filter(request: Request) -> rosters.RosterFilter:
    given = request.GET
    lacks = given.get("lacks", "")
    return rosters.RosterFilter(
        on_site=None if given.get("all") == "1" else True,
        lacks=lacks if lacks in ("contract", "filing", "card", "phone") else "",  # type: ignore[arg-type]
        text=given.get("q", "").strip()[:40],
    )


def _query(request: Request) -> str:
    """The filter that is in force, without the place in the list."""
    kept = {name: value for name, value in request.GET.items() if name != "after" and value}
    return urlencode(kept, errors="replace")


def _address(project: int) -> str:
    return reverse("people:roster", kwargs={"project": project})


def _ticked_texts(request: Request) -> list[str]:
    return request.POST.getlist("line")[: LINES_MAX + 1]


def _ticked(request: Request) -> list[int]:
    given = [int(each) for each in _ticked_texts(request) if each.isdecimal() and len(each) < 19]
    if not given:
        raise InputError(
            message("No line is ticked."), remedy=message("Tick the lines that are meant.")
        )
    return given


def _day(request: Request) -> dt.date:
    text = request.POST.get("on", "")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(
            message("Not a day: {text}", text=text[:20]),
            remedy=message("Write it as 2025-06-30."),
        ) from None
