"""Runs several programs as one: they start together, and when one ends, all end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from threading import Event
from types import FrameType

from huxin.kernel.process import end_with_parent

__all__ = ["supervise"]

LOOK_EVERY_SECONDS = 0.2
END_WITHIN_SECONDS = 10
YIELDING = 5
FAILED = 3


def supervise(modules: Sequence[Sequence[str]]) -> int:
    """Run `python -m` for each list of words until one ends or we are told to stop.

    People wait for the first one: the others yield to it where both want to work.
    Each runs in a process group of its own that is ended as a whole, and on Linux ends by itself
    when we are killed: stopping leaves no process behind.
    """
    running = [
        subprocess.Popen(  # noqa: S603 -- our own programs
            [sys.executable, "-m", *words],
            start_new_session=True,
            preexec_fn=partial(_begin, yields=place > 0),  # noqa: PLW1509 -- no thread runs yet
        )
        for place, words in enumerate(modules)
    ]
    stopped = _stopped_by_signal()
    try:
        while all(each.poll() is None for each in running):
            if stopped.wait(LOOK_EVERY_SECONDS):
                break
    finally:
        for each in running:
            each.terminate()
        for each in running:
            _end(each)
    failed = [each.returncode for each in running if each.returncode not in (0, -signal.SIGTERM)]
    return 0 if stopped.is_set() or not failed else FAILED


def _stopped_by_signal() -> Event:
    """Set when somebody asks to stop (Ctrl-C, or a service manager)."""
    asked = Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        asked.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    return asked


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let it end its own processes, which hang when all are told at once; then end what is left."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(END_WITHIN_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _begin(*, yields: bool) -> None:
    if yields:
        os.nice(YIELDING)
    end_with_parent()
