"""The history of a record; an entry of it opened: what was changed, before and after; its proof."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.http import HttpResponse
from django.urls import reverse

from huxin.access.errors import NotFound, Refused, StepUp
from huxin.access.gate import reach
from huxin.access.history import history, open_step, proof_of
from huxin.access.models import Body
from huxin.intake.models import Receipt
from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import N_
from huxin.registry.models import Enrolment, Project, Worker
from huxin.registry.queries.belongs import BELONGS, belongings
from huxin.wages.models import Device
from huxin.web.about import about
from huxin.web.acts import ACTS
from huxin.web.page import Request, page, render, speaker_of

__all__ = ["LABELS", "of", "opened", "proof"]

VIEW, OPEN = "trail.history.view", "trail.history.open"
LABELS: Mapping[str, str] = {
    name: str(field.label) for act in ACTS for name, field in act.form.base_fields.items()
}
"""What columns are called where they are entered."""
HOMES: Mapping[type[Model], tuple[str, str]] = {
    Project: ("projects:one", N_("Project")),
    Body: ("bodies:one", N_("Unit")),
    Worker: ("people:worker", N_("Worker")),
    Enrolment: ("enrolment:one", N_("Stay on the site")),
    Receipt: ("intake:receipt", N_("Receipt")),
}
"""Records with a page of their own, and what that is called."""
SHOWN = frozenset({*HOMES, *(each for _, tables in BELONGS.values() for each in tables), Device})
"""Records whose history is shown; accounts and roles have the pages of their administrators."""


@page(VIEW)
def of(request: Request, *, label: str, key: int) -> HttpResponse:
    """What was done to a record and to what belongs to it: when, by whom, with proofs."""
    row = reach(_model(label), key, VIEW, actor=request.actor)
    found = history(row, belongings=belongings(row), actor=request.actor)
    shown = {"history": found, "where": _where(request, row), "about": _said(request, row)}
    return render(request, "history/of.html", shown)


@page(VIEW)
def proof(request: Request, *, label: str, key: int, year: int, number: int) -> HttpResponse:
    """The proof of one change, as a file that `deploy/verify` checks without this platform."""
    found = proof_of(_model(label)(pk=key), year, number, actor=request.actor)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    answer = HttpResponse(f"{text}\n", content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="proof-{year}-{number}.json"'
    return answer


@page(OPEN, methods=("GET", "POST"))
def opened(request: Request, *, label: str, key: int, year: int, number: int) -> HttpResponse:
    """Before and after of one entry, for a reason that is entered; never kept by the browser."""
    row = reach(_model(label), key, OPEN, actor=request.actor)
    if not request.actor.has_second_factor:
        raise StepUp
    refusal: HuxinError | None = None
    values: Mapping[str, Any] | None = None
    if request.method == "POST":
        reason = " ".join(request.POST.get("reason", "").split())[:200]
        try:
            values = open_step(
                row, year, number, reason=reason, actor=request.actor, now=request.now
            )
        except (NotFound, Refused, StepUp):
            raise
        except HuxinError as error:
            refusal = error
    history_of = reverse("history:of", kwargs={"label": label, "key": key})
    shown = {
        "where": [*_where(request, row), (speaker_of(request).t("History"), history_of)],
        "about": _said(request, row),
        "number": f"{year}/{number}",
        "lines": None if values is None else _lines(request, values),
        "refusal": refusal,
    }
    return render(request, "history/opened.html", shown, status=422 if refusal else 200)


def _model(label: str) -> type[Model]:
    """The table of a name such as "registry.project"; raises NotFound where none is shown."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise NotFound from None
    if model not in SHOWN:
        raise NotFound
    return model


def _where(request: Request, row: Model) -> list[tuple[str, str]]:
    """The way back to the record, where it has a page."""
    if type(row) not in HOMES:
        return []
    route, title = HOMES[type(row)]
    return [(speaker_of(request).t(title), reverse(route, kwargs={"key": row.pk}))]


def _said(request: Request, row: Model) -> str:
    """The record in a line: its name where that is no person's."""
    if isinstance(row, Project | Body):
        return row.name
    return row.file if isinstance(row, Receipt) else about(row, speaker_of(request))


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
