"""Operating figures and progress: the list, with who told what and what was corrected."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from huxin.access.gate import may
from huxin.registry.policy.figures import WORDS
from huxin.registry.queries.figures import figures
from huxin.web.acts import offers
from huxin.web.page import Request, page, render

__all__ = ["listed"]

SEE, SUPPLY, CORRECT = (f"registry.figure.{each}" for each in ("view", "supply", "correct"))
WATCHED = "registry.project.view"


@page(SEE)
def listed(request: Request) -> HttpResponse:
    """The figures within reach, of one firm, project or kind where the address names it."""
    body, project, after = (_number(request.GET.get(name)) for name in ("unit", "project", "after"))
    kind = request.GET.get("kind", "")
    kind = kind if kind in WORDS else ""
    found = figures(body=body, project=project, kind=kind, after=after or 0, actor=request.actor)
    of = {name: each for name, each in (("unit", body), ("project", project)) if each}
    kept = {**of, **({"kind": kind} if kind else {})}
    address = reverse("figures:list")
    may_do = {name for name in (SUPPLY, CORRECT) if may(name, actor=request.actor)}
    shown = {
        "found": found,
        "of": of,
        "kind": kind,
        "kinds": WORDS,
        "offers": offers(request, may_do),
        "first": f"{address}?{urlencode(kept)}" if after else "",
        "following": f"{address}?{urlencode({**kept, 'after': found.after})}"
        if found.after
        else "",
    }
    return render(request, "figures/list.html", shown)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
