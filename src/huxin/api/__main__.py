"""Write the reference page of the interface: `python -m huxin.api docs/reference`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huxin.config.settings")
django.setup()

from huxin.api.reference import interface_page  # noqa: E402 -- after Django is ready

(Path(sys.argv[1]) / "interface.md").write_text(interface_page(), encoding="utf-8")
