"""Ledgers whose time of keeping is over, and what keeps others back."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from huxin.access.gate import may
from huxin.kernel.clock import CHINA
from huxin.warnings.queries.ledgers import ledgers
from huxin.web.acts import offers
from huxin.web.page import Request, page, render

__all__ = ["listed"]

ACTS = frozenset(f"warnings.ending.{verb}" for verb in ("propose", "confirm", "withdraw"))


@page("warnings.ending.view")
def listed(request: Request) -> HttpResponse:
    """Completed projects within reach, those that are over at first."""
    after = request.GET.get("after", "")
    start = int(after) if after.isdecimal() and len(after) < 19 else 0
    on = request.now.astimezone(CHINA).date()
    found = ledgers(on=on, after=start, actor=request.actor)
    address = reverse("projects:ledgers")
    shown = {
        "page": found,
        "offers": offers(request, {each for each in ACTS if may(each, actor=request.actor)}),
        "first": address if start else "",
        "following": f"{address}?after={found.next_after}" if found.next_after else "",
    }
    return render(request, "projects/ledgers.html", shown)
