"""What a piece of work takes of memory at its worst, on Linux."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from pathlib import Path

_SELF = Path("/proc/self")
_RESET_PEAK = "5"
_LIBC = ctypes.CDLL(None)


def peak_of(work: Callable[[], object]) -> int:
    """Bytes that this process held at the peak of `work` above what it held before.

    What earlier work has freed goes back to the system first: it would hide the growth.
    """
    _LIBC.malloc_trim(0)
    (_SELF / "clear_refs").write_text(_RESET_PEAK)
    before = _held("VmRSS")
    work()
    return _held("VmHWM") - before


def _held(name: str) -> int:
    lines = (_SELF / "status").read_text().splitlines()
    (found,) = (line.split()[1] for line in lines if line.startswith(f"{name}:"))
    return int(found) * 1024
