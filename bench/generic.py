"""Settings and addresses of the served platform with two neighbours: the floor, and the rival.

The floor is one query by key and a text that stands ready. The rival is what Django itself makes of
the same tables: its administration, with the columns that our lists show and as many lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import path

from huxin.config.urls import handler404, handler500
from huxin.config.urls import urlpatterns as ours
from huxin.registry.models import Enrolment, Project
from huxin.warnings import models as warnings

__all__ = ["handler404", "handler500", "urlpatterns"]

READY = b"<!DOCTYPE html><title>%s</title>" + b"<p>ready</p>" * 1000


if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Model]
else:
    Admin = admin.ModelAdmin  # generic for type checkers only


class Generic(Admin):
    """A list that everybody may see."""

    list_per_page = 50
    list_select_related: ClassVar[bool | list[str] | tuple[str, ...]] = True

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return True

    def _never(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    has_module_permission = has_view_permission
    has_add_permission = has_change_permission = has_delete_permission = _never


class OfWarnings(Generic):
    list_display = (
        "rule", "severity", "state", "place", "project", "body", "owner", "amount_fen", "people",
        "raised_on", "due_on",
    )  # fmt: skip
    list_filter = ("severity", "state")
    list_select_related = ("place", "project", "body", "owner")


class OfProjects(Generic):
    list_display = (
        "code", "name", "place", "sector", "funding", "state", "contract_price_fen",
        "registered_on",
    )  # fmt: skip
    list_filter = ("state",)


class OfRosters(Generic):
    list_display = (
        "worker", "party", "team", "trade", "post", "entered_on", "left_on", "day_rate_fen"
    )  # fmt: skip
    list_select_related = ("worker", "party", "team", "project")


class Site(admin.AdminSite):
    """For everybody: who may see what is not its question."""

    def has_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return True


def floor(request: HttpRequest) -> HttpResponse:
    """One query by key, and a text that stands ready."""
    found = Project.objects.get(pk=request.GET["key"])
    return HttpResponse(READY % found.name.encode())


site = Site()
site.register(warnings.Warning, OfWarnings)
site.register(Project, OfProjects)
site.register(Enrolment, OfRosters)
urlpatterns = [path("floor", floor), path("generic/", site.urls), *ours]
