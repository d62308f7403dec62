"""One line of a roster: stay, contracts, card and certificates, and what can be done to each."""

from __future__ import annotations

from django.http import HttpResponse

from huxin.registry.queries.enrolment import enrolment_page
from huxin.web.acts.people import offers
from huxin.web.page import Request, page, render
from huxin.web.words import WORKERS

__all__ = ["enrolment"]


@page("registry.worker.view")
def enrolment(request: Request, *, key: int) -> HttpResponse:
    """Somebody on the roster of a site: all that the labour-wage officer keeps of him."""
    found = enrolment_page(key, actor=request.actor)
    card = next((each for each in found.worker.cards if each.ended_at is None), None)
    shown = {
        "found": found,
        "posts": WORKERS,
        "card": card,
        "waits": card is not None and (card.usable_at is None or card.usable_at > request.now),
        "offers": offers(request),
    }
    return render(request, "people/enrolment.html", shown)
