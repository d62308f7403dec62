"""Attendance of a project: the month sheet, corrections beside the record, devices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huxin.access.errors import NotFound, Refused
from huxin.check.render.words import Speaker
from huxin.kernel.clock import CHINA
from huxin.kernel.errors import HuxinError, InputError
from huxin.kernel.period import add_months, month_of, parse_month
from huxin.kernel.texts import CentiDays, message
from huxin.wages.actions.corrections import DayClaim, correct_day
from huxin.wages.queries import SheetLine, devices_of, fact_store, month_sheet, open_numbers
from huxin.web.acts.of_project import site_crumbs
from huxin.web.page import Request, page, render, speaker_of

__all__ = ["correct", "sheet"]

SEE = "wages.attendance.view"


@page(SEE)
def sheet(request: Request, *, project: int, month: str = "") -> HttpResponse:
    """The month sheet, with devices and numbers that belong to nobody yet."""
    return _sheet(request, project, month)


def _sheet(
    request: Request, project: int, month: str, refusal: HuxinError | None = None
) -> HttpResponse:
    today = request.now.astimezone(CHINA).date()
    chosen = parse_month(month) if month else month_of(today)
    found = month_sheet(project, chosen, actor=request.actor, store=fact_store())
    following = add_months(chosen, 1)
    shown = {
        "found": found,
        "marks": partial(_marks, found.days, speaker_of(request)),
        "where": site_crumbs(project, SEE, request),
        "month": chosen,
        "previous": f"{add_months(chosen, -1):%Y-%m}",
        "following": f"{following:%Y-%m}" if following <= today else "",
        "devices": devices_of(project, actor=request.actor, now=request.now),
        "open_numbers": open_numbers(project, chosen, actor=request.actor),
        "refusal": refusal,
    }
    return render(request, "attendance/sheet.html", shown, status=422 if refusal else 200)


def _marks(days: Sequence[dt.date], speaker: Speaker, line: SheetLine) -> Iterator[tuple[str, str]]:
    """What stands under each day of a line, and why where it was corrected."""
    for day in days:
        cell = line.cells.get(day)
        if cell is None:
            yield "", ""
        elif cell.corrections:
            last = cell.corrections[-1]
            yield f"{speaker.show(CentiDays(last.day_centi))}*", last.reason
        elif cell.marked_centi is not None:
            yield speaker.show(CentiDays(cell.marked_centi)), ""
        else:
            yield "√" if cell.is_present else "·", ""


@page("wages.attendance.correct", methods=("POST",))
def correct(request: Request, *, project: int) -> HttpResponse:
    """Put a correction beside a day, with its reason; the record itself never changes."""
    month = request.POST.get("on", "")[:7]
    try:
        claim = _claim(request)
        worker = request.POST.get("worker", "")
        key = int(worker) if worker.isdecimal() and len(worker) < 19 else -1
        correct_day(claim, project=project, worker=key, actor=request.actor, now=request.now)
    except (NotFound, Refused):
        raise
    except HuxinError as error:
        return _sheet(request, project, "", error)
    said = speaker_of(request).t("The correction stands beside the record.")
    messages.success(request, said)
    kept = {"project": project, "month": month}
    return HttpResponseRedirect(reverse("attendance:month", kwargs=kept))


def _claim(request: Request) -> DayClaim:
    on, days = request.POST.get("on", ""), request.POST.get("days", "")
    try:
        day = dt.date.fromisoformat(on)
    except ValueError:
        raise InputError(
            message("Not a day: {text}", text=on), remedy=message("Write it as 2025-06-30.")
        ) from None
    parts = {"1": 100, "0.5": 50, "0": 0}
    if days not in parts:
        raise InputError(
            message("Choose a whole day, half a day or none."),
            remedy=message("Tick one of the three."),
        )
    return DayClaim(day, parts[days], None, request.POST.get("reason", "")[:300])
