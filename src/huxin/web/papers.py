"""Templates of papers: workbooks that sites hand in, and the text of a simple labour contract."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from django.http import HttpResponse
from django.urls import reverse

from huxin.access.errors import NotFound
from huxin.access.queries import own_places
from huxin.check.files import TITLES
from huxin.formats.templates import TEMPLATES
from huxin.formats.word import DOCX, word_document
from huxin.law.templates import Paper
from huxin.registry.queries.contract_text import (
    blank_contract,
    contract_of_project,
    contract_of_stay,
)
from huxin.web.act import Crumb
from huxin.web.acts.papers import XLSX
from huxin.web.page import Request, page, render, speaker_of

__all__ = ["contract", "project_contract", "stay_contract", "template", "templates"]

HAND_IN, RECORD = "intake.receipt.view", "registry.contract.record"


@page(HAND_IN)
def templates(request: Request) -> HttpResponse:
    """The papers that the platform reads, each with an empty workbook to fill in."""
    return render(
        request, "files/templates.html", {"templates": tuple(TEMPLATES.values()), "names": TITLES}
    )


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
    return _file(content, XLSX, f"{found.title}.xlsx")


@page(HAND_IN)
def contract(request: Request) -> HttpResponse:
    """The text of a simple labour contract of the reader's place, nothing filled in."""
    places = own_places(actor=request.actor)
    found = blank_contract(places[0]) if places else None
    return _contract(request, found, [_crumb(request, "Templates", "papers:list")])


@page(RECORD)
def project_contract(request: Request, *, project: int) -> HttpResponse:
    """The same with a project and the reader's own company."""
    found = contract_of_project(project, actor=request.actor)
    return _contract(request, found, [_crumb(request, "Roster", "people:roster", project=project)])


@page(RECORD)
def stay_contract(request: Request, *, key: int) -> HttpResponse:
    """The same with what is on record of one worker's time on a site."""
    found = contract_of_stay(key, actor=request.actor)
    crumb = _crumb(request, "Labour contracts on this site", "enrolment:one", key=key)
    return _contract(request, found, [crumb])


def _contract(request: Request, found: Paper | None, crumbs: list[Crumb]) -> HttpResponse:
    """To be printed, or as a Word file to be edited."""
    if found is None:
        raise NotFound
    if request.GET.get("as") == "word":
        content = word_document(found.title, [(each.heading, each.lines) for each in found.parts])
        return _file(content, DOCX, f"{found.title}.docx")
    return render(request, "files/contract.html", {"paper": found, "crumbs": crumbs})


def _crumb(request: Request, text: str, name: str, **parts: int) -> Crumb:
    return (speaker_of(request).t(text), reverse(name, kwargs=parts))


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
