"""Messages to phones that are due, by schedule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict

from huxin.access import sms
from huxin.kernel.clock import SystemClock
from huxin.trail.actions import run_job

__all__ = ["run"]


def run() -> Mapping[str, int]:
    """Send what is due in the outbox under the topic "sms"; returns what became of it."""
    return run_job("messages", _work, clock=SystemClock()).counts  # type: ignore[no-any-return]


def _work(now: dt.datetime) -> Mapping[str, int]:
    return asdict(sms.deliver(now=now))
