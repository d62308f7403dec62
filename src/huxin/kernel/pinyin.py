"""Names as they are searched for: whole pinyin and initials, lower case, without tones."""

from __future__ import annotations

import re

from pypinyin import Style, lazy_pinyin

__all__ = ["initials_of", "pinyin_of"]

_KEPT = re.compile(r"[^0-9a-z]")


def pinyin_of(name: str) -> str:
    """代县中拓 → daixianzhongtuo; digits and Latin letters stay, signs go."""
    return _KEPT.sub("", "".join(lazy_pinyin(name)).lower())


def initials_of(name: str) -> str:
    """代县中拓 → dxzt."""
    return _KEPT.sub("", "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower())
