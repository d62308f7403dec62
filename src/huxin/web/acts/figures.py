"""Operating figures and progress: told about a firm or a project, corrected, taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from huxin.access.models import Body
from huxin.kernel.errors import HuxinError
from huxin.kernel.money import parse_fen
from huxin.kernel.texts import N_
from huxin.registry.actions.figures import FigureForm, correct_figure, supply_figure
from huxin.registry.models import Figure, Project
from huxin.registry.policy.figures import KINDS, supplied_by
from huxin.web.act import Act, Crumb
from huxin.web.acts.of_project import crumbs as of_project
from huxin.web.acts.of_project import firm_crumbs, who
from huxin.web.ask import ActForm, BodyName, Choice, Long, Words
from huxin.web.page import Request, speaker_of

__all__ = ["ACTS"]

MONTH = forms.DateInput({"type": "month"}, format="%Y-%m")
PPM_OF_PERCENT = 10_000


class Month(forms.DateField):
    """A month, as its first day."""

    def __init__(self, label: str) -> None:
        super().__init__(label=label, widget=MONTH, input_formats=["%Y-%m"])


def _value(kind: str, text: str, language: str) -> int:
    """What is typed, in the unit of the kind; raises ValidationError."""
    unit, plain = KINDS[kind].unit, text.strip().rstrip("%％").strip()
    try:
        if unit == "fen":
            return parse_fen(plain)
        if unit == "ppm":
            return parse_fen(plain) * PPM_OF_PERCENT // 100
        return int(plain)
    except HuxinError as error:
        raise forms.ValidationError(error.what.say(language)) from None


class Told(ActForm):
    """One figure about the firm or project of the page."""

    at: ClassVar = {"figure.kind": "kind", "figure.month": "month", "figure.value": "value",
                    "figure.source": "source", "figure.reason": "reason"}  # fmt: skip
    about = "body"
    kind = Choice(N_("Figure"), {})
    month = Month(N_("Month"))
    value = Words(
        N_("Value told"), 30,
        help_text=N_("Yuan for what is owed or paid, percent for progress, else a whole number."),
    )  # fmt: skip
    source = BodyName(N_("Told by"))
    reason = Long(
        N_("Reason of the correction"), 200, required=False,
        help_text=N_("Only where the same source told another value before."),
    )  # fmt: skip

    def start(self) -> dict[str, Any]:
        """The reader's own unit; the month that is over."""
        own = Body.objects.filter(pk__in=self.request.actor.bodies).order_by("pk").first()
        last = self.today.replace(day=1) - dt.timedelta(days=1)
        return {"source": own.name if own else "", "month": last.replace(day=1)}

    def offer_kind(self) -> list[tuple[str, str]]:
        """What the reader's roles may tell about it."""
        named = supplied_by(self.request.actor.roles, self.about)
        return [(name, KINDS[name].title.say(self.request.language)) for name in named]

    def clean(self) -> dict[str, Any]:
        """The value in the unit of its kind."""
        said = super().clean() or {}
        if "kind" in said and "value" in said:
            try:
                said["value"] = _value(said["kind"], said["value"], self.request.language)
            except (forms.ValidationError, ValueError):
                text = speaker_of(self.request).t("This is no value of the figure chosen.")
                self.add_error("value", forms.ValidationError(text))
        return said


class ToldOfProject(Told):
    """One figure about a project."""

    about = "project"


class ToldOfFirm(Told):
    """One figure about a firm that is named by the form, for who has no page of it."""

    firm = BodyName(N_("Firm"), kind="company")
    field_order = ("firm",)


class Corrected(ActForm):
    """What the figure should have been."""

    at: ClassVar = {"figure.value": "value", "figure.reason": "reason"}
    value = Words(
        N_("Value told"), 30, required=False,
        help_text=N_("Left empty, the figure is taken back: nothing of the kind was told."),
    )  # fmt: skip
    reason = Long(N_("Reason"), 200)

    def clean_value(self) -> int | None:
        """In the unit of the figure; None when it is taken back."""
        text = self.cleaned_data["value"]
        try:
            return _value(self.row.kind, text, self.request.language) if text else None
        except ValueError:
            said = speaker_of(self.request).t("This is no value of the figure chosen.")
            raise forms.ValidationError(said) from None


def _listed(_: Any, request: Request) -> list[Crumb]:
    return [(speaker_of(request).t("Operating figures"), reverse("figures:list"))]


def _tell(row: Body | Project, said: dict[str, Any], by: Request) -> None:
    form = FigureForm(said["kind"], said["month"], said["value"], said["reason"])
    supply_figure(row, form, source=said["source"], **who(by))


def _tell_of(_: None, said: dict[str, Any], by: Request) -> None:
    _tell(Body.objects.get(pk=said["firm"]), said, by)


def _correct(row: Figure, said: dict[str, Any], by: Request) -> None:
    correct_figure(row.pk, said["value"], reason=said["reason"], **who(by))


SUPPLY, DONE = "registry.figure.supply", N_("The figure is on record.")
LEAD = N_(
    "What is owed stays owed until its source tells another figure. A firm's figures count for "
    "all projects for which it answers; tell of a project only what is its own."
)
ACTS = (
    Act("figure-new", SUPPLY, "figures/new", None, ToldOfFirm, _tell_of, DONE, _listed,
        N_("Tell a figure of a firm"), LEAD),
    Act("figure-of-body", SUPPLY, "units/<int:key>/figures/new", Body, Told, _tell, DONE,
        firm_crumbs, N_("Enter an operating figure"), LEAD),
    Act("figure-of-project", SUPPLY, "projects/<int:key>/figures/new", Project, ToldOfProject,
        _tell, DONE, of_project, N_("Enter a figure or the progress"), LEAD),
    Act("figure-correct", "registry.figure.correct", "figures/<int:key>/correct", Figure, Corrected,
        _correct, N_("The figure is corrected; the earlier one stays on record."), _listed,
        N_("Correct")),
)  # fmt: skip
