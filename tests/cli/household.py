"""A program with a child, which it leaves behind; it says so when the child was ended before it."""

from __future__ import annotations

import signal
import subprocess
import sys
from types import FrameType

WAITING = "import signal; print('up', flush=True); signal.pause()"
A_MOMENT_SECONDS = 0.3


def end(_signal: int, _frame: FrameType | None) -> None:
    try:
        child.wait(A_MOMENT_SECONDS)
    except subprocess.TimeoutExpired:
        sys.exit(0)
    print("the child was ended first", flush=True)  # noqa: T201 -- what the test reads
    sys.exit(0)


if __name__ == "__main__":
    child = subprocess.Popen([sys.executable, "-c", WAITING], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    signal.signal(signal.SIGTERM, end)
    print(child.pid, flush=True)  # noqa: T201 -- what the test reads
    while True:
        signal.pause()
