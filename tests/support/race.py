"""Racers released by one barrier, on whichever database the tests run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import OperationalError, connection

T = TypeVar("T")
WAIT_SECONDS = 20


def race(runs: Sequence[Callable[[], T]]) -> list[T]:
    """Run all at once, each on a connection of its own; their answers, in the order given."""
    barrier = Barrier(len(runs), timeout=WAIT_SECONDS)

    def start(run: Callable[[], T]) -> T:
        barrier.wait()
        try:
            while True:
                try:
                    return run()
                except OperationalError:  # SQLite in memory does not wait for locks as a file does
                    continue
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runs)) as racers:
        return list(racers.map(start, runs))
