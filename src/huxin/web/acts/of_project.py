"""What acts on projects share: where they belong, and which parties there are to choose from."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.urls import reverse

from huxin.access.gate import reach
from huxin.access.models import Body
from huxin.kernel.texts import N_
from huxin.registry.models import DepositOrder, Party, Project
from huxin.web.act import Crumb
from huxin.web.ask import ActForm, Day
from huxin.web.page import Request, speaker_of
from huxin.web.words import ROLES, word

__all__ = [
    "Nothing", "OfProject", "OnDay", "address_of", "crumbs", "firm_crumbs", "list_crumbs",
    "own_body", "party_crumbs", "poster_crumbs", "project_of", "site_crumbs", "who",
]  # fmt: skip


def project_of(row: Model) -> Project:
    """The project that a row of the registry belongs to."""
    if isinstance(row, DepositOrder):
        row = row.deposit
    return row if isinstance(row, Project) else row.project  # type: ignore[attr-defined]


def address_of(project: int) -> str:
    """The page of a project."""
    return reverse("projects:one", kwargs={"key": project})


def firm_crumbs(row: Any, request: Request) -> list[Crumb]:
    """The way to the page of a unit, or of the unit that a row belongs to."""
    firm = row if isinstance(row, Body) else row.body
    return [
        (speaker_of(request).t("Units"), reverse("bodies:list")),
        (firm.name, reverse("bodies:one", kwargs={"key": firm.pk})),
    ]


def list_crumbs(_: Any, request: Request) -> list[Crumb]:
    """The way to the list of projects."""
    return [(speaker_of(request).t("Projects"), reverse("projects:list"))]


def crumbs(row: Any, request: Request) -> list[Crumb]:
    """The way to the project; it is also where an act leads back to."""
    site = project_of(row)
    return [*list_crumbs(row, request), (site.name, address_of(site.pk))]


def who(request: Request) -> dict[str, Any]:
    """Who does it, and when, as every action wants to know."""
    return {"actor": request.actor, "now": request.now}


def site_crumbs(project: int, operation: str, request: Request) -> list[Crumb]:
    """The way to the project of a page below it; raises NotFound as the page's operation does."""
    return crumbs(reach(Project, project, operation, actor=request.actor), request)


def party_crumbs(row: Party, request: Request) -> list[Crumb]:
    """The way to a party, which stands on the page of its project."""
    *way, (site, address) = crumbs(row, request)
    called = f"{speaker_of(request).t(word(ROLES, row.role))} {row.body.name}"
    return [*way, (site, address), (called, f"{address}#party-{row.pk}")]


def poster_crumbs(row: Any, request: Request) -> list[Crumb]:
    """The way to the poster of a project with its QR codes."""
    site = project_of(row)
    poster = reverse("projects:poster", kwargs={"key": site.pk})
    return [*crumbs(row, request), (speaker_of(request).t("Signboard"), poster)]


def own_body(request: Request, kind: str) -> str:
    """The name of the reader's own body of a kind; empty when he has none."""
    own = Body.objects.filter(pk__in=request.actor.bodies, kind=kind).order_by("pk")
    return own.values_list("name", flat=True).first() or ""


class OfProject(ActForm):
    """A form about something of a project."""

    def say(self, text: str) -> str:
        """A text in the reader's language."""
        return speaker_of(self.request).t(text)

    def own_body(self, kind: str) -> str:
        """The name of the reader's own body of a kind; empty when he has none."""
        return own_body(self.request, kind)

    def parties(self, *roles: str, none: str = "") -> list[tuple[Any, str]]:
        """Parties that have not left, by role and name; `none` heads the list as no choice."""
        found = project_of(self.row).parties.filter(left_on=None).select_related("body")
        rows = [
            (each.pk, f"{self.say(word(ROLES, each.role))} {each.body.name}")
            for each in found
            if not roles or each.role in roles
        ]
        return [("", self.say(none)), *rows] if none else rows


class OnDay(OfProject):
    """Only a day."""

    on = Day(N_("Day"), today=True)


class Nothing(OfProject):
    """No field: that it is done says it all."""
