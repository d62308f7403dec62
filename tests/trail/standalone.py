"""The standalone verifier as a module. It stands outside the package and shares no code with it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

FILE = Path(__file__).parents[2] / "deploy" / "verify" / "huxin_verify.py"


def load() -> ModuleType:
    found = importlib.util.spec_from_file_location("huxin_verify", FILE)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


verifier = load()
