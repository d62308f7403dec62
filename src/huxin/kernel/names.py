"""Names of people and companies in the one form in which spellings meet."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["plain_name"]

_SPACES = re.compile(r"\s+")


def plain_name(name: str) -> str:
    """A name without spaces and with half-width signs, so that spellings meet."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", name))
