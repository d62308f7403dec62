"""Warnings as officers and companies see them: today's board, places, lists, one warning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huxin.access.errors import NotFound, Refused
from huxin.check.model import SEVERITIES
from huxin.intake.queries import balance
from huxin.kernel.clock import CHINA
from huxin.kernel.errors import HuxinError, InputError
from huxin.kernel.texts import message
from huxin.registry.models import Project
from huxin.warnings import actions, queries
from huxin.warnings.queries import Filter
from huxin.warnings.words import STATES
from huxin.web.charts import hazards_chart, trend_chart
from huxin.web.navigation import audience_of
from huxin.web.page import Request, page, render, speaker_of
from huxin.web.placed import name_of_place

__all__ = ["board", "hazards", "move", "on_us", "one", "places", "warning_list"]

SEE = "warnings.warning.view"
OFFICERS = "warnings.hazard.view"


@page(OFFICERS)
def board(request: Request) -> HttpResponse:
    """What is urgent, who is hurt, how much money, who acts by when."""
    today = request.now.astimezone(CHINA).date()
    weeks = queries.trend(actor=request.actor, today=today)
    shown = {
        "board": queries.board(actor=request.actor, today=today),
        "weeks": weeks,
        "trend": trend_chart(weeks, speaker_of(request)),
        "balance": balance(actor=request.actor),
        "today": today,
        "severities": SEVERITIES,
    }
    return render(request, "warnings/board.html", shown)


@page(OFFICERS)
def places(request: Request, *, code: str = "") -> HttpResponse:
    """Open warnings by place and sector, one level at a time."""
    chosen = code or queries.widest_place(actor=request.actor)
    table = queries.place_table(chosen, actor=request.actor)
    return render(request, "warnings/places.html", {"table": table, "severities": SEVERITIES})


@page(SEE)
def warning_list(request: Request) -> HttpResponse:
    """Warnings by filters; the address can be shared."""
    asked = _filter(request)
    found = queries.listed(asked, actor=request.actor, after=request.GET.get("after", ""))
    kept = {name: value for name, value in request.GET.items() if name != "after" and value}
    address = reverse("warnings:list")
    shown = {
        "page": found,
        "asked": asked,
        "place": name_of_place(asked.place, actor=request.actor),
        "severities": SEVERITIES,
        "states": STATES,
        "sectors": Project.Sector.values,
        "first": f"{address}?{urlencode(kept)}" if "after" in request.GET else "",
        "following": f"{address}?{urlencode({**kept, 'after': found.next})}" if found.next else "",
        "is_officer": audience_of(request.actor) == "government",
    }
    return render(request, "warnings/list.html", shown)


@page(SEE)
def on_us(request: Request) -> HttpResponse:
    """Warnings on the reader's own company, and how to clear them."""
    found = queries.on_me(actor=request.actor, after=request.GET.get("after", ""))
    address = reverse("warnings:on-us")
    following = f"{address}?{urlencode({'after': found.next})}" if found.next else ""
    shown = {
        "page": found,
        "first": address if "after" in request.GET else "",
        "following": following,
    }
    return render(request, "warnings/on_us.html", shown)


@page(OFFICERS)
def hazards(request: Request) -> HttpResponse:
    """Projects by what stands open on them: money, people, severity; never people themselves."""
    found = queries.hazards(actor=request.actor)
    shown = {
        "hazards": found,
        "weights": queries.weights(),
        "chart": hazards_chart(found, speaker_of(request)),
    }
    return render(request, "warnings/hazards.html", shown)


@page(SEE)
def one(request: Request, *, key: int) -> HttpResponse:
    """One warning: the answer, the reason, the evidence, and what can be done."""
    return _one(request, key)


def _one(request: Request, key: int, refusal: HuxinError | None = None) -> HttpResponse:
    found = queries.one(key, actor=request.actor)
    shown = {
        "found": found,
        "refusal": refusal,
        "typed": request.POST.get("text", "") if refusal else "",
        "officers": queries.officers(key, actor=request.actor, now=request.now),
        "departments": queries.departments(key, actor=request.actor),
    }
    return render(request, "warnings/one.html", shown, status=422 if refusal else 200)


@page(SEE, methods=("POST",))
def move(request: Request, *, key: int, name: str) -> HttpResponse:
    """Make one move; what is wrong with it stands beside what was typed."""
    made = MOVES.get(name)
    if made is None:
        raise NotFound
    try:
        made(request, key)
    except (NotFound, Refused):
        raise
    except HuxinError as error:
        return _one(request, key, error)
    messages.success(request, speaker_of(request).t("Done; it stands in the history below."))
    return HttpResponseRedirect(reverse("warnings:one", kwargs={"key": key}))


def _text(request: Request) -> str:
    return request.POST.get("text", "")[:2000]


def _number(request: Request, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else -1


def _day(request: Request) -> dt.date:
    text = request.POST.get("until", "")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(
            message("Not a day: {text}", text=text), remedy=message("Write it as 2025-06-30.")
        ) from None


def _assign(request: Request, key: int) -> object:
    account = _number(request, "account")
    return actions.assign(key, account=account, actor=request.actor, now=request.now)


def _answer(request: Request, key: int) -> object:
    return actions.answer(key, text=_text(request), actor=request.actor, now=request.now)


def _accept(request: Request, key: int) -> object:
    return actions.verify(
        key, accepted=True, text=_text(request), actor=request.actor, now=request.now
    )


def _reject(request: Request, key: int) -> object:
    return actions.verify(
        key, accepted=False, text=_text(request), actor=request.actor, now=request.now
    )


def _snooze(request: Request, key: int) -> object:
    return actions.snooze(
        key, until=_day(request), text=_text(request), actor=request.actor, now=request.now
    )


def _explain(request: Request, key: int) -> object:
    return actions.explain(
        key, until=_day(request), text=_text(request), actor=request.actor, now=request.now
    )


def _resume(request: Request, key: int) -> object:
    return actions.resume(key, actor=request.actor, now=request.now)


def _hand_over(request: Request, key: int) -> object:
    body = _number(request, "body")
    return actions.hand_over(
        key, body=body, text=_text(request), actor=request.actor, now=request.now
    )


def _close(request: Request, key: int) -> object:
    return actions.close(key, text=_text(request), actor=request.actor, now=request.now)


def _confirm(request: Request, key: int) -> object:
    return actions.confirm(key, agreed=True, actor=request.actor, now=request.now)


def _refuse(request: Request, key: int) -> object:
    return actions.confirm(
        key, agreed=False, text=_text(request), actor=request.actor, now=request.now
    )


def _reopen(request: Request, key: int) -> object:
    return actions.reopen(key, text=_text(request), actor=request.actor, now=request.now)


MOVES: dict[str, Callable[[Request, int], object]] = {
    "assign": _assign, "answer": _answer, "accept": _accept, "reject": _reject,
    "snooze": _snooze, "explain": _explain, "resume": _resume, "hand_over": _hand_over,
    "close": _close, "confirm": _confirm, "refuse": _refuse, "reopen": _reopen,
}  # fmt: skip


def _filter(request: Request) -> Filter:
    given = request.GET
    project = given.get("project", "")
    return Filter(
        place=given.get("place", "")[:12],
        sector=given.get("sector", "") if given.get("sector") in Project.Sector.values else "",
        severity=given.get("severity", "") if given.get("severity") in SEVERITIES else "",
        state=given.get("state", "") if given.get("state") in STATES else "",
        rule=given.get("rule", "")[:12],
        project=int(project) if project.isdecimal() and len(project) < 19 else None,
        mine=given.get("mine") == "1",
        unassigned=given.get("unassigned") == "1",
        cleared=given.get("cleared") == "1",
    )
