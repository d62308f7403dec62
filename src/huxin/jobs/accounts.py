"""Accounts that nobody uses are closed, by schedule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.conf import settings

from huxin.access.actions.accounts import disable_unused
from huxin.access.actor import system
from huxin.kernel.clock import SystemClock
from huxin.trail.actions import run_job

__all__ = ["run"]


def run() -> Mapping[str, int]:
    """Close staff accounts unused for HUXIN_UNUSED_DAYS; returns how many."""
    return run_job("accounts", _work, clock=SystemClock()).counts  # type: ignore[no-any-return]


def _work(now: dt.datetime) -> Mapping[str, int]:
    days = settings.INSTALLATION.unused_days
    return {"closed": disable_unused(days=days, actor=system("accounts"), now=now)}
