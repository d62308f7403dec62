"""Files are read in a child: what it may not take ends the child, never the platform."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import pytest

from huxin.formats.base import LIMITS
from huxin.intake.apart import Bounds, apart
from huxin.intake.errors import FileRefused
from huxin.kernel.texts import message

SMALL = Bounds(memory_bytes=256 * 1024 * 1024, cpu_seconds=1, wall_seconds=2)


def takes_memory() -> int:
    """More than any gap that the tests before may have left in the heap of this process: a gap is
    memory that the platform holds already."""
    return len(bytearray(SMALL.memory_bytes * 8))


def takes_cpu() -> int:
    while True:
        sum(range(1000))


def is_killed_from_outside() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def waits() -> None:
    threading.Event().wait()


@pytest.mark.parametrize("work", [takes_memory, takes_cpu, is_killed_from_outside, waits])
def test_what_takes_too_much_is_told_and_ends(work: Callable[[], object]) -> None:
    with pytest.raises(FileRefused) as refused:
        apart(work, file="工资表.xlsx", bounds=SMALL)
    assert refused.value.where == "工资表.xlsx"
    assert "256" in refused.value.say("en")
    assert refused.value.remedy is not None
    assert apart(lambda: 1, file="", bounds=SMALL) == 1
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)  # nobody is left behind


@dataclass(frozen=True)
class Odd:
    values: MappingProxyType[str, int]


def test_answers_and_errors_come_back_as_they_are() -> None:
    large = b"x" * 3_000_000
    assert apart(lambda: large, file="", bounds=SMALL) == large
    odd = Odd(MappingProxyType({"a": 1}))
    assert apart(lambda: odd, file="", bounds=SMALL) == odd
    assert apart(lambda: LIMITS, file="", bounds=SMALL) == LIMITS

    def refuses() -> None:
        raise FileRefused(message("The file is empty."), message("Name a new folder."), where="x")

    with pytest.raises(FileRefused, match="The file is empty"):
        apart(refuses, file="", bounds=SMALL)


def test_what_the_child_changes_stays_with_it() -> None:
    kept: list[int] = []

    def changes() -> int:
        kept.append(1)
        return len(kept)

    assert apart(changes, file="", bounds=SMALL) == 1
    assert kept == []
