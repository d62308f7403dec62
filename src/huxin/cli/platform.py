"""Makes the platform's rooms usable from the command line: they need an installation."""

from __future__ import annotations

import importlib
import os
from types import ModuleType

import django

__all__ = ["room"]

SETTINGS = "huxin.config.settings"


def room(name: str) -> ModuleType:
    """A module of the platform, such as "huxin.warnings.trial", over HUXIN_HOME.

    Raises InputError where there is no installation.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    return importlib.import_module(name)
