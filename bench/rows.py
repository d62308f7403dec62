"""Rows into the database by the thousand, for platforms that are filled in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model

__all__ = ["written"]

M = TypeVar("M", bound=Model)
AT_ONCE = 2_000


def written(rows: Iterable[M]) -> list[M]:
    """Write new rows of one table; gives them with their keys."""
    listed = list(rows)
    return list(type(listed[0])._default_manager.bulk_create(listed, AT_ONCE)) if listed else []
