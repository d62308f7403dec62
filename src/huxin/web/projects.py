"""Projects: the list, everything about one on one screen, registering one, the permit, posters."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import urlencode

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from markupsafe import Markup

from huxin.access.errors import NotFound, Refused
from huxin.access.gate import may
from huxin.access.history import history, proof_of
from huxin.kernel.clock import CHINA
from huxin.kernel.errors import HuxinError
from huxin.kernel.money import parse_fen
from huxin.kernel.texts import N_, Fen
from huxin.registry.actions.permits import PermitForm, issue_permit
from huxin.registry.actions.projects import ProjectForm, register_project
from huxin.registry.actions.site import make_stickers
from huxin.registry.models import Project
from huxin.registry.queries.board import poster as poster_of
from huxin.registry.queries.board import public_board
from huxin.registry.queries.bodies import BodyLine, body_named
from huxin.registry.queries.project import project_page
from huxin.registry.queries.projects import Filters, projects
from huxin.registry.queries.registers import REGISTERS, register
from huxin.web.acts import offers
from huxin.web.page import Request, page, render, speaker_of
from huxin.web.words import FUNDING, GATES, POSTS, ROLES, SECTORS, STATES

__all__ = ["board", "listed", "new", "one", "permit", "poster", "proof", "registers", "stickers"]

SEE = "registry.project.view"
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def _choices(words: dict[str, str], request: Request) -> list[tuple[str, str]]:
    speaker = speaker_of(request)
    return [(code, speaker.t(text)) for code, text in words.items()]


class NewProject(forms.Form):
    """A project as it is first registered; the rest of its file follows on its page."""

    code = forms.CharField(label=N_("Project number"), max_length=40)
    name = forms.CharField(label=N_("Project name"), max_length=120)
    place = forms.CharField(
        label=N_("Place of works"), max_length=12,
        help_text=N_("Six-digit code of the county, or the code of a zone."),
    )  # fmt: skip
    address = forms.CharField(label=N_("Address"), max_length=200, required=False)
    sector = forms.ChoiceField(label=N_("Sector"))
    funding = forms.ChoiceField(label=N_("Who invests"))
    price = forms.CharField(label=N_("Contract price (yuan)"), max_length=24, required=False)
    developer = forms.CharField(
        label=N_("Developer"), max_length=120, help_text=N_("Credit code or full name.")
    )
    contractor = forms.CharField(
        label=N_("General contractor"), max_length=120, required=False,
        help_text=N_("Credit code or full name."),
    )  # fmt: skip
    started_on = forms.DateField(label=N_("Works started"), required=False, widget=DAY)
    planned_end_on = forms.DateField(
        label=N_("Completion by contract"),
        required=False,
        widget=DAY,
    )
    pay_day = forms.IntegerField(
        label=N_("Pay day (day of the month)"), min_value=1, max_value=31, required=False
    )

    def __init__(self, *args: Any, request: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        for name, words in (("sector", SECTORS), ("funding", FUNDING)):
            old = self.fields[name]
            choices = _choices(dict(words), request)
            self.fields[name] = forms.ChoiceField(label=old.label, choices=choices)

    def clean_developer(self) -> BodyLine:
        return self._body("developer")

    def clean_contractor(self) -> BodyLine | None:
        return self._body("contractor") if self.cleaned_data["contractor"] else None

    def _body(self, name: str) -> BodyLine:
        """The company of that credit code or full name."""
        found = body_named(self.cleaned_data[name])
        if found is None:
            said = speaker_of(self.request).t(
                "No company of this name or code is on record, or more than one."
            )
            raise forms.ValidationError(said)
        return found

    def parties(self) -> dict[str, int]:
        """Role → key of the body."""
        named = {
            "developer": self.cleaned_data["developer"],
            "general_contractor": self.cleaned_data["contractor"],
        }
        return {role: body.key for role, body in named.items() if body is not None}

    def said(self) -> ProjectForm:
        """What the form says, in the registry's terms."""
        given = self.cleaned_data
        return ProjectForm(
            name=given["name"], address=given["address"] or None, sector=given["sector"],
            funding=given["funding"], started_on=given["started_on"],
            planned_end_on=given["planned_end_on"], pay_day=given["pay_day"],
            contract_price_fen=parse_fen(given["price"]) if given["price"] else None,
        )  # fmt: skip


@page(SEE)
def listed(request: Request) -> HttpResponse:
    """Projects within reach, by filters that can be shared."""
    given = request.GET
    filters = Filters(
        place=given.get("place", "")[:12],
        sector=given.get("sector", "") if given.get("sector") in SECTORS else "",
        state=given.get("state", "") if given.get("state") in Project.State.values else "",
        text=given.get("q", "").strip()[:60],
    )
    found = projects(filters, after=given.get("after", ""), actor=request.actor)
    kept = {name: str(value) for name, value in given.items() if name != "after" and value}
    address = reverse("projects:list")
    shown = {
        "found": found,
        "filters": filters,
        "sectors": SECTORS,
        "states": STATES,
        "first": f"{address}?{urlencode(kept)}" if "after" in given else "",
        "following": _next(address, kept, found.after),
    }
    return render(request, "projects/list.html", shown)


@page(SEE)
def one(request: Request, *, key: int) -> HttpResponse:
    """Everything about a project on one screen."""
    return _one(request, key)


def _one(request: Request, key: int, refusal: HuxinError | None = None) -> HttpResponse:
    found = project_page(key, on=_today(request), actor=request.actor)
    may_see = may("trail.history.view", actor=request.actor)
    shown = {
        "found": found,
        "refusal": refusal,
        "roles": ROLES,
        "funding": FUNDING,
        "gates": GATES,
        "states": STATES,
        "posts": POSTS,
        "history": history(found.project, actor=request.actor, limit=30) if may_see else None,
        "today": _today(request),
        "offers": offers(request, found.may_do),
    }
    return render(request, "projects/one.html", shown, status=422 if refusal else 200)


@page("trail.history.view")
def proof(request: Request, *, key: int, year: int, number: int) -> HttpResponse:
    """The proof of one change, as a file that `deploy/verify` checks without this platform."""
    found = proof_of(Project(pk=key), year, number, actor=request.actor)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    answer = HttpResponse(f"{text}\n", content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="proof-{year}-{number}.json"'
    return answer


@page("registry.project.register", methods=("GET", "POST"))
def new(request: Request) -> HttpResponse:
    """Register a project."""
    form = NewProject(request.POST or None, request=request)
    refusal: HuxinError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = register_project(
                form.said(), code=form.cleaned_data["code"], place=form.cleaned_data["place"],
                parties=form.parties(), actor=request.actor, now=request.now,
            )  # fmt: skip
        except (NotFound, Refused):
            raise
        except HuxinError as error:
            refusal = error
        else:
            messages.success(request, speaker_of(request).t("The project is registered."))
            return HttpResponseRedirect(reverse("projects:one", kwargs={"key": made.pk}))
    status = 422 if refusal or form.errors else 200
    return render(request, "projects/new.html", {"form": form, "refusal": refusal}, status=status)


@page("registry.permit.issue", methods=("POST",))
def permit(request: Request, *, key: int) -> HttpResponse:
    """Issue the permit; the gate says what is missing and under which clause."""
    bodies_held = [held.body for held in request.actor.held if held.body is not None]
    form = PermitForm(
        kind="construction",
        number=request.POST.get("number", "")[:60],
        issued_on=_today(request),
        issued_by=bodies_held[0] if bodies_held else 0,
        grounds=request.POST.get("grounds", "")[:500],
    )
    try:
        issue_permit(key, form, actor=request.actor, now=request.now)
    except (NotFound, Refused):
        raise
    except HuxinError as error:
        return _one(request, key, error)
    messages.success(request, speaker_of(request).t("The permit is issued."))
    return HttpResponseRedirect(reverse("projects:one", kwargs={"key": key}))


@page("registry.sticker.make", methods=("POST",))
def stickers(request: Request, *, key: int) -> HttpResponse:
    """Make QR stickers for spots on the site."""
    spots = [each.strip() for each in request.POST.get("spots", "").splitlines() if each.strip()]
    try:
        make_stickers(key, spots, actor=request.actor, now=request.now)
    except (NotFound, Refused):
        raise
    except HuxinError as error:
        return _one(request, key, error)
    return HttpResponseRedirect(reverse("projects:poster", kwargs={"key": key}))


@page(SEE)
def poster(request: Request, *, key: int) -> HttpResponse:
    """The signboard as a poster to print, with its QR code."""
    today = _today(request)
    found = project_page(key, on=today, actor=request.actor)
    codes = [each for each in found.project.stickers.all() if each.withdrawn_on is None]
    drawn = [(each.spot, _qr(each.code)) for each in codes]
    board = poster_of(key, on=today, actor=request.actor)
    return render(request, "projects/poster.html", {"board": board, "codes": drawn, "key": key})


@page("access.page.public")
def board(request: Request, *, code: str) -> HttpResponse:
    """The page behind a sticker: who answers here, and where to complain."""
    found = public_board(code, on=_today(request))
    return render(request, "public/board.html", {"board": found})


@page(SEE)
def registers(request: Request, *, name: str = "projects") -> HttpResponse:
    """One of the registers, newest record first."""
    if name not in REGISTERS:
        raise NotFound
    after = request.GET.get("after", "")
    start = int(after) if after.isdecimal() and len(after) < 19 else 0
    found = register(name, after=start, on=_today(request), actor=request.actor)
    shown = {
        "found": found,
        "name": name,
        "names": {k: v.title for k, v in REGISTERS.items()},
        "sums": {
            at for line in found.lines for at, cell in enumerate(line.cells) if type(cell) is Fen
        },
    }
    return render(request, "projects/registers.html", shown)


def _next(address: str, kept: dict[str, str], after: str) -> str:
    return f"{address}?{urlencode({**kept, 'after': after})}" if after else ""


def _qr(code: str) -> Markup:
    address = settings.INSTALLATION.public_url + reverse("board", kwargs={"code": code})
    return Markup(segno.make(address, error="m").svg_inline(scale=4))  # noqa: S704 -- made here


def _today(request: Request) -> dt.date:
    return request.now.astimezone(CHINA).date()
