"""The interface keeps what it declares: requests made from its own description, fit and unfit.

`HUXIN_FUZZ_EXAMPLES` says how many requests of each kind an operation meets; `make fuzz-api` asks
for many. Nothing is listened on: the requests go straight into the WSGI application.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Verbosity, given, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok

from huxin.api.urls import described
from tests.api.journey import COMPANY, Asked, walk
from tests.support.signed import SigningDoor
from tests.support.site import build_site, keyed
from tests.support.world import World

EXAMPLES = int(os.environ.get("HUXIN_FUZZ_EXAMPLES", "2"))
DOOR = SigningDoor(get_wsgi_application(), key="", secret="")
DESCRIPTION = described()
schema = schemathesis.openapi.from_dict(DESCRIPTION)
schema.app = DOOR
# What is too long for a field may be too large for a request as well.
REJECTION = schema.config.checks.negative_data_rejection
REJECTION.expected_statuses = [*REJECTION.expected_statuses, "413"]
MANY = 50
OF_DEVICES = ("/api/v1/attendance", "/api/v1/devices")
WORDS = schema if EXAMPLES >= MANY else schema.include(tag="attendance")
KEPT_SHARE, VARIED_SHARE = 0.8, 0.8
LIMITS = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck), verbosity=Verbosity.quiet,
)  # fmt: skip


@pytest.fixture
def door(world: World) -> Iterator[SigningDoor]:
    """The application with a device's key, inside the test's own transaction."""
    site = build_site(world)
    DOOR.key, DOOR.secret, DOOR.calls, DOOR.site = site.gate.key, site.gate.secret, 0, site
    with kept_open():
        yield DOOR


@pytest.fixture
def company(door: SigningDoor) -> tuple[str, str]:
    """Key and secret of a company's system."""
    return keyed(door.site, COMPANY, "contractor")


@contextmanager
def kept_open() -> Iterator[None]:
    """As Django's own client does, which ends by undoing it: a request must not close the test's
    connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def varied(case: Any, fit: Asked, luck: Random, *, share: float) -> None:
    """Make a sound case one that gets further: of a record that is there, with a share of the
    questions and fields of a request that is carried out."""

    def some(said: Mapping[str, Any]) -> dict[str, Any]:
        return {name: each for name, each in said.items() if luck.random() < share}

    case.path_parameters = {**(case.path_parameters or {}), **fit.path}
    case.query = {**(case.query or {}), **some(fit.query)} if share < 1 else dict(fit.query)
    if isinstance(fit.body, dict):
        own = case.body if isinstance(case.body, dict) and share < 1 else {}
        case.body = {**own, **some(fit.body)}


def named(case: Any, door: SigningDoor) -> dict[str, str] | None:
    """The key, for the door to sign with; a case with unsound headers is to be met with its own."""
    headers = case.meta.components.get(ParameterLocation.HEADER)
    if headers is not None and headers.mode is GenerationMode.NEGATIVE:
        return None
    return {"X-Huxin-Key": door.key}


def fuzzed(door: SigningDoor, operation: Any, fit: Asked) -> None:
    """Requests made from the description of one operation, where it is due in the journey.

    The first is the fit one itself; sound ones are varied from it, unsound ones stay as they are.
    """
    luck = Random(operation.label)  # noqa: S311 -- to be repeated
    door.key, door.secret = fit.key

    def meet(case: Any) -> None:
        with undone(), kept_open():
            case.call_and_validate(headers=named(case, door))

    @given(case=operation.as_strategy())
    @LIMITS
    def sound(case: Any) -> None:
        if luck.random() < VARIED_SHARE or not door.calls:
            varied(case, fit, luck, share=KEPT_SHARE if door.calls else 1)
        meet(case)

    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    @LIMITS
    def unsound(case: Any) -> None:
        meet(case)

    sound()
    if operation.body or operation.query:
        unsound()


def operations() -> Iterator[Any]:
    for each in schema.get_all_operations():
        assert isinstance(each, Ok)
        yield each.ok()


def test_the_interface_keeps_its_word(
    door: SigningDoor, record_property: Callable[[str, object], None]
) -> None:
    """Every operation, in the state of the record in which it can be carried out."""
    known = {each.label: each for each in operations()}
    silent = []

    def before(label: str, fit: Asked) -> None:
        door.calls = door.carried_out = 0
        fuzzed(door, known[label], fit)
        done = f"{door.calls:,} requests answered in form, {door.carried_out:,} carried out"
        record_property("count", f"{label}: {done}")
        if not door.carried_out:
            silent.append(label)

    way = walk(door.site, before)
    assert set(way.asked) == set(known)
    assert silent == []


@WORDS.parametrize()
@LIMITS
def test_edges_of_the_description(case: Any, door: SigningDoor, company: tuple[str, str]) -> None:
    """Smallest and largest values, missing parts, other verbs: of attendance, or of all."""
    if not case.operation.path.startswith(OF_DEVICES):
        door.key, door.secret = company
    case.call_and_validate(headers={"X-Huxin-Key": door.key})


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
