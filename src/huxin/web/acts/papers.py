"""Project sheets that come in, registers that go out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import quote

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from huxin.intake.actions.files import receive_sheet
from huxin.kernel.texts import N_
from huxin.registry.actions.export import export_register
from huxin.registry.queries.registers import REGISTERS
from huxin.web.act import Act, Crumb
from huxin.web.acts.of_project import list_crumbs, who
from huxin.web.ask import ActForm, Choice, Words
from huxin.web.page import Request, speaker_of
from huxin.web.placed import Placed, PlaceName

__all__ = ["ACTS", "XLSX"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Sheet(ActForm):
    """A project sheet."""

    file = forms.FileField(label=N_("Project sheet"), help_text=N_("xlsx, xls or yaml"))


class Export(Placed):
    """Which register leaves, and what for."""

    at: ClassVar = {"export.purpose": "purpose", "export.rows": "place"}
    register = Choice(N_("Register"), {name: each.title for name, each in REGISTERS.items()})
    place = PlaceName(N_("Only of this place"), required=False)
    purpose = Words(N_("What it is needed for"), 200)

    def start(self) -> dict[str, Any]:
        """The register from whose page the reader comes."""
        name = self.request.GET.get("register", "")
        return {"register": name if name in REGISTERS else "projects"}


def _take(_: None, said: dict[str, Any], by: Request) -> object:
    file = said["file"]
    received = receive_sheet(file.chunks(), name=file.name, **who(by))
    return reverse("intake:receipt", kwargs={"key": received.receipts[0].pk})


def _export(_: None, said: dict[str, Any], by: Request) -> HttpResponse:
    name, place = said["register"], said["place"].path if said["place"] else ""
    made = export_register(
        name, purpose=said["purpose"], place=place, language=by.language, **who(by)
    )
    title = speaker_of(by).t(REGISTERS[name].title)
    answer = HttpResponse(made.content, content_type=XLSX)
    day = by.now.date()
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{title}-{day}.xlsx')}"
    answer["Cache-Control"] = "no-store"
    return answer


def _registers(_: Any, request: Request) -> Sequence[Crumb]:
    return [(speaker_of(request).t("Registers"), reverse("projects:registers"))]


ACTS = (
    Act(
        "project-import", "registry.project.import", "projects/import", None, Sheet, _take,
        N_("The project sheet is taken in."), list_crumbs, N_("Take in a project sheet"),
        N_("A project that is on record already is brought up to date by its sheet."),
    ),
    Act(
        "register-export", "registry.register.export", "registers/export", None, Export, _export,
        N_("The register is exported."), _registers, N_("Export as a workbook"),
        N_("The export is kept with its purpose; the workbook carries a mark that leads back."),
    ),
)  # fmt: skip
