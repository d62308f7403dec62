"""Write the reference pages into a folder: `python -m huxin.cli.reference docs/reference`."""

from __future__ import annotations

import sys
from pathlib import Path

from huxin.cli.reference import write

write(Path(sys.argv[1]))
