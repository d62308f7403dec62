"""Who asks: the actor of the key that signed the request."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from ninja.security import APIKeyHeader

from huxin.access.actions.keys import admit, take_nonce
from huxin.access.actor import Actor
from huxin.access.errors import BadSignature
from huxin.access.models import ApiKey
from huxin.access.signing import SignedRequest
from huxin.api.errors import ApiError
from huxin.kernel.clock import SystemClock
from huxin.kernel.texts import message

__all__ = ["BODY_MAX_BYTES", "SignedKey", "asked", "key_of", "once", "signed_in"]

BODY_MAX_BYTES = 1024 * 1024
KEY, TIME = "X-Huxin-Key", "X-Huxin-Time"
NONCE, SIGNATURE = "X-Huxin-Nonce", "X-Huxin-Signature"


class Asked(HttpRequest):
    """A request of the interface: who asks, with which key."""

    auth: Actor
    key: ApiKey


class SignedKey(APIKeyHeader):
    """Four headers: X-Huxin-Key, -Time (seconds since 1970 UTC), -Nonce, -Signature."""

    param_name = KEY
    openapi_description = (
        "Signed request. X-Huxin-Signature is the hex HMAC-SHA256, with the key's secret, of"
        " method, path with query, X-Huxin-Time, X-Huxin-Nonce and the hex SHA-256 of the body,"
        " joined by newlines. X-Huxin-Time is in seconds since 1970 (UTC); GET /ping tells the"
        " platform's. X-Huxin-Nonce is 16 to 64 random letters, digits, - or _, new each time."
    )

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor:
        """The actor; raises ApiError alike for a key that is unknown, ended or wrongly used."""
        _fits(request)
        signed = SignedRequest(
            key=key or "", method=request.method or "", path=request.get_full_path(),
            time=request.headers.get(TIME, ""), nonce=request.headers.get(NONCE, ""),
            body=request.body, signature=request.headers.get(SIGNATURE, ""),
        )  # fmt: skip
        try:
            actor, found = admit(signed, now=SystemClock().now())
        except BadSignature:
            raise _unsigned() from None
        cast("Asked", request).key = found
        return actor


def signed_in(request: HttpRequest) -> Actor | None:
    """The actor of a browser in which somebody has signed in; None: nobody has."""
    actor: Actor = request.actor  # type: ignore[attr-defined] # of our own middleware
    return actor if "signed_in" in actor.roles else None


def once(request: Any) -> None:
    """Let a request that was let in pass this once; raises ApiError when it is a repetition.

    A browser sends no nonce: its session says who asks, and it can only ask.
    """
    if not hasattr(request, "key"):
        return
    nonce = request.headers.get(NONCE, "")
    try:
        take_nonce(key_of(request), nonce, now=SystemClock().now())
    except BadSignature:
        raise _unsigned() from None


def _unsigned() -> ApiError:
    return ApiError(
        401,
        message("The signature of the request is missing or not valid."),
        message("Sign with a key in force; take the time from GET /api/v1/ping."),
        where=KEY,
    )


def _fits(request: HttpRequest) -> None:
    length = request.headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and int(length[:12]) > BODY_MAX_BYTES:
        raise ApiError(
            413,
            message("The request is larger than one mebibyte."),
            message("Send the rows in several batches."),
        )
    if request.method == "POST" and request.content_type != "application/json":
        raise ApiError(
            415,
            message("The request is not JSON."),
            message("Send one JSON object, with Content-Type: application/json."),
            where="Content-Type",
        )


def key_of(request: Any) -> ApiKey:
    """The key of a request that was let in."""
    return cast("Asked", request).key


def asked(request: Any) -> Actor:
    """The actor of a request that was let in."""
    return cast("Asked", request).auth
