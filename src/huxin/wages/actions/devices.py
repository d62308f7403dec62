"""Devices come into service, with a key if they send by themselves, and go out of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from huxin.access.actions.keys import Issued, Terms, issue_key
from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.access.errors import NotFound
from huxin.access.policy import DEVICE
from huxin.registry.models import Party, Project
from huxin.wages.errors import DeviceKnown
from huxin.wages.models import Device

__all__ = ["Registered", "register_device", "retire_device"]

REGISTER, RETIRE = "wages.device.register", "wages.device.retire"


@dataclass(frozen=True, slots=True)
class Registered:
    """A device in service; `secret` is shown once, now, and never again."""

    device: int
    key: str = ""
    secret: str = field(default="", repr=False)


def register_device(
    *,
    project: int,
    serial: str,
    kind: str,
    from_at: dt.datetime,
    actor: Actor,
    now: dt.datetime,
) -> Registered:
    """Put a device into service on a project. A device other than a plain clock gets a signing key.

    Raises NotFound, or DeviceKnown when the serial number is there already.
    """
    with change(REGISTER, actor=actor, now=now) as doing:
        owner = doing.reach(Project, project)
        name = serial.strip()[:40]
        if not name or Device.objects.filter(project=owner, serial=name).exists():
            raise DeviceKnown(name)
        given, secret = None, ""
        if kind != Device.Kind.CLOCK:
            issued = _issue_key(doing, owner, name)
            given, secret = issued.key, issued.secret
        device = Device.objects.create(
            project=owner, serial=name, kind=kind, key=given, from_at=from_at
        )
        doing.note(device, after={"serial": name, "kind": kind, "from_at": from_at})
    return Registered(device.pk, given.key if given else "", secret)


def retire_device(device: int, *, actor: Actor, now: dt.datetime) -> None:
    """Take a device out of service now: its key opens nothing any more, its punches stay."""
    with change(RETIRE, actor=actor, now=now) as doing:
        found = doing.reach(Device, device)
        if found.to_at is not None:
            return
        found.to_at = now
        found.save(update_fields=["to_at"])
        if found.key is not None:
            found.key.ended_at = now
            found.key.save(update_fields=["ended_at"])
            doing.note(found.key, after={"ended_at": now})
        doing.note(found, before={"to_at": None}, after={"to_at": now})


def _issue_key(doing: Change, project: Project, serial: str) -> Issued:
    """A key for the general contractor's device."""
    holder = Party.objects.filter(project=project, role=Party.Role.GENERAL_CONTRACTOR).first()
    if holder is None:
        raise NotFound
    return issue_key(doing, holder.body, Terms(DEVICE, project.place, f"attendance {serial}"))
