"""The guard on every database connection: no write to a table of the domain outside a change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

__all__ = ["OPEN", "Tally", "Unproven", "guard_connection", "unguarded"]

GUARDED = re.compile(
    r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO|COPY)\s+"?'
    r"((?:trail|access|registry|wages|intake|warnings)_\w+)",
    re.IGNORECASE,
)
FREE = frozenset(
    {
        "trail_jobrun", "trail_outgoing", "trail_head", "trail_block", "access_onetimecode",
        "access_loginsession", "access_nonce", "access_answered",
    }
)  # fmt: skip
"""Tables of running, not of record: writes to them need no entry."""


@dataclass(slots=True)
class Tally:
    """How often the open change wrote to tables of record."""

    writes: int = 0


OPEN: ContextVar[Tally | None] = ContextVar("open_change", default=None)
_FREED: ContextVar[bool] = ContextVar("unguarded", default=False)


class Unproven(RuntimeError):  # noqa: N818 -- the state of the change
    """A fault of ours: a record was to change without its entry in the trail."""


@contextmanager
def unguarded() -> Iterator[None]:
    """For set-up and teardown of databases (flush, restore), never for the platform's own work."""
    token = _FREED.set(True)
    try:
        yield
    finally:
        _FREED.reset(token)


def guard_connection(*, connection: Any, **_: Any) -> None:
    """Put the guard on a new connection."""
    if _guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(_guard)


def _guard(
    execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Mapping[str, Any]
) -> Any:
    found = GUARDED.match(sql)
    if found and not _FREED.get():
        written, tally = found[1].lower(), OPEN.get()
        if written not in FREE:
            if tally is None:
                raise Unproven(f"a write to {written} outside of any change")
            if not written.startswith("trail_"):
                tally.writes += 1
    return execute(sql, params, many, context)
