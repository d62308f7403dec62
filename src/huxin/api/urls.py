"""The interface under /api/v1: its operations, and one answer for whatever else is asked."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, re_path
from ninja import NinjaAPI

from huxin.api import attendance, projects, warnings
from huxin.api.auth import SignedKey
from huxin.api.errors import install, nothing_here
from huxin.api.operation import addresses, public
from huxin.api.schemas import ServerTime
from huxin.kernel.clock import SystemClock

__all__ = ["api", "urlpatterns"]

api = NinjaAPI(
    title="Huxin",
    version="1",
    description="Interface for attendance devices, banks, departments and companies' systems.",
    auth=SignedKey(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
install(api)
api.add_router("", attendance.router)
api.add_router("", projects.router)
api.add_router("", warnings.router)


@api.get("/ping", auth=None, response=ServerTime, summary="The platform's time", tags=["server"])
@public
def ping(request: HttpRequest) -> ServerTime:  # noqa: ARG001 -- Django's signature
    """For setting a device's clock; asks for no key."""
    now = SystemClock().now()
    return ServerTime(server_time=now, seconds=int(now.timestamp()))


urlpatterns: list[URLPattern] = [*addresses(api), re_path(r"", nothing_here)]
