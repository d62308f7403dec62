"""Work on what strangers sent, done in a child that may take so much memory and time and no more.

A workbook of a few megabytes can ask for gigabytes, and readers in native code end the process when
they get none. The child dies, the platform tells the sender. It is forked: it has the file open and
all code loaded, touches no connection, and leaves without cleaning up what belongs to its parent.
"""

from __future__ import annotations

import copyreg
import os
import pickle
import resource
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from huxin.intake.errors import FileRefused
from huxin.kernel.texts import message

__all__ = ["BOUNDS", "Bounds", "apart"]

T = TypeVar("T")
PAGE_BYTES = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one child may take on top of what the platform holds already."""

    memory_bytes: int = 1024 * 1024 * 1024
    cpu_seconds: int = 60
    wall_seconds: int = 90


BOUNDS = Bounds()
_ONE_AT_A_TIME = threading.Lock()


def _frozen(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


copyreg.pickle(MappingProxyType, lambda each: (_frozen, (dict(each),)))


def apart(work: Callable[[], T], *, file: str, bounds: Bounds | None = None) -> T:
    """What `work` returns or raises, from a child of this process; its answer must be picklable.

    One child at a time: the memory of a process stays bounded. Raises FileRefused when the child
    asked for more than it may have, or the children before it took too long.
    """
    own = bounds or BOUNDS
    if not _ONE_AT_A_TIME.acquire(timeout=own.wall_seconds):
        raise FileRefused(
            message("Other files are being read at the moment."),
            message("Hand the file in again in a few minutes."),
            where=file,
        )
    try:
        failed, said = _in_child(work, own, file)
    finally:
        _ONE_AT_A_TIME.release()
    if failed:
        raise said
    found: T = said
    return found


def _in_child(work: Callable[[], Any], bounds: Bounds, file: str) -> tuple[bool, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(work, bounds, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        raw = pipe.read()
    if os.waitpid(child, 0)[1]:
        raise _too_much(file, bounds)
    found: tuple[bool, Any] = pickle.loads(raw)  # noqa: S301 -- from our own child
    return found


def _work(work: Callable[[], Any], bounds: Bounds, writing: int) -> None:
    """In the child: never returns."""
    status = 1
    try:
        _bind(bounds)
        try:
            said = pickle.dumps((False, work()))
        except Exception as error:
            if isinstance(error, MemoryError):
                raise
            said = pickle.dumps((True, error))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(said)
        status = 0
    finally:
        os._exit(status)


def _bind(bounds: Bounds) -> None:
    """Limits of the child: its memory beyond what it was born with, its seconds, no core file.

    The alarm ends a child that waits for something: its process time stands still.
    """
    for each in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(each, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, bounds.wall_seconds)
    with open("/proc/self/statm", encoding="ascii") as told:  # noqa: PTH123 -- no path to build
        born = int(told.read().split()[0]) * PAGE_BYTES
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (born + bounds.memory_bytes, most))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.cpu_seconds, bounds.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _too_much(file: str, bounds: Bounds) -> FileRefused:
    return FileRefused(
        message(
            "Reading the file takes more than one file may: {memory} MB of memory, {seconds} s.",
            memory=bounds.memory_bytes // 1024**2, seconds=bounds.cpu_seconds,
        ),
        message("Delete sheets and cells that do not belong to the table, or split the file."),
        where=file,
    )  # fmt: skip
