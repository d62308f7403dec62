"""What every page shares: its row in the permission table, its method, how it is rendered.

    @page("registry.project.view")
    def project(request: Request, key: int) -> HttpResponse: ...

A page without an operation cannot be made; the operation is checked before the view is called.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Protocol, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import get_template
from django.urls import reverse

from huxin.access.actor import ANYBODY, Actor
from huxin.access.errors import Refused
from huxin.access.gate import may
from huxin.access.permissions import table
from huxin.check.model import Said
from huxin.check.render.words import ORDER, SHAPE, Speaker
from huxin.formats.trades import trade_in
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import CentiDays, Fen, Value, show
from huxin.web.cite import cite
from huxin.web.navigation import audience_of, navigation
from huxin.web.words import FIELDS, SECTORS, device, word

__all__ = ["Request", "View", "fields_named", "page", "render", "speaker_of"]

WITH_OLD_PASSWORD = ("access.page.public", "access.account.secure")
BELOW = {
    "/enrolments/": "projects:list",
    "/employers/": "people:search",
    "/likenesses": "people:search",
    "/templates/": "intake:receipts",
}
"""Beginnings of addresses → the page of the navigation that they count as below."""
LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}


class Request(HttpRequest):
    """A request as the access middleware hands it on: who asks, when, in which language."""

    if TYPE_CHECKING:  # set by the access middleware
        actor: Actor
        now: dt.datetime
        language: str
        htmx: bool
        must_change_password: bool


class View(Protocol):
    """A guarded view; `operation` is what the permission table is asked for."""

    operation: str
    methods: Sequence[str]

    def __call__(self, request: HttpRequest, /, **parts: Any) -> HttpResponse: ...


def page(
    operation: str, *, methods: Sequence[str] = ("GET",)
) -> Callable[[Callable[..., Any]], View]:
    """Make a view a page: unknown operations fail at import, refused actors never reach it."""
    table().operation(operation)

    def guard(view: Callable[..., Any]) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, /, **parts: Any) -> HttpResponse:
            asked = cast("Request", request)
            if asked.method not in (*methods, "HEAD"):
                return HttpResponseNotAllowed(methods)
            if asked.must_change_password and operation not in WITH_OLD_PASSWORD:
                return HttpResponseRedirect(reverse("access:password"))
            if not may(operation, actor=asked.actor):
                if asked.actor is ANYBODY:
                    back = urlencode({"next": asked.get_full_path()})
                    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{back}")
                raise Refused(operation)
            answer: HttpResponse = view(asked, **parts)
            return answer

        made = cast("View", guarded)
        made.operation = operation
        made.methods = methods
        return made

    return guard


def speaker_of(request: Request) -> Speaker:
    """Says things in the reader's language."""
    return Speaker(request.language)


def fields_named(request: Request) -> Callable[[Sequence[str]], str]:
    """Says which protected fields were opened, in the reader's language."""
    speaker = speaker_of(request)
    between = "、" if request.language == "zh" else ", "
    return lambda what: between.join(speaker.t(word(FIELDS, each)) for each in what)


def _title(name: str, language: str) -> str:
    """An operation by its title; an entry of an older release keeps its name."""
    found = table().operations.get(name)
    return name if found is None else found.zh if language == "zh" else found.en


def weekdays(language: str) -> tuple[str, ...]:
    """The heads of a calendar, Monday first."""
    return tuple("一二三四五六日") if language == "zh" else ("M", "T", "W", "T", "F", "S", "S")


def _cell(speaker: Speaker, value: Value | None) -> str:
    """A value as tables print it: units stand in the head of the column."""
    if value is None:
        return "–"
    if isinstance(value, Fen):
        return speaker.money(value)
    return speaker.day(value) if type(value) is dt.date else speaker.show(value)


def _listed(speaker: Speaker, said: Sequence[Said]) -> str:
    """Several things said one after the other."""
    return ("；" if speaker.language == "zh" else "; ").join(map(speaker.say, said))


def _when(at: dt.datetime | None) -> str:
    """A moment as tables print it, in the time of China."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at else ""


def _below(request: Request) -> str:
    """The address that a page counts as below, where its own does not say it."""
    path = request.path
    if path.startswith("/warnings/") and audience_of(request.actor) in ("contractor", "developer"):
        return reverse("warnings:on-us")
    return next((reverse(name) for start, name in BELOW.items() if path.startswith(start)), path)


def render(
    request: Request, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page in the reader's language; what is personal is never kept by a cache."""
    speaker = speaker_of(request)
    filled = {
        "request": request,
        "actor": request.actor,
        "lang": LANGUAGE_TAGS[request.language],
        "s": speaker,
        "t": speaker.t,
        "n": speaker.n,
        "say": speaker.say,
        "money": speaker.money,
        "when": _when,
        "may": partial(may, actor=request.actor),
        "sector": lambda code: speaker.t(word(SECTORS, code)),
        "translated": speaker.t,
        "word": lambda words, code: speaker.t(word(words, code)),
        "cell": partial(_cell, speaker),
        "listed": partial(_listed, speaker),
        "operation": lambda name: _title(name, request.language),
        "centi": lambda value: show(CentiDays(value), request.language),
        "weekdays": weekdays,
        "device": device,
        "trade": lambda name: trade_in(name, request.language),
        "cite": lambda clauses: cite(clauses, request.language),
        "SHAPE": SHAPE,
        "ORDER": ORDER,
        "audience": audience_of(request.actor),
        "navigation": navigation(request.actor, _below(request)),
        "signed_in": request.actor.account is not None,
        **(context or {}),
    }
    answer = HttpResponse(get_template(f"web/{template}").render(filled, request), status=status)
    answer["Cache-Control"] = "no-store"
    return answer
