"""Lists of Chinese headings and words, written as people read them: separated by blanks."""

from __future__ import annotations

__all__ = ["words"]


def words(text: str) -> tuple[str, ...]:
    """`text` cut at blanks and line ends: `words("收入 支出")` is `("收入", "支出")`."""
    return tuple(text.split())
