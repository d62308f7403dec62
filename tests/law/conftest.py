from __future__ import annotations

from pathlib import Path

import pytest

from huxin.law import Lawbook
from tests.law.tiny import build


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tiny packs."""
    return build(tmp_path_factory.mktemp("packs"))


@pytest.fixture(scope="module")
def book(packs: Path) -> Lawbook:
    """The lawbook of the tiny packs, without local values."""
    return Lawbook.load(packs=packs)
