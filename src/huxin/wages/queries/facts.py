"""The fact store of this installation, where the days that were worked are read from."""

from __future__ import annotations

from django.conf import settings

from huxin.facts.store import Store

__all__ = ["fact_store"]


def fact_store() -> Store:
    """The store in the folder of the installation."""
    return Store(settings.INSTALLATION.facts)
