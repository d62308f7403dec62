"""The network is closed in tests; marked tests may reach this machine itself."""

from __future__ import annotations

from typing import Any

MAY_USE_LOOPBACK = ("postgres", "browser", "spark", "loopback")
LOOPBACK = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "")  # noqa: S104 -- compared, never bound


class NetworkClosedError(AssertionError):
    """A test tried to reach a network address."""


class Network:
    """Says which addresses the running test may reach; a hook of the interpreter asks it."""

    loopback = False

    @classmethod
    def refuse(cls, event: str, arguments: tuple[Any, ...]) -> None:
        """Audit hook: raise for an address off the machine, or for loopback without a mark."""
        if event == "socket.getaddrinfo":
            host = arguments[0]
        elif event in ("socket.connect", "socket.sendto"):
            host = arguments[1][0] if isinstance(arguments[1], tuple) else None
        else:
            return
        if isinstance(host, bytes):
            host = host.decode()
        if host is None or (cls.loopback and host in LOOPBACK):
            return
        raise NetworkClosedError(f"the network is closed in tests: {event} to {host!r}")
