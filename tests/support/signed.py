"""Signs requests that name a key: a client for tests, and a door before a WSGI application."""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.test import Client

from huxin.access.signing import SignedRequest, signature
from huxin.kernel.clock import SystemClock

Environ = dict[str, Any]


def headers(key: str, secret: str, *, method: str, path: str, body: bytes) -> dict[str, str]:
    time = str(int(SystemClock().now().timestamp()))
    nonce = secrets.token_urlsafe(16)
    signed = signature(secret, SignedRequest(key, method, path, time, nonce, body))
    return {
        "X-Huxin-Key": key, "X-Huxin-Time": time, "X-Huxin-Nonce": nonce,
        "X-Huxin-Signature": signed,
    }  # fmt: skip


@dataclass
class Signed:
    """A client that signs with one key; `extra` headers may replace those of the signature."""

    key: str
    secret: str
    client: Client = field(default_factory=lambda: Client(raise_request_exception=True))

    def get(self, path: str, **extra: str) -> Any:
        signed = headers(self.key, self.secret, method="GET", path=path, body=b"")
        return self.client.get(path, headers={**signed, **_named(extra)})

    def post(self, path: str, content: Any, **extra: str) -> Any:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        signed = headers(self.key, self.secret, method="POST", path=path, body=body)
        return self.client.post(
            path, body, content_type="application/json", headers={**signed, **_named(extra)}
        )


def _named(extra: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in extra.items()}


@dataclass
class SigningDoor:
    """Signs what names the key and leaves everything else as it is, so that a missing key shows."""

    application: Callable[[Environ, Any], Iterable[bytes]]
    key: str
    secret: str
    calls: int = 0
    carried_out: int = 0
    site: Any = None

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        self.calls += 1
        if environ.get("HTTP_X_HUXIN_KEY") == self.key:
            length = int(environ.get("CONTENT_LENGTH") or 0)
            body = environ["wsgi.input"].read(length)
            environ["wsgi.input"] = io.BytesIO(body)
            path = self._path(environ)
            signed = headers(
                self.key, self.secret, method=environ["REQUEST_METHOD"], path=path, body=body
            )
            environ |= {f"HTTP_{n.upper().replace('-', '_')}": v for n, v in signed.items()}
        return self.application(environ, self._counting(start_response))

    def _counting(self, start_response: Any) -> Any:
        def start(status: str, *rest: Any) -> Any:
            self.carried_out += status.startswith("2")
            return start_response(status, *rest)

        return start

    @staticmethod
    def _path(environ: Environ) -> str:
        return WSGIRequest({**environ, "wsgi.input": io.BytesIO()}).get_full_path()
