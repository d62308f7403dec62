"""Runs tests of the platform with PostgreSQL as their database.

What stands on the command line goes on to pytest; without a path, every room of the platform runs.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from tests.support.postgres import start, stop

ROOMS = ("access", "api", "intake", "jobs", "registry", "trail", "wages", "warnings", "web")
VARIABLE = "HUXIN_TEST_DATABASE_URL"


def main(words: list[str]) -> int:
    """The exit code of pytest; the server ends with it."""
    named = any(each.startswith("tests/") for each in words)
    paths = [] if named else [f"tests/{r}" for r in ROOMS]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # who is ended ends what he started
    server = start()
    try:
        command = [sys.executable, "-m", "pytest", "--inline-snapshot", "disable", *words, *paths]
        environment = {**os.environ, VARIABLE: server.url("postgres")}
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        stop(server)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
