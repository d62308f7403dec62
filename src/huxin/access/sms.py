"""The way to a phone: one interface, an adapter per installation. Texts never speak of wages.

`HUXIN_SMS` names it: none, console, memory (tests), file:PATH, or the https address of a gateway:
that one host is the only one that is ever asked, and it cannot send us elsewhere. Messages go by
the outbox under the topic "sms", with {phone, text} and perhaps `until`: later it is dropped.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings

from huxin.access.fields import cipher
from huxin.kernel.clock import SystemClock
from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import message
from huxin.trail.actions import Delivery, outbox

__all__ = ["TOPIC", "Gateway", "Http", "Memory", "NoGateway", "deliver", "gateway", "sender"]

TOPIC = "sms"
SECONDS = 10


class NoGateway(HuxinError):  # noqa: N818 -- an answer
    """No message can be sent from this installation, or the gateway did not take it."""

    def __init__(self) -> None:
        super().__init__(
            message("No message could be sent to the phone."),
            remedy=message("Try again later, or come to the counter of the labour department."),
        )


class Gateway(Protocol):
    """Sends one text to one phone; raises NoGateway when it was not taken.

    `key` names the message: a gateway that has seen it does not send it again.
    """

    def send(self, phone: str, text: str, *, key: str) -> None: ...


@dataclass(slots=True)
class Memory:
    """Keeps messages for tests."""

    sent: list[tuple[str, str]] = field(default_factory=list, repr=False)

    def send(self, phone: str, text: str, *, key: str) -> None:  # noqa: ARG002
        self.sent.append((phone, text))


class _None:
    def send(self, phone: str, text: str, *, key: str) -> None:  # noqa: ARG002 -- nothing leaves
        raise NoGateway


class _Console:
    """For demonstrations: the operator reads the code on the screen."""

    def send(self, phone: str, text: str, *, key: str) -> None:  # noqa: ARG002
        sys.stderr.write(f"[SMS {phone[:3]}****{phone[-4:]}] {text}\n")
        sys.stderr.flush()


@dataclass(frozen=True, slots=True)
class _File:
    path: Path

    def send(self, phone: str, text: str, *, key: str) -> None:
        at = SystemClock().now().isoformat()
        line = {"at": at, "key": key, "phone": phone, "text": text}
        self.path.touch(mode=0o600)  # numbers of phones are in it
        with self.path.open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(line, ensure_ascii=False) + "\n")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A gateway that sends us elsewhere is not the one that was configured."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Http:
    """Hands messages to a gateway: POST {key, phone, text} as JSON with the secret as bearer."""

    address: str
    secret: str = field(repr=False)

    def send(self, phone: str, text: str, *, key: str) -> None:
        body = json.dumps({"key": key, "phone": phone, "text": text}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.secret}"}
        request = urllib.request.Request(self.address, body, headers)  # noqa: S310 -- as configured
        direct = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
        try:
            with direct.open(request, timeout=SECONDS) as answer:
                if not 200 <= answer.status < 300:
                    raise NoGateway
        except (urllib.error.URLError, TimeoutError, OSError):
            raise NoGateway from None


_MEMORY = Memory()


def gateway() -> Gateway:
    """The installation's gateway."""
    chosen: str = settings.INSTALLATION.sms
    if chosen == "memory":
        return _MEMORY
    if chosen == "console":
        return _Console()
    if chosen.startswith("file:"):
        return _File(Path(chosen[5:]))
    if urlsplit(chosen).scheme == "https":
        return Http(chosen, settings.INSTALLATION.sms_secret)
    return _None()


def sender(now: dt.datetime) -> outbox.Sender:
    """Sends messages of the outbox; what comes too late is dropped."""
    way = gateway()

    def send(key: str, content: Mapping[str, Any]) -> None:
        until = content.get("until")
        if until is None or now < dt.datetime.fromisoformat(until):
            way.send(content["phone"], content["text"], key=key)

    return send


def deliver(*, now: dt.datetime, only: str = "") -> Delivery:
    """Send the messages that are due; for a job, or for the one that somebody waits for."""
    return outbox.deliver(now=now, senders={TOPIC: sender(now)}, cipher=cipher(), only=only)
