"""The facts of attendance by schedule."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings

from huxin.access.actor import system
from huxin.facts.store import Store
from huxin.kernel.clock import SystemClock
from huxin.wages.actions import compact

__all__ = ["run"]


def run() -> dict[str, Any]:
    """Bring the months that are behind up to what was recorded; returns the counts of the run."""
    store = Store(settings.INSTALLATION.facts)
    return asdict(compact(store=store, actor=system("attendance"), now=SystemClock().now()))
