"""Acts: one table turns an operation on an object into a page with its form.

    Act(
        "account-open", "registry.account.open", "projects/<int:key>/accounts/new", of=Project,
        form=AccountAsked, do=..., done=N_("The account is on record."), crumbs=of_project,
    )

Its page is guarded as every page is, and reaches the object with the operation itself. A refusal
stands above the form, or beside the field it is about, and nothing that was typed is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from huxin.access.errors import NotFound, Refused, StepUp
from huxin.access.gate import reach
from huxin.access.permissions import table
from huxin.kernel.errors import HuxinError
from huxin.web.about import about
from huxin.web.ask import ActForm
from huxin.web.navigation import navigation
from huxin.web.page import Request, View, page, render, speaker_of

__all__ = ["Act", "Crumb", "Offer", "Offers", "offered", "paths"]

Crumb: TypeAlias = tuple[str, str]
"""A text and the address behind it."""


@dataclass(frozen=True)
class Act:
    """One thing that can be done. `of`: what the key of its address is of; None: something new.

    `do` gets the object (None), what the form said and the request, and calls the action; a
    response that it returns is the answer, an address is where to go, else the last crumb's is.
    `title` stands where one operation has several acts. `lead` is said above the form.
    """

    name: str
    operation: str
    route: str
    of: type[Model] | None
    form: type[ActForm]
    do: Callable[[Any, dict[str, Any], Request], object]
    done: str
    crumbs: Callable[[Any, Request], Sequence[Crumb]]
    title: str = ""
    lead: str = ""
    is_grave: bool = False

    def titled(self, request: Request) -> str:
        """What it is called: by the permission table, unless it has a name of its own."""
        if self.title:
            return speaker_of(request).t(self.title)
        found = table().operations[self.operation]
        return found.zh if request.language == "zh" else f"{found.en[:1].upper()}{found.en[1:]}"


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that somebody may do, as the page of its object shows it."""

    title: str
    address: str


class Offers(Protocol):
    """(key of an object, names of acts) → those of them that the reader may do to it."""

    def __call__(self, key: int | None, *names: str) -> list[Offer]: ...


def paths(acts: Iterable[Act]) -> list[URLPattern]:
    """The addresses of acts; each is called by the act's name."""
    return [path(each.route, _view(each), name=each.name) for each in acts]


def offered(acts: Iterable[Act], request: Request, may_do: Collection[str]) -> Offers:
    """For templates: those of the acts whose operations are among `may_do`."""
    known = {each.name: each for each in acts if each.operation in may_do}

    def offer(key: int | None, *names: str) -> list[Offer]:
        parts = {} if key is None else {"key": key}
        return [
            Offer(known[name].titled(request), reverse(f"acts:{name}", kwargs=parts))
            for name in names
            if name in known
        ]

    return offer


def _view(act: Act) -> View:
    """The page of an act."""

    @page(act.operation, methods=("GET", "POST"))
    def shown(request: Request, *, key: int | None = None) -> HttpResponse:
        row = None if act.of is None else reach(act.of, key, act.operation, actor=request.actor)
        if table().operation(act.operation).step_up and not request.actor.has_second_factor:
            raise StepUp  # before anything is typed
        crumbs = act.crumbs(row, request)
        if request.method != "POST":
            return _asked(request, act, act.form(row=row, request=request), crumbs)
        form = act.form(request.POST, request.FILES, row=row, request=request)
        if not form.is_valid():
            return _asked(request, act, form, crumbs)
        try:
            answer = act.do(row, form.cleaned_data, request)
        except (NotFound, Refused, StepUp):
            raise
        except HuxinError as error:
            return _asked(request, act, form, crumbs, None if form.refuse(error) else error)
        if isinstance(answer, HttpResponse):
            return answer
        messages.success(request, speaker_of(request).t(act.done))
        return HttpResponseRedirect(answer if isinstance(answer, str) else crumbs[-1][1])

    vars(shown)["of"] = act.of
    return shown


def _asked(
    request: Request,
    act: Act,
    form: ActForm,
    crumbs: Sequence[Crumb],
    refusal: HuxinError | None = None,
) -> HttpResponse:
    lead = speaker_of(request).t(act.lead) if act.lead else ""
    way = [each for each in crumbs if each[1] != request.path]
    shown = {
        "act": act,
        "title": act.titled(request),
        "lead": lead,
        "about": about(form.row, speaker_of(request)),
        "form": form,
        "crumbs": way,
        "navigation": navigation(request.actor, *(at for _, at in way), request.path),
        "refusal": refusal,
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "act.html", shown, status=status)
