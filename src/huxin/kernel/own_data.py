"""The YAML that lies in a room beside its code: tables of this release, not what people hand in."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

__all__ = ["own_data"]


def own_data(room: str, name: str) -> Any:
    """The content of a room's file; an empty mapping where the room has none of that name."""
    file = resources.files(f"huxin.{room}") / name
    if not file.is_file():
        return {}
    return yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader) or {}
