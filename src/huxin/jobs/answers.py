"""Answers kept for repeated requests, and numbers of signed ones, are forgotten, by schedule."""

from __future__ import annotations

from collections.abc import Mapping

from huxin.access.actions.repeats import forget
from huxin.kernel.clock import SystemClock
from huxin.trail.actions import run_job

__all__ = ["run"]


def run() -> Mapping[str, int]:
    """Forget what no request can meet any more; returns how many of each."""
    done = run_job("answers", lambda now: forget(now=now), clock=SystemClock())
    return done.counts  # type: ignore[no-any-return]
