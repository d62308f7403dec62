"""One entry of a project's history opened: what was changed, before and after; and its proof."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from huxin.access.errors import NotFound, Refused, StepUp
from huxin.access.gate import reach
from huxin.access.history import open_step, proof_of
from huxin.kernel.errors import HuxinError
from huxin.registry.models import Project
from huxin.web.acts import ACTS
from huxin.web.page import Request, page, render, speaker_of

__all__ = ["LABELS", "opened", "proof"]

OPEN = "trail.history.open"
LABELS: Mapping[str, str] = {
    name: str(field.label) for act in ACTS for name, field in act.form.base_fields.items()
}
"""What columns are called where they are entered."""


@page("trail.history.view")
def proof(request: Request, *, key: int, year: int, number: int) -> HttpResponse:
    """The proof of one change, as a file that `deploy/verify` checks without this platform."""
    found = proof_of(Project(pk=key), year, number, actor=request.actor)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    answer = HttpResponse(f"{text}\n", content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="proof-{year}-{number}.json"'
    return answer


@page(OPEN, methods=("GET", "POST"))
def opened(request: Request, *, key: int, year: int, number: int) -> HttpResponse:
    """Before and after of one entry, for a reason that is entered; never kept by the browser."""
    site = reach(Project, key, OPEN, actor=request.actor)
    if not request.actor.has_second_factor:
        raise StepUp
    refusal: HuxinError | None = None
    values: Mapping[str, Any] | None = None
    if request.method == "POST":
        reason = " ".join(request.POST.get("reason", "").split())[:200]
        try:
            values = open_step(
                site, year, number, reason=reason, actor=request.actor, now=request.now
            )
        except (NotFound, Refused, StepUp):
            raise
        except HuxinError as error:
            refusal = error
    shown = {
        "site": site,
        "number": f"{year}/{number}",
        "lines": None if values is None else _lines(request, values),
        "refusal": refusal,
    }
    return render(request, "projects/opened.html", shown, status=422 if refusal else 200)


def _lines(request: Request, values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What, before, after; a value that only one of the two has is empty in the other."""
    say = speaker_of(request).t
    before, after = values.get("before", {}), values.get("after", {})
    return [
        (say(LABELS.get(name, name)), _plain(request, name, before), _plain(request, name, after))
        for name in {**before, **after}
    ]


def _plain(request: Request, name: str, side: Mapping[str, Any]) -> str:
    value, speaker = side.get(name), speaker_of(request)
    if value is None:
        return ""
    if isinstance(value, bool):
        return speaker.show(value)
    if name.endswith("_fen") and isinstance(value, int):
        return speaker.yuan(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
