"""Files that people hand in, kept by the digest of their content and never changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from django.conf import settings

from huxin.kernel.errors import InputError
from huxin.kernel.texts import message

__all__ = ["Stored", "keep", "path_of"]


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored file: the digest of its content, its size, where it lies."""

    content: str
    size_bytes: int
    path: Path


def path_of(content: str) -> Path:
    """Where the file of a digest lies."""
    folder: Path = settings.INSTALLATION.files
    return folder / content[:2] / content


def keep(chunks: Iterable[bytes], *, limit_bytes: int, name: str = "") -> Stored:
    """Store a file under its digest; it is on the disk before anybody is told of it.

    Raises InputError for a file larger than `limit_bytes`; nothing of it stays.
    """
    folder: Path = settings.INSTALLATION.files
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="new-", delete=False) as handle:
        fresh = Path(handle.name)
        try:
            content, size = _copy(chunks, handle, name, limit_bytes)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    kept = path_of(content)
    kept.parent.mkdir(exist_ok=True, mode=0o700)
    fresh.replace(kept)
    return Stored(content, size, kept)


def _copy(
    chunks: Iterable[bytes], handle: IO[bytes], name: str, limit_bytes: int
) -> tuple[str, int]:
    """Write what comes and have it on the disk; returns its digest and size."""
    hashed, size = sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit_bytes:
            raise InputError(
                message("The file is larger than {limit} MB.", limit=limit_bytes // 1024**2),
                where=name,
                remedy=message("Split it into several files, one month or one team each."),
            )
        hashed.update(chunk)
        handle.write(chunk)
    handle.flush()
    os.fsync(handle.fileno())
    return hashed.hexdigest(), size
