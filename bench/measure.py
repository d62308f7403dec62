"""Measures works in turns, in CPU seconds of all threads beside wall time, and in memory.

Wall time alone varies threefold on a shared machine. Works that are compared take turns in one
process, so that whatever else the machine does falls on all of them alike.
"""

from __future__ import annotations

import gc
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TypeVar

Timed = Callable[[], object]
Work = Callable[[], AbstractContextManager[Timed]]
Figures = dict[str, float | int]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a work cost."""

    cpu_s: float
    wall_s: float


def cost(timed: Timed) -> Cost:
    """CPU seconds of every thread of this process, and wall seconds, of one call."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    kept = timed()  # what a work made is given back after the clocks were read
    spent = Cost(time.process_time() - cpu, time.perf_counter() - wall)
    del kept
    return spent


def in_turns(works: Mapping[str, Work], repeats: int) -> dict[str, list[Cost]]:
    """Every work `repeats` times, one after the other in each round; preparing is not measured."""
    spent: dict[str, list[Cost]] = {name: [] for name in works}
    for _ in range(repeats):
        for name, work in works.items():
            with work() as timed:
                spent[name].append(cost(timed))
    return spent


def figures(costs: list[Cost]) -> Figures:
    """Minimum and median of CPU and wall seconds, and how often it was measured."""
    cpu, wall = [each.cpu_s for each in costs], [each.wall_s for each in costs]
    return {
        "repeats": len(costs),
        "cpu_s_min": round(min(cpu), 4),
        "cpu_s_median": round(statistics.median(cpu), 4),
        "wall_s_min": round(min(wall), 4),
        "wall_s_median": round(statistics.median(wall), 4),
    }


def ratio(one: Figures, other: Figures) -> float:
    """How many times the CPU seconds of `other` (medians) `one` took."""
    return round(one["cpu_s_median"] / other["cpu_s_median"], 2)


def plain(timed: Timed) -> Work:
    """A work that needs no preparation."""

    @contextmanager
    def work() -> Iterator[Timed]:
        yield timed

    return work


def apart(function: Callable[..., T], *arguments: object) -> T:
    """`function(*arguments)` in a process of its own: it inherits no memory and no warm cache."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
        return pool.submit(function, *arguments).result()


def peak_memory_bytes() -> int:
    """Most memory that this process has held since it began."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
