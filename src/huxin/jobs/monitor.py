"""The monitor by schedule."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from huxin.kernel.clock import SystemClock
from huxin.warnings import monitor

__all__ = ["run"]


def run() -> dict[str, Any]:
    """Judge the platform's facts and bring warnings in line; returns the counts of the run."""
    return asdict(monitor.run(SystemClock().now()))
