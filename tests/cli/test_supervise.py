"""Stopping leaves no process behind; a program ends its own before anybody else does."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
from huxin.cli.supervise import supervise
raise SystemExit(supervise([["tests.cli.household"]]))
"""
SOON_SECONDS = 8


def test_a_stop_ends_what_a_program_left_behind() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        child = os.pidfd_open(int(running.stdout.readline()))
        try:
            running.send_signal(signal.SIGTERM)
            assert running.wait(SOON_SECONDS) == 0
            ended, _, _ = select.select([child], [], [], SOON_SECONDS)
            assert ended, "the child lives on"
            assert running.stdout.read() == ""
        finally:
            os.close(child)
