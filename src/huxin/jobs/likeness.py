"""Likely duplicates among workers and companies proposed by schedule, for people to decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from huxin.access.actor import system
from huxin.kernel.clock import SystemClock
from huxin.registry.actions.likeness import propose_firms, propose_likenesses
from huxin.trail.actions import run_job

__all__ = ["run"]


def run() -> Mapping[str, int]:
    """Compare every worker and company that share something; returns compared and proposed."""
    return run_job("likeness", _work, clock=SystemClock()).counts  # type: ignore[no-any-return]


def _work(now: dt.datetime) -> Mapping[str, int]:
    actor = system("likeness")
    parts = [propose_firms(actor=actor, now=now)]
    after: int | None = 0
    while after is not None:
        part = propose_likenesses(after=after, actor=actor, now=now)
        parts.append(part)
        after = part.next_after
    return {
        "compared": sum(each.compared for each in parts),
        "proposed": sum(each.proposed for each in parts),
    }
