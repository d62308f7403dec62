"""Signed requests: a body's key, the time, and an HMAC-SHA256 over what is asked.

What is signed, each part on a line of its own: method, path with query, time, SHA-256 of the
message's body in hex. The key never travels with its secret.
"""

from __future__ import annotations

import datetime as dt
import hmac
from hashlib import sha256

from huxin.access.models import ApiKey

__all__ = ["WINDOW_SECONDS", "key_of", "signature", "verified"]

WINDOW_SECONDS = 15 * 60
"""Wide enough for a device's clock; a replay within it meets the idempotency of each operation."""
KEY_MAX = 24
_NOBODY = "no such key"


def signature(secret: str, *, method: str, path: str, time: str, body: bytes) -> str:
    """The signature in hex."""
    content = "\n".join((method.upper(), path, time, sha256(body).hexdigest()))
    return hmac.new(secret.encode(), content.encode("utf-8", "replace"), sha256).hexdigest()


def key_of(name: str) -> ApiKey | None:
    """The key of that name, whether or not it is in force."""
    if not name or len(name) > KEY_MAX or not name.isalnum():
        return None
    return ApiKey.objects.select_related("place", "attendance_device").filter(key=name).first()


def verified(
    key: ApiKey | None,
    given: str,
    *,
    method: str,
    path: str,
    time: str,
    body: bytes,
    now: dt.datetime,
) -> bool:
    """Whether the signature is that of the key and fresh; an unknown key costs the same."""
    secret = key.secret if key is not None else _NOBODY
    wanted = signature(secret, method=method, path=path, time=time, body=body)
    matches = hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))
    seconds = int(time) if time.isascii() and time.isdigit() and len(time) <= 12 else 0
    fresh = abs(seconds - int(now.timestamp())) <= WINDOW_SECONDS
    return key is not None and matches and fresh
