"""What acts on projects share: where they belong, and which parties there are to choose from."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.urls import reverse

from huxin.registry.models import DepositOrder, Project
from huxin.web.act import Crumb
from huxin.web.ask import ActForm
from huxin.web.page import Request, speaker_of
from huxin.web.words import ROLES, word

__all__ = ["OfProject", "address_of", "crumbs", "project_of", "who"]


def project_of(row: Model) -> Project:
    """The project that a row of the registry belongs to."""
    if isinstance(row, DepositOrder):
        row = row.deposit
    return row if isinstance(row, Project) else row.project  # type: ignore[attr-defined]


def address_of(project: int) -> str:
    """The page of a project."""
    return reverse("projects:one", kwargs={"key": project})


def crumbs(row: Any, request: Request) -> list[Crumb]:
    """The way to the project; it is also where an act leads back to."""
    site = project_of(row)
    return [
        (speaker_of(request).t("Projects"), reverse("projects:list")),
        (site.name, address_of(site.pk)),
    ]


def who(request: Request) -> dict[str, Any]:
    """Who does it, and when, as every action wants to know."""
    return {"actor": request.actor, "now": request.now}


class OfProject(ActForm):
    """A form about something of a project."""

    def parties(self, *roles: str, none: str = "") -> list[tuple[Any, str]]:
        """Parties that have not left, by role and name; `none` heads the list as no choice."""
        say = speaker_of(self.request).t
        found = project_of(self.row).parties.filter(left_on=None).select_related("body")
        rows = [
            (each.pk, f"{say(word(ROLES, each.role))} {each.body.name}")
            for each in found
            if not roles or each.role in roles
        ]
        return [("", say(none)), *rows] if none else rows
