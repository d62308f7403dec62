"""The platform behind gunicorn, for measuring; imported once Django is set up."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connections

from huxin.wages.models import Punch
from tests.support.postgres import free_port
from tests.support.signed import headers
from tests.support.site import build_site
from tests.support.world import build

CLOCK = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Platform:
    """The platform behind gunicorn, one device of one project, and its client."""

    port: int
    key: str
    secret: str
    connection: http.client.HTTPConnection
    path: str = "/api/v1/attendance/punches"

    def message(self, batch: list[tuple[str, int, int]]) -> tuple[bytes, dict[str, str]]:
        body = json.dumps(
            {
                "users": [user for user, _, _ in batch],
                "times": [
                    time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at)) for _, at, _ in batch
                ],
                "states": [state for _, _, state in batch],
            }
        ).encode()
        signed = headers(self.key, self.secret, method="POST", path=self.path, body=body)
        return body, {**signed, "Content-Type": "application/json"}

    def post(self, message: tuple[bytes, dict[str, str]]) -> None:
        body, headers = message
        self.connection.request("POST", self.path, body, headers)
        answer = self.connection.getresponse()
        told = answer.read()
        assert answer.status == 201, told

    def count(self) -> int:
        return Punch.objects.count()


@contextmanager
def platform() -> Iterator[Platform]:
    """A small county with a gate on a site, migrated and served on the loopback."""
    call_command("migrate", verbosity=0)
    gate = build_site(build()).gate
    with server("huxin.config.wsgi:application") as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        yield Platform(port, gate.key, gate.secret, connection)


@contextmanager
def server(application: str) -> Iterator[int]:
    """The port at which gunicorn serves an application of the installation of this process."""
    port = free_port()
    served = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1",
         "--threads", "1", "--worker-class", "gthread", "--keep-alive", "60",
         "--log-level", "warning", application],
    )  # fmt: skip
    try:
        _wait(port)
        yield port
    finally:
        served.terminate()
        served.wait()
        connections.close_all()


def _wait(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not come up")
