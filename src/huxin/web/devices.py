"""Attendance devices of a project: how they do, a new one with its key shown once, one retired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from huxin.access.gate import may
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import N_
from huxin.registry.models import Project
from huxin.wages.actions import Registered, register_device, retire_device
from huxin.wages.models import Device
from huxin.wages.queries import devices_of
from huxin.web.act import Act, Crumb, offered
from huxin.web.acts.of_project import site_crumbs, who
from huxin.web.ask import ActForm, Choice, Day, Words
from huxin.web.page import Request, page, render, speaker_of

__all__ = ["ACTS", "devices"]

SEE = "wages.device.view"
KINDS: Mapping[str, str] = {
    "gate": N_("gate that sends by itself"),
    "face": N_("face terminal that sends by itself"),
    "phone": N_("phone of the site office"),
    "clock": N_("clock that is read by hand"),
}


class DeviceAsked(ActForm):
    """A device as it comes into service."""

    serial = Words(N_("Serial number"), 40, help_text=N_("As it stands on the device."))
    kind = Choice(N_("Kind of device"), KINDS)
    from_on = Day(N_("In service from"), today=True)


class Retiring(ActForm):
    """Nothing more is to be said."""


@page(SEE)
def devices(request: Request, *, project: int) -> HttpResponse:
    """The devices of a project: when they were heard of, which days they missed, what they sent."""
    return _devices(request, project)


def _devices(request: Request, project: int, made: Registered | None = None) -> HttpResponse:
    allowed = {each.operation for each in ACTS if may(each.operation, actor=request.actor)}
    shown = {
        "project": project,
        "where": site_crumbs(project, SEE, request),
        "devices": devices_of(project, actor=request.actor, now=request.now),
        "kinds": KINDS,
        "made": made,
        "api": f"{settings.INSTALLATION.public_url}/api/v1",
        "offers": offered(ACTS, request, allowed),
    }
    return render(request, "attendance/devices.html", shown)


def _register(row: Project, said: dict[str, Any], request: Request) -> object:
    """Its secret stands on the answer and nowhere else."""
    from_at = dt.datetime.combine(said["from_on"], dt.time(), CHINA)
    made = register_device(
        project=row.pk, serial=said["serial"], kind=said["kind"], from_at=from_at, **who(request)
    )
    return _devices(request, row.pk, made) if made.secret else None


def _retire(row: Device, _: dict[str, Any], request: Request) -> None:
    retire_device(row.pk, **who(request))


def _crumbs(row: Project | Device, request: Request) -> list[Crumb]:
    site = row.project if isinstance(row, Device) else row
    say = speaker_of(request).t
    devices = reverse("attendance:devices", kwargs={"project": site.pk})
    which = [(row.serial, devices)] if isinstance(row, Device) else []
    return [
        (site.name, reverse("projects:one", kwargs={"key": site.pk})),
        (say("Attendance"), reverse("attendance:sheet", kwargs={"project": site.pk})),
        (say("Attendance devices"), devices),
        *which,
    ]


ACTS = (
    Act("device-register", "wages.device.register", "projects/<int:key>/devices/new", Project,
        DeviceAsked, _register, N_("The device is in service."), _crumbs),
    Act("device-retire", "wages.device.retire", "devices/<int:key>/retire", Device, Retiring,
        _retire, N_("The device is out of service; what it sent stays."), _crumbs, is_grave=True,
        lead=N_("Its key opens nothing any more; this cannot be undone.")),
)  # fmt: skip
