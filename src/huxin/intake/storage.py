"""What people handed in, kept as every file of the platform, up to what may be opened."""

from __future__ import annotations

from collections.abc import Iterable

from huxin.access import storage
from huxin.access.storage import Stored, opened
from huxin.formats.base import LIMITS

__all__ = ["Stored", "keep", "opened"]


def keep(chunks: Iterable[bytes], *, name: str) -> Stored:
    """Store a file under its digest; raises InputError for one larger than may be opened."""
    return storage.keep(chunks, limit_bytes=LIMITS.file_bytes, name=name)
