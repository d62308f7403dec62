"""Scans of papers: the form that files one, and the file that hands one out."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse

from huxin.kernel.texts import N_
from huxin.registry.actions.scans import Paper, keep_scan
from huxin.registry.policy.images import BYTES_MAX, Photo
from huxin.web.acts.of_project import who
from huxin.web.ask import ActForm
from huxin.web.page import Request

__all__ = ["FILED", "REPLACES", "Scanned", "handed", "put"]

FILE_TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
FILED, REPLACES = N_("The scan is filed."), N_("It takes the place of an older one.")


class Scanned(ActForm):
    """The paper itself."""

    at: ClassVar = {"photo.": "scan"}
    scan = forms.FileField(
        label=N_("Scan or photo"),
        help_text=N_("PDF, JPEG or PNG; of several sheets make one PDF."),
        widget=forms.FileInput({"accept": ",".join(FILE_TYPES.values())}),
    )


def put(row: Paper, said: dict[str, Any], request: Request) -> None:
    """File what was chosen in the form."""
    keep_scan(type(row), row.pk, said["scan"].read(BYTES_MAX + 1), **who(request))


def handed(scan: Photo, key: int) -> HttpResponse:
    """The file, to be looked at outside our pages; its name tells nothing of what is on it."""
    answer = HttpResponse(scan.content, content_type=FILE_TYPES[scan.kind])
    answer["Content-Disposition"] = f'attachment; filename="scan-{key}.{scan.kind}"'
    answer["Cache-Control"] = "no-store"
    return answer
