"""The platform itself: its time, the key that asks, the units of the register."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from huxin.access.errors import NotFound
from huxin.access.permissions import table
from huxin.api.auth import key_of
from huxin.api.operation import answers, for_every_key, public
from huxin.api.schemas.server import BodyOut, OwnKey, ServerTime
from huxin.kernel.clock import SystemClock
from huxin.registry.queries.bodies import body_named

__all__ = ["router"]

router = Router(tags=["server"])


@router.get("/ping", auth=None, response=ServerTime, summary="The platform's time")
@public
def ping(request: HttpRequest) -> ServerTime:  # noqa: ARG001 -- Django's signature
    """For setting a clock, before anything is signed; asks for no key."""
    now = SystemClock().now()
    return ServerTime(server_time=now, seconds=int(now.timestamp()))


@router.get("/key", response=answers(OwnKey), summary="The key that asks")
@for_every_key("api.key.view")
def own_key(request: HttpRequest) -> OwnKey:
    """Whose it is and what it was issued for: a first request to try a signature with."""
    key = key_of(request)
    known = [each for each in key.operations if each in table().operations]
    return OwnKey(
        key=key.key, body=key.body_id, name=key.body.name, role=key.role, place=key.place_id,
        operations=known, to_at=key.to_at,
    )  # fmt: skip


@router.get("/bodies/named", response=answers(BodyOut), summary="The key of a unit")
@for_every_key("api.body.name")
def named_body(
    request: HttpRequest,  # noqa: ARG001 -- Django's signature
    name: Annotated[str, Query(min_length=1, max_length=120)],
) -> BodyOut:
    """By its full name or credit code: banks, departments, companies that other operations name."""
    found = body_named(name)
    if found is None:
        raise NotFound
    return BodyOut(id=found.key, kind=found.kind, role=found.role, name=found.name,
                   credit_code=found.credit_code, place=found.place)  # fmt: skip
