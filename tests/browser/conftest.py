"""One browser for the room, and a small demonstration that is served while its tests run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from huxin.kernel.installation import create
from tests.browser.platform import PYTHON, Platform, chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A county of two sites with an account for each role; what a test adds disturbs no other."""
    platform = Platform(tmp_path_factory.mktemp("browser") / "home")
    create(platform.home, profile="demo")
    platform.run("-m", "tests.browser.small", program=PYTHON)
    platform.run("trail", "head")
    with platform.served():
        yield platform
