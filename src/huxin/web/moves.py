"""What can be done to the object of a page, each with its form, where it is shown.

    MOVES = {"leave": Move("registry.enrolment.leave", LeaveForm, _leave, N_("…"))}
    leave = move(MOVES, "leave", shown=_shown, address=_address)

A form that is refused is shown again on the object's own page, open, with all that was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect

from huxin.access.errors import NotFound, Refused, StepUp
from huxin.access.gate import may
from huxin.kernel.errors import HuxinError
from huxin.web.page import Request, View, page, speaker_of

__all__ = ["DAY", "Attempt", "Move", "Offer", "move", "offer", "spoken"]

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Move:
    """One thing to do: its operation, its form, the action, and the sentence when it is done.

    `do` gets the request, the key of the page's object and what the form says; `of` is the name of
    the form's field that tells which part of the object is meant, such as one of its contracts.
    """

    operation: str
    form: type[forms.Form]
    do: Callable[[Request, int, dict[str, Any]], object]
    done: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A form that was not taken: which, of which part, as typed, and the refusal of the action."""

    name: str
    part: str
    form: forms.Form
    refusal: HuxinError | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A move as a page shows it."""

    name: str
    operation: str
    form: forms.Form
    is_open: bool


def move(
    moves: Mapping[str, Move],
    name: str,
    *,
    shown: Callable[[Request, int, Attempt], HttpResponse],
    address: Callable[[int], str],
) -> View:
    """The guarded view of one move: it is made and leads back, or its page says why not."""
    made = moves[name]

    @page(made.operation, methods=("POST",))
    def view(request: Request, *, key: int) -> HttpResponse:
        part = request.POST.get(made.of, "")[:20] if made.of else ""
        form = spoken(made.form(request.POST, auto_id=_ids(name, part)), request)
        if not form.is_valid():
            return shown(request, key, Attempt(name, part, form))
        try:
            made.do(request, key, form.cleaned_data)
        except (NotFound, Refused, StepUp):
            raise
        except HuxinError as error:
            return shown(request, key, Attempt(name, part, form, error))
        messages.success(request, speaker_of(request).t(made.done))
        return HttpResponseRedirect(address(key))

    return view


def offer(
    moves: Mapping[str, Move],
    name: str,
    request: Request,
    *,
    part: int | str = "",
    initial: Mapping[str, Any] | None = None,
    attempt: Attempt | None = None,
) -> Offer | None:
    """A move with its form, for a page; None for a reader who may not make it."""
    made = moves[name]
    if not may(made.operation, actor=request.actor):
        return None
    if attempt is not None and (attempt.name, attempt.part) == (name, str(part)):
        return Offer(name, made.operation, attempt.form, is_open=True)
    given = {**(initial or {}), **({made.of: part} if made.of else {})}
    form = spoken(made.form(initial=given, auto_id=_ids(name, str(part))), request)
    return Offer(name, made.operation, form, is_open=False)


def spoken(form: forms.Form, request: Request) -> forms.Form:
    """The form with its choices in the reader's language; labels are said by the template."""
    speaker = speaker_of(request)
    for field in form.fields.values():
        if isinstance(field, forms.ChoiceField):
            own: list[tuple[str, str]] = list(field.choices)  # type: ignore[arg-type]
            field.choices = [(code, speaker.t(text)) for code, text in own]
    return form


def _ids(name: str, part: str) -> str:
    """Several forms of one page have fields of one name."""
    return f"{name}-{part}-%s" if part.isdecimal() else f"{name}-%s"
