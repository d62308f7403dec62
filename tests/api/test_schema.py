"""The interface keeps what it declares: requests made from its own description, fit and unfit.

`HUXIN_FUZZ_EXAMPLES` says how many requests of each kind an operation meets; `make fuzz-api` asks
for many. Nothing is listened on: the requests go straight into the WSGI application.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Verbosity, given, settings
from schemathesis.core.failures import FailureGroup

from huxin.api.urls import api
from tests.support.signed import SigningDoor
from tests.support.site import build_site, keyed
from tests.support.world import World

EXAMPLES = int(os.environ.get("HUXIN_FUZZ_EXAMPLES", "15"))
DOOR = SigningDoor(get_wsgi_application(), key="", secret="")
OF_DEVICES = ("/api/v1/attendance", "/api/v1/devices")
OTHERS = ["", ""]
"""Key and secret of a company's system, which asks for all else."""
DESCRIPTION = api.get_openapi_schema(path_prefix="/api/v1/")
schema = schemathesis.openapi.from_dict(DESCRIPTION)
schema.app = DOOR


@pytest.fixture
def door(world: World, request: pytest.FixtureRequest) -> Iterator[SigningDoor]:
    """The application with a device's key, inside the test's own transaction."""
    site = build_site(world)
    DOOR.key, DOOR.secret, DOOR.calls = site.gate.key, site.gate.secret, 0
    DOOR.told = request.node.user_properties
    OTHERS[:] = keyed(site, "general_contractor", "contractor")
    # As Django's own client does: the end of a request must not close the test's connection.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield DOOR
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


LIMITS = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck), verbosity=Verbosity.quiet,
)  # fmt: skip


@schema.parametrize()
@LIMITS
def test_the_interface_keeps_its_word(case: Any, door: SigningDoor) -> None:
    if not case.operation.path.startswith(OF_DEVICES):
        door.key, door.secret = OTHERS
    case.call_and_validate(headers={"X-Huxin-Key": door.key})
    door.told[:] = [("count", f"{case.operation.label}: {door.calls:,} requests answered in form")]


def test_a_planted_fault_is_found(door: SigningDoor) -> None:
    """An interface that fails on messages above some length is caught."""

    def faulty(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if "punch" in environ["PATH_INFO"] and int(environ.get("CONTENT_LENGTH") or 0) > 40:
            start_response("500 Internal Server Error", [("Content-Type", "text/plain")])
            return [b"Traceback"]
        return door(environ, start_response)

    planted = schemathesis.openapi.from_dict(DESCRIPTION)
    planted.app = faulty
    operation = planted["/api/v1/attendance/punch"]["POST"]

    @given(case=operation.as_strategy())
    @LIMITS
    def run(case: Any) -> None:
        case.call_and_validate(headers={"X-Huxin-Key": door.key})

    with pytest.raises(FailureGroup, match="Server error"):
        run()
