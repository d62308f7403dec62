"""Files that a killed process left half written are removed, by schedule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from huxin.access.storage import sweep
from huxin.kernel.clock import SystemClock
from huxin.trail.actions import run_job

__all__ = ["run"]

DAY = dt.timedelta(days=1)
"""No upload is being written for so long."""


def run() -> Mapping[str, int]:
    """Remove what nobody will finish; returns how many."""
    return run_job("files", _work, clock=SystemClock()).counts  # type: ignore[no-any-return]


def _work(now: dt.datetime) -> Mapping[str, int]:
    oldest = (now - DAY).timestamp()
    return {"removed": sweep(is_old=lambda written: written < oldest)}
