"""Verbs that work on an installation. Django must be set up before their modules are imported.

A noun's own module (`cli/trail.py`) says its options and texts, so that `--help` and the reference
need no installation; its verbs stand here, behind `verbs`.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from types import ModuleType

from huxin.kernel.errors import InputError
from huxin.kernel.texts import message

__all__ = ["SETTINGS", "verbs"]

SETTINGS = "huxin.config.settings"


def verbs(noun: str) -> ModuleType:
    """The module `cli/platform/<noun>.py`, with the installation of HUXIN_HOME behind it.

    Raises InputError when there is no installation, or the platform's packages are missing.
    """
    if importlib.util.find_spec("django") is None:
        raise InputError(
            message("The platform's packages are not installed."),
            remedy=message('Install them with: pip install "huxin[platform]".'),
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    importlib.import_module("django").setup()
    return importlib.import_module(f"{__name__}.{noun}")
