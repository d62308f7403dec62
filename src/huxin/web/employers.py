"""Firms whose trade the documents put first, and firms that are watched first."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from huxin.kernel.clock import CHINA
from huxin.registry.queries.employers import employers
from huxin.web.page import Request, page, render
from huxin.web.words import TRADES

__all__ = ["listed"]


@page("registry.statement.view")
def listed(request: Request) -> HttpResponse:
    """Companies within reach, those watched at first; the address of a list can be shared."""
    given = request.GET
    sector = given.get("sector", "") if given.get("sector") in TRADES else ""
    everybody, after = given.get("all") == "1", given.get("after", "")[:160]
    on = request.now.astimezone(CHINA).date()
    found = employers(sector=sector, watched=not everybody, after=after, on=on, actor=request.actor)
    kept = {"sector": sector, **({"all": "1"} if everybody else {})}
    address = reverse("bodies:watched")
    onward = {**kept, "after": found.after}
    shown = {
        "found": found, "sector_chosen": sector, "everybody": everybody, "trades": TRADES,
        "first": f"{address}?{urlencode(kept)}" if after else "",
        "following": f"{address}?{urlencode(onward)}" if found.after else "",
    }  # fmt: skip
    return render(request, "bodies/watched.html", shown)
