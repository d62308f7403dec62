"""The history of a record; an entry of it opened: what was changed, before and after; its proof."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
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
from huxin.registry.models import DepositOrder, Enrolment, Project, Worker
from huxin.registry.queries.belongs import BELONGS, belongings
from huxin.wages.models import Device
from huxin.web.about import about
from huxin.web.act import Crumb
from huxin.web.acts.of_project import crumbs, firm_crumbs
from huxin.web.changed import lines
from huxin.web.navigation import navigation
from huxin.web.page import Request, page, render, speaker_of

__all__ = ["of", "opened", "proof"]

VIEW, OPEN = "trail.history.view", "trail.history.open"
HOMES: Mapping[type[Model], tuple[str, str]] = {
    Worker: ("people:worker", N_("Worker")),
    Enrolment: ("enrolment:one", N_("Stay on the site")),
    Receipt: ("intake:receipt", N_("Receipt")),
}
"""Records with a page of their own, and what that is called where it may not be named."""
OWNERS: Mapping[type[Model], type[Model]] = {
    **{table: owner for owner, (_, tables) in BELONGS.items() for table in tables},
    DepositOrder: Project, Device: Project,
}  # fmt: skip
"""Whose page leads to a record that has none of its own."""
SHOWN: frozenset[type[Model]] = frozenset({Project, Body, *HOMES, *OWNERS})
"""Records whose history is shown; accounts and roles have the pages of their administrators."""


@page(VIEW)
def of(request: Request, *, label: str, key: int) -> HttpResponse:
    """What was done to a record and to what belongs to it: when, by whom, with proofs."""
    row = reach(_model(label), key, VIEW, actor=request.actor)
    found = history(row, belongings=belongings(row), actor=request.actor)
    said = _named(request, {each.object for each in found.steps})
    shown = {"history": found, "said": said, **_shared(request, row)}
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
        **_shared(request, row, (speaker_of(request).t("History"), history_of)),
        "number": f"{year}/{number}",
        "lines": None if values is None else [*lines(type(row), values, speaker_of(request))],
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


def _shared(request: Request, row: Model, *further: Crumb) -> dict[str, Any]:
    """The way to the record and `further`, and the record in a line where the way names it not."""
    where = [*_where(request, row), *further]
    return {
        "where": where,
        "about": row.file if isinstance(row, Receipt) else about(row, speaker_of(request)),
        "navigation": navigation(request.actor, *(at for _, at in where), request.path),
    }


def _where(request: Request, row: Any) -> list[Crumb]:
    """The way to the record, or to that which it belongs to."""
    owner = type(row) if type(row) in HOMES else OWNERS.get(type(row), type(row))
    if owner is Project:
        return crumbs(row, request)
    if owner is Body:
        return firm_crumbs(row, request)
    route, title = HOMES[owner]
    key = row.pk if owner is type(row) else row.worker_id
    return [(speaker_of(request).t(title), reverse(route, kwargs={"key": key}))]


def _named(request: Request, names: Collection[str]) -> dict[str, str]:
    """Each named record in a line, where it has one; one query for each table."""
    keys: dict[str, list[str]] = {}
    for label, _, key in (each.partition(":") for each in sorted(names)):
        keys.setdefault(label, []).append(key)
    speaker = speaker_of(request)
    return {
        f"{label}:{key}": row.project.name if isinstance(row, Enrolment) else about(row, speaker)
        for label, mine in keys.items()
        for key, row in _model(label)._default_manager.select_related().in_bulk(mine).items()
    }
