"""Templates of the papers that sites hand in: the list, and each as an empty workbook."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from django.http import HttpResponse

from huxin.access.errors import NotFound
from huxin.formats.templates import TEMPLATES
from huxin.web.acts.papers import XLSX
from huxin.web.page import Request, page, render

__all__ = ["template", "templates"]

HAND_IN = "intake.receipt.view"


@page(HAND_IN)
def templates(request: Request) -> HttpResponse:
    """The papers that the platform reads, each with an empty workbook to fill in."""
    return render(request, "files/templates.html", {"templates": tuple(TEMPLATES.values())})


@page(HAND_IN)
def template(request: Request, *, name: str) -> HttpResponse:  # noqa: ARG001 -- every page's shape
    """One empty workbook."""
    found = TEMPLATES.get(name)
    if found is None:
        raise NotFound
    with TemporaryDirectory(prefix="huxin-template-") as folder:
        path = Path(folder) / "template.xlsx"
        found.write(path)
        content = path.read_bytes()
    answer = HttpResponse(content, content_type=XLSX)
    file = quote(f"{found.title}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{file}"
    return answer
