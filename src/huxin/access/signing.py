"""Signed requests of systems and devices: pure functions; the secret itself never travels.

What is signed, each part on a line of its own: method, path with query, time (seconds since 1970,
UTC), nonce, SHA-256 of the body in hex. The signature is the HMAC-SHA256 of that text, in hex.
"""

from __future__ import annotations

import datetime as dt
import hmac
import re
from dataclasses import dataclass, field
from hashlib import sha256

__all__ = ["WINDOW", "SignedRequest", "is_fresh", "is_signed_with", "signature"]

WINDOW = dt.timedelta(minutes=15)
"""How far a sender's clock may be off. A nonce is remembered for twice as long."""
TIME = re.compile(r"[0-9]{1,12}", re.ASCII)
NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A request as it came: the name of the key, what was asked, and the signature over it."""

    key: str
    method: str
    path: str
    time: str
    nonce: str
    body: bytes = field(repr=False)
    signature: str = field(repr=False, default="")


def signature(secret: str, request: SignedRequest) -> str:
    """What the request must be signed with, in hex."""
    digest = sha256(request.body).hexdigest()
    parts = (request.method.upper(), request.path, request.time, request.nonce, digest)
    content = "\n".join(parts).encode("utf-8", "replace")
    return hmac.new(secret.encode(), content, sha256).hexdigest()


def is_signed_with(secret: str, request: SignedRequest) -> bool:
    """Whether the signature is right, in a time that tells nothing about it."""
    given = request.signature.encode("utf-8", "replace")
    return hmac.compare_digest(signature(secret, request).encode(), given)


def is_fresh(request: SignedRequest, *, now: dt.datetime) -> bool:
    """Whether time and nonce are well formed, and the time is near enough."""
    if not (TIME.fullmatch(request.time) and NONCE.fullmatch(request.nonce)):
        return False
    return abs(int(request.time) - now.timestamp()) <= WINDOW.total_seconds()
