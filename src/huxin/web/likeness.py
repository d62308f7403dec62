"""Records that may be one person or one firm: side by side, put together, kept apart, undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huxin.access.errors import NotFound, Refused, StepUp
from huxin.kernel.errors import HuxinError, InputError
from huxin.kernel.texts import N_, message
from huxin.registry.actions.likeness import keep_apart, merge, undo_merge
from huxin.registry.queries.likeness import likeness_counts, likenesses
from huxin.web.page import Request, page, render, speaker_of

__all__ = ["decide", "listed"]

SEE = "registry.likeness.view"
STATES: Mapping[str, str] = {
    "proposed": N_("to be decided"),
    "merged": N_("put together"),
    "different": N_("kept apart"),
    "undone": N_("taken apart again"),
}
KINDS: Mapping[str, str] = {"": N_("all"), "worker": N_("persons"), "body": N_("companies")}


@page(SEE)
def listed(request: Request) -> HttpResponse:
    """Pairs that may be one, with what speaks for it."""
    return _listed(request)


@page(SEE, methods=("POST",))
def decide(request: Request, *, key: int, name: str) -> HttpResponse:
    """Put the two together, keep them apart, or take them apart again; always with a reason."""
    made = DECISIONS.get(name)
    if made is None:
        raise NotFound
    try:
        made(request, key)
    except (NotFound, Refused, StepUp):
        raise
    except HuxinError as error:
        return _listed(request, key, error)
    said = speaker_of(request).t("Decided; it can be looked up and undone here.")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("people:likenesses"))


def _listed(
    request: Request, refused: int | None = None, refusal: HuxinError | None = None
) -> HttpResponse:
    given = request.GET
    state = given.get("state", "") if given.get("state") in STATES else "proposed"
    kind = given.get("kind", "") if given.get("kind") in KINDS else ""
    after = given.get("after", "")
    start = int(after) if after.isdecimal() and len(after) < 19 else 0
    found = likenesses(actor=request.actor, state=state, kind=kind, after=start)
    kept, address = {"state": state, "kind": kind}, reverse("people:likenesses")
    shown = {
        "page": found,
        "counts": likeness_counts(actor=request.actor),
        "state": state,
        "kind": kind,
        "states": STATES,
        "kinds": KINDS,
        "refused": refused,
        "refusal": refusal,
        "reason": request.POST.get("reason", "")[:200],
        "first": f"{address}?{urlencode(kept)}" if start else "",
        "following": f"{address}?{urlencode({**kept, 'after': found.next_after})}"
        if found.next_after
        else "",
    }
    return render(request, "people/likenesses.html", shown, status=422 if refusal else 200)


def _reason(request: Request) -> str:
    said = " ".join(request.POST.get("reason", "").split())[:200]
    if not said:
        raise InputError(
            message("No reason is given."),
            remedy=message("A few words are enough: what you compared, and with which papers."),
        )
    return said


def _merge(request: Request, key: int) -> object:
    keep = request.POST.get("keep", "")
    kept = int(keep) if keep.isdecimal() and len(keep) < 19 else -1
    return merge(key, keep=kept, reason=_reason(request), actor=request.actor, now=request.now)


def _keep_apart(request: Request, key: int) -> object:
    return keep_apart(key, reason=_reason(request), actor=request.actor, now=request.now)


def _undo(request: Request, key: int) -> object:
    return undo_merge(key, reason=_reason(request), actor=request.actor, now=request.now)


DECISIONS: Mapping[str, Callable[[Request, int], object]] = {
    "merge": _merge, "apart": _keep_apart, "undo": _undo,
}  # fmt: skip
