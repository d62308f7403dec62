"""Projects: the list, everything about one on one screen, registering one, the permit, posters."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from markupsafe import Markup

from huxin.access.errors import NotFound
from huxin.access.gate import may
from huxin.access.history import history
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import Fen
from huxin.registry.models import Project
from huxin.registry.queries.board import board_photo, public_board
from huxin.registry.queries.board import poster as poster_of
from huxin.registry.queries.figures import months_of_project
from huxin.registry.queries.lacks import LACKS, shortfall
from huxin.registry.queries.project import project_page
from huxin.registry.queries.projects import Filters, projects
from huxin.registry.queries.registers import register, shown_registers
from huxin.registry.queries.retention import Retention, ledger_retention
from huxin.registry.queries.roster import Coverage, coverage
from huxin.registry.queries.scans import works_scan as paper
from huxin.warnings.queries import Filter
from huxin.warnings.queries import listed as listed_warnings
from huxin.warnings.queries.ledgers import ended_on
from huxin.web.acts import offers
from huxin.web.acts.scans import handed
from huxin.web.page import Request, page, render
from huxin.web.placed import name_of_place
from huxin.web.words import FUNDING, GATES, POSTS, ROLES, SECTORS, STATES

__all__ = ["board", "listed", "one", "photo", "poster", "registers", "works_scan"]

SEE = "registry.project.view"
WARNED = 8
"""Warnings on the page of a project; the list has the rest."""


@page(SEE)
def listed(request: Request) -> HttpResponse:
    """Projects within reach, by filters that can be shared."""
    given = request.GET
    filters = Filters(
        place=given.get("place", "")[:12],
        sector=given.get("sector", "") if given.get("sector") in SECTORS else "",
        state=given.get("state", "") if given.get("state") in Project.State.values else "",
        text=given.get("q", "").strip()[:60],
        lacks=given.get("lacks", "") if given.get("lacks") in LACKS else "",
    )
    after = given.get("after", "")
    found = projects(filters, after=after, on=_today(request), actor=request.actor)
    kept = {name: str(value) for name, value in given.items() if name != "after" and value}
    address = reverse("projects:list")
    shown = {
        "found": found,
        "filters": filters,
        "place": name_of_place(filters.place, actor=request.actor),
        "sectors": SECTORS,
        "states": STATES,
        "lacks": LACKS,
        "first": f"{address}?{urlencode(kept)}" if "after" in given else "",
        "following": _next(address, kept, found.after),
    }
    return render(request, "projects/list.html", shown)


@page(SEE)
def one(request: Request, *, key: int) -> HttpResponse:
    """Everything about a project on one screen."""
    found = project_page(key, on=_today(request), actor=request.actor)
    may_see = may("trail.history.view", actor=request.actor)
    kept = _retention(request, key)
    is_past = kept is not None and kept.until is not None and kept.until < _today(request)
    shown = {
        "found": found,
        "roles": ROLES,
        "funding": FUNDING,
        "gates": GATES,
        "states": STATES,
        "posts": POSTS,
        "figures": months_of_project(key, on=_today(request), actor=request.actor)
        if may("registry.figure.view", actor=request.actor)
        else (),
        "warnings": listed_warnings(Filter(project=key), actor=request.actor, size=WARNED)
        if may("warnings.warning.view", actor=request.actor)
        else None,
        "history": history(found.project, actor=request.actor, limit=30) if may_see else None,
        "coverage": _coverage(request, key),
        "retention": kept,
        "ended_on": ended_on(key, actor=request.actor) if is_past else None,
        "today": _today(request),
        "offers": offers(request, found.may_do),
    }
    return render(request, "projects/one.html", shown)


@page(SEE)
def poster(request: Request, *, key: int) -> HttpResponse:
    """The signboard as a poster to print, with its QR code."""
    today = _today(request)
    found = project_page(key, on=today, actor=request.actor)
    codes = [each for each in found.project.stickers.all() if each.withdrawn_on is None]
    drawn = [(each, _qr(each.code)) for each in codes]
    board = poster_of(key, on=today, actor=request.actor)
    may_do = offers(request, found.may_do)
    shown = {"board": board, "codes": drawn, "key": key, "offers": may_do}
    return render(request, "projects/poster.html", shown)


@page(SEE)
def photo(request: Request, *, key: int) -> HttpResponse:
    """The photo of the signboard, as it is looked at for its content."""
    found = board_photo(key, actor=request.actor)
    answer = HttpResponse(found.content, content_type=f"image/{found.kind}")
    answer["Cache-Control"] = "private, no-store"
    return answer


@page("registry.works_contract.view")
def works_scan(request: Request, *, key: int) -> HttpResponse:
    """The scan of a works contract, as a file."""
    return handed(paper(key, actor=request.actor), key)


@page("access.page.public")
def board(request: Request, *, code: str) -> HttpResponse:
    """The page behind a sticker: who answers here, and where to complain."""
    found = public_board(code, on=_today(request))
    return render(request, "public/board.html", {"board": found})


@page(SEE)
def registers(request: Request, *, name: str = "projects") -> HttpResponse:
    """One of the registers, newest record first."""
    names = shown_registers(actor=request.actor)
    if name not in names:
        raise NotFound
    after = request.GET.get("after", "")
    start = int(after) if after.isdecimal() and len(after) < 19 else 0
    today = _today(request)
    found = register(name, after=start, on=today, actor=request.actor)
    shown = {
        "found": found,
        "shortfall": shortfall(name, on=today, actor=request.actor),
        "name": name,
        "names": names,
        "sums": {
            at for line in found.lines for at, cell in enumerate(line.cells) if type(cell) is Fen
        },
    }
    return render(request, "projects/registers.html", shown)


def _coverage(request: Request, key: int) -> Coverage | None:
    """How complete the roster is; None for who may not count its people."""
    try:
        return coverage(key, on=_today(request), actor=request.actor)
    except NotFound:
        return None


def _retention(request: Request, key: int) -> Retention | None:
    """How long its ledgers are kept; None for who may not count its people."""
    try:
        return ledger_retention(key, on=_today(request), actor=request.actor)
    except NotFound:
        return None


def _next(address: str, kept: dict[str, str], after: str) -> str:
    return f"{address}?{urlencode({**kept, 'after': after})}" if after else ""


def _qr(code: str) -> Markup:
    address = settings.INSTALLATION.public_url + reverse("board", kwargs={"code": code})
    return Markup(segno.make(address, error="m").svg_inline(scale=4))  # noqa: S704 -- made here


def _today(request: Request) -> dt.date:
    return request.now.astimezone(CHINA).date()
