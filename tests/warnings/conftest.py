"""Each test of warnings has a fact store of its own."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from django.conf import settings

from huxin.facts.store import Store
from tests.support.world import World
from tests.warnings.site import Site


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the installation's own, with nothing in it."""
    moved = dataclasses.replace(settings.INSTALLATION, home=tmp_path)
    monkeypatch.setattr(settings, "INSTALLATION", moved)
    return tmp_path


@pytest.fixture
def site(world: World, home: Path) -> Site:
    return Site(world, Store(home / "facts"))
