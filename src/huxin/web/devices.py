"""Attendance devices of a project: how they do, a new one with its key shown once, one retired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huxin.access.errors import NotFound, Refused
from huxin.kernel.clock import CHINA
from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import N_
from huxin.wages.actions import Registered, register_device, retire_device
from huxin.wages.queries import devices_of
from huxin.web.moves import DAY, spoken
from huxin.web.page import Request, page, render, speaker_of

__all__ = ["KINDS", "devices", "register", "retire"]

SEE = "wages.device.view"
KINDS: Mapping[str, str] = {
    "gate": N_("gate that sends by itself"),
    "face": N_("face terminal that sends by itself"),
    "phone": N_("phone of the site office"),
    "clock": N_("clock that is read by hand"),
}


class DeviceForm(forms.Form):
    """A device as it comes into service."""

    serial = forms.CharField(
        label=N_("Serial number"), max_length=40, help_text=N_("As it stands on the device.")
    )
    kind = forms.ChoiceField(label=N_("Kind of device"), choices=list(KINDS.items()))
    from_on = forms.DateField(label=N_("In service from"), widget=DAY)


@page(SEE)
def devices(request: Request, *, project: int) -> HttpResponse:
    """The devices of a project: when they were heard of, which days they missed, what they sent."""
    return _devices(request, project)


@page("wages.device.register", methods=("POST",))
def register(request: Request, *, project: int) -> HttpResponse:
    """Put a device into service; its secret stands on the answer and nowhere else."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return _devices(request, project, form=form)
    said = form.cleaned_data
    from_at = dt.datetime.combine(said["from_on"], dt.time(), CHINA)
    try:
        made = register_device(
            project=project, serial=said["serial"], kind=said["kind"], from_at=from_at,
            actor=request.actor, now=request.now,
        )  # fmt: skip
    except (NotFound, Refused):
        raise
    except HuxinError as error:
        return _devices(request, project, form=form, refusal=error)
    if made.secret:
        return _devices(request, project, made=made)
    messages.success(request, speaker_of(request).t("The device is in service."))
    return HttpResponseRedirect(reverse("attendance:devices", kwargs={"project": project}))


@page("wages.device.retire", methods=("POST",))
def retire(request: Request, *, project: int, key: int) -> HttpResponse:
    """Take a device out of service: its key opens nothing any more, its punches stay."""
    try:
        retire_device(key, actor=request.actor, now=request.now)
    except (NotFound, Refused):
        raise
    except HuxinError as error:
        return _devices(request, project, refusal=error)
    said = speaker_of(request).t("The device is out of service; what it sent stays.")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("attendance:devices", kwargs={"project": project}))


def _devices(
    request: Request,
    project: int,
    *,
    form: DeviceForm | None = None,
    made: Registered | None = None,
    refusal: HuxinError | None = None,
) -> HttpResponse:
    found = devices_of(project, actor=request.actor, now=request.now)
    today = request.now.astimezone(CHINA).date()
    asked = spoken(form or DeviceForm(initial={"from_on": today}), request)
    shown = {
        "project": project,
        "devices": found,
        "kinds": KINDS,
        "form": asked,
        "made": made,
        "api": f"{settings.INSTALLATION.public_url}/api/v1",
        "refusal": refusal,
    }
    status = 422 if refusal or asked.errors else 200
    return render(request, "attendance/devices.html", shown, status=status)
