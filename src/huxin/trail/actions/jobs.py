"""Runs of scheduled jobs: each leaves a row that operators see, whatever became of it."""

from __future__ import annotations

import datetime as dt
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

from huxin.kernel.clock import Clock
from huxin.trail.models import JobRun

__all__ = ["run_job", "said"]


def run_job(name: str, work: Callable[[dt.datetime], Mapping[str, int]], *, clock: Clock) -> JobRun:
    """Do some work at the clock's present; its counts, or how it failed, stay with its run.

    A failure is recorded and raised again. A run without an end was killed, or still runs.
    """
    run = JobRun.objects.create(job=name, started_at=clock.now())
    try:
        run.counts = dict(work(run.started_at))
        run.done = True
    except Exception as error:
        run.failure = said(error)
        raise
    finally:
        run.ended_at = clock.now()
        run.save(update_fields=["counts", "done", "failure", "ended_at"])
    return run


def said(error: BaseException) -> str:
    """Kind and place of a failure; its own text may quote a record and stays out."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"[:200]
