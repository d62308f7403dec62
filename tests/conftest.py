"""What every test gets: a closed network, an empty cache, one PostgreSQL server per run."""

from __future__ import annotations

import gc
import os
import sys
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from tests.support.network import MAY_USE_LOOPBACK, Network
from tests.support.postgres import postgres_server, postgres_url
from tests.support.world import lasting_world, teardown_may_empty_tables, world

__all__ = ["lasting_world", "postgres_server", "postgres_url", "teardown_may_empty_tables", "world"]

settings.register_profile("huxin", max_examples=100, deadline=None, derandomize=True, database=None)
settings.load_profile("huxin")

sys.addaudithook(Network.refuse)

gc.set_threshold(100_000, 20, 50)  # what a run imports and parses lives to its end


def pytest_configure(config: pytest.Config) -> None:
    """A cache of the run's own, shared by its processes: a plan is compiled once, and anew."""
    if not hasattr(config, "workerinput"):
        cache = TemporaryDirectory(prefix="huxin-cache-")
        os.environ["XDG_CACHE_HOME"] = cache.name
        config.add_cleanup(cache.cleanup)


LONGEST = (
    "rules/test_rule_tables", "warnings/test_monitor", "trail/test_on_disk", "web/test_fuzz",
    "intake/test_hostile", "api/test_schema", "warnings/test_queries", "crash/test_imports",
    "bench/test_bench", "access/test_matrix", "rules/test_daily", "rules/test_runner",
    "warnings/test_actions", "sim/test_faults", "check/test_check",
)  # fmt: skip
"""Files that take longest: they go first, so that no process is left alone with one at the end."""


def _turn(item: pytest.Item) -> int:
    name = "/".join(item.path.with_suffix("").parts[-2:])
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)
    for item in items:
        if "postgres_url" in getattr(item, "fixturenames", ()):
            item.add_marker("postgres")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    Network.loopback = any(item.get_closest_marker(mark) for mark in MAY_USE_LOOPBACK)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what harnesses counted: a harness that says nothing may have done nothing."""
    counted = sorted(
        str(text)
        for report in terminalreporter.getreports("passed")
        if report.when == "call"
        for name, text in report.user_properties
        if name == "count"
    )
    for line in counted:
        terminalreporter.write_line(line)
