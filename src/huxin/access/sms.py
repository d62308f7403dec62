"""The way to a phone: one interface, an adapter per installation. Texts never speak of wages.

`HUXIN_SMS` names it: none, console, memory (tests), file:PATH, or the https address of a gateway.
"""

from __future__ import annotations

import json
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings

from huxin.kernel.clock import SystemClock
from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import message

__all__ = ["Gateway", "Memory", "NoGateway", "gateway"]

SECONDS = 10


class NoGateway(HuxinError):  # noqa: N818 -- an answer
    """No message can be sent from this installation, or the gateway did not take it."""

    def __init__(self) -> None:
        super().__init__(
            message("No message could be sent to the phone."),
            remedy=message("Try again later, or come to the counter of the labour department."),
        )


class Gateway(Protocol):
    """Sends one text to one phone; raises NoGateway when it was not taken."""

    def send(self, phone: str, text: str) -> None: ...


@dataclass(slots=True)
class Memory:
    """Keeps messages for tests."""

    sent: list[tuple[str, str]] = field(default_factory=list, repr=False)

    def send(self, phone: str, text: str) -> None:
        self.sent.append((phone, text))


class _None:
    def send(self, phone: str, text: str) -> None:  # noqa: ARG002 -- nothing leaves
        raise NoGateway


class _Console:
    """For demonstrations: the operator reads the code on the screen."""

    def send(self, phone: str, text: str) -> None:
        sys.stderr.write(f"[SMS {phone[:3]}****{phone[-4:]}] {text}\n")
        sys.stderr.flush()


@dataclass(frozen=True, slots=True)
class _File:
    path: Path

    def send(self, phone: str, text: str) -> None:
        line = {"at": SystemClock().now().isoformat(), "phone": phone, "text": text}
        with self.path.open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(line, ensure_ascii=False) + "\n")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A gateway that sends us elsewhere is not the one that was configured."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class _Http:
    address: str
    secret: str = field(repr=False)

    def send(self, phone: str, text: str) -> None:
        body = json.dumps({"phone": phone, "text": text}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.secret}"}
        request = urllib.request.Request(self.address, body, headers)  # noqa: S310 -- https, checked
        try:
            with urllib.request.build_opener(_NoRedirect).open(request, timeout=SECONDS) as answer:
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
        return _Http(chosen, settings.INSTALLATION.sms_secret)
    return _None()
