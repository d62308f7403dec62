"""The interface under /api/v1: its operations, and one answer for whatever else is asked."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, re_path
from ninja import NinjaAPI

from huxin.api import attendance, decisions, files, money, people, projects, server, warnings
from huxin.api.auth import SignedKey, signed_in
from huxin.api.errors import install, nothing_here
from huxin.api.operation import addresses, answers, for_every_key

__all__ = ["api", "described", "urlpatterns"]

PREFIX = "/api/v1/"
ROOMS = (server, attendance, files, people, projects, money, decisions, warnings)
ABOUT = """\
Interface of Huxin for attendance devices, banks, departments and companies' systems.

Every request but `GET /ping` is signed with the secret of a key (see the scheme `SignedKey`), and a
signature passes once: sign anew to ask again. A key may do what it was issued for, within the reach
of its unit; what is absent and what is out of reach are both answered 404.

Acts answer 201. With an `Idempotency-Key` an act is carried out once, whatever the line does: the
same request under the same key is answered 200 with the first answer, another one is refused (409).
Keys of repetition are known for seven days; those of attendance for ever.

Refusals have one shape, `Problem`: a stable code, what happened, where, under which rule, what to
do; in Chinese, or in English for `Accept-Language: en`. 422: the request does not fit this
description. 409: it does, and the record refuses it.

Money is a whole number of fen, a day is YYYY-MM-DD, a moment bears its offset. Lists come by page;
`next` is what the following page is asked with."""


class Interface(NinjaAPI):
    """Operations are called by the names of their functions, which are unique."""

    def get_openapi_operation_id(self, operation: Any) -> str:
        """Stable for clients that are made from the description, wherever the function stands."""
        return str(operation.view_func.__name__)


api = Interface(
    title="Huxin",
    version="1",
    description=ABOUT,
    auth=SignedKey(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
install(api)
for room in ROOMS:
    api.add_router("", room.router)


@lru_cache(maxsize=1)
def described() -> dict[str, Any]:
    """The description of the interface, as OpenAPI."""
    return dict(api.get_openapi_schema(path_prefix=PREFIX))


@api.get(
    "/description", auth=[signed_in, SignedKey()], response=answers(dict[str, Any]),
    summary="This description", tags=["server"],
)  # fmt: skip
@for_every_key("api.description.view")
def description(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 -- Django's signature
    """For every key, and for whoever has signed in."""
    return described()


urlpatterns: list[URLPattern] = [*addresses(api), re_path(r"", nothing_here)]
