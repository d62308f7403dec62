"""Files handed in: the list, one receipt with what waits, a row to be mended, the upload itself."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huxin.access.errors import NotFound, Refused
from huxin.intake import queries
from huxin.intake.actions.files import receive_file
from huxin.intake.actions.rows import mend_row, reject_row
from huxin.intake.models import WaitingRow
from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import N_
from huxin.wages.actions.files import NOBODY
from huxin.web.page import Request, page, render, speaker_of

__all__ = ["mend", "receipt", "receipts", "upload", "upload_list"]

CELLS_MAX = 512


class UploadForm(forms.Form):
    """One or several papers of a project."""

    file = forms.FileField(
        label=N_("File"),
        help_text=N_("Rosters, attendance sheets, clock dumps and others; xlsx, xls, csv, dat."),
    )


class ListForm(forms.Form):
    """Figures of many firms and projects."""

    file = forms.FileField(
        label=N_("List of operating figures"), help_text=N_("The platform's template; xlsx, csv.")
    )


@page("intake.receipt.view")
def receipts(request: Request) -> HttpResponse:
    """The files within the reader's reach, newest first, with the sums that must meet."""
    only_waiting = request.GET.get("waiting") == "1"
    before = _number(request.GET.get("before"))
    found, following = queries.receipts(
        actor=request.actor, only_waiting=only_waiting, before=before
    )
    kept = {"waiting": "1"} if only_waiting else {}
    address = reverse("intake:receipts")
    return render(
        request,
        "files/receipts.html",
        {
            "balance": queries.balance(actor=request.actor),
            "receipts": found,
            "only_waiting": only_waiting,
            "first": f"{address}?{urlencode(kept)}" if before else "",
            "following": _next(address, kept, following),
        },
    )


@page("intake.receipt.view")
def receipt(request: Request, *, key: int) -> HttpResponse:
    """One receipt: the counts, the rows that wait with their reasons, the notes of the reader."""
    shown = {"found": queries.receipt(key, actor=request.actor), "nobody": NOBODY}
    return render(request, "files/receipt.html", shown)


@page("intake.file.receive", methods=("GET", "POST"))
def upload(request: Request, *, project: int) -> HttpResponse:
    """Hand in a file of a project; what is wrong with it stands on its receipt."""
    return _upload(request, project)


@page("intake.list.receive", methods=("GET", "POST"))
def upload_list(request: Request) -> HttpResponse:
    """Hand in a list of figures about several firms or projects."""
    return _upload(request, None)


def _upload(request: Request, project: int | None) -> HttpResponse:
    is_sent = request.method == "POST"
    asked = UploadForm if project is not None else ListForm
    form = asked(request.POST, request.FILES) if is_sent else asked()
    refusal: HuxinError | None = None
    if is_sent and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            received = receive_file(
                sent.chunks(), name=sent.name, project=project, actor=request.actor, now=request.now
            )
        except (NotFound, Refused):
            raise
        except HuxinError as error:
            refusal = error
        else:
            if received.is_repeat:
                messages.info(
                    request,
                    speaker_of(request).t(
                        "This content was handed in before; nothing has changed. Its receipt:"
                    ),
                )
            return HttpResponseRedirect(
                reverse("intake:receipt", kwargs={"key": received.receipts[0].pk})
            )
    owner = None if project is None else queries.project_of(project, actor=request.actor)
    shown = {"form": form, "refusal": refusal, "project": owner}
    status = 422 if refusal or form.errors else 200
    return render(request, "files/upload.html", shown, status=status)


@page("intake.row.mend", methods=("GET", "POST"))
def mend(request: Request, *, key: int) -> HttpResponse:
    """A waiting row under its headings: mend it and send it again, or reject it with a reason."""
    refusal: HuxinError | None = None
    typed = _typed(request)
    if request.method == "POST":
        try:
            settled = _settle(request, key, typed)
        except (NotFound, Refused):
            raise
        except HuxinError as error:
            refusal = error
        else:
            if settled.state != settled.State.WAITING:
                said = speaker_of(request).t("Line {line} is settled.", line=settled.line)
                messages.success(request, said)
                address = reverse("intake:receipt", kwargs={"key": settled.receipt_id})
                return HttpResponseRedirect(address)
    found = queries.waiting_row(key, actor=request.actor, now=request.now)
    shown = {
        "found": found, "refusal": refusal, "cells": typed or found.cells, "nobody": NOBODY,
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "files/row.html", shown, status=status)


def _typed(request: Request) -> tuple[str, ...]:
    """The cells of the row as the form sent them, in the order of the columns."""
    given = {
        int(name[5:]): value
        for name, value in request.POST.items()
        if name.startswith("cell-") and name[5:].isdecimal() and int(name[5:]) < CELLS_MAX
    }
    return tuple(str(given.get(at, "")) for at in range(max(given, default=-1) + 1))


def _settle(request: Request, key: int, typed: tuple[str, ...]) -> WaitingRow:
    if "reject" in request.POST:
        reason = request.POST.get("reason", "")
        return reject_row(key, reason=reason, actor=request.actor, now=request.now)
    return mend_row(key, typed, actor=request.actor, now=request.now)


def _next(address: str, kept: dict[str, str], following: int | None) -> str:
    return f"{address}?{urlencode({**kept, 'before': following})}" if following else ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
