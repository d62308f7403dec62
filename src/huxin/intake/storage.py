"""What people handed in, kept by the digest of its content and never changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from django.conf import settings

from huxin.formats.base import LIMITS
from huxin.intake.errors import FileRefused
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


def keep(chunks: Iterable[bytes], *, name: str) -> Stored:
    """Store a file under its digest; it is on the disk before anybody is told of it.

    Raises FileRefused for a file that is larger than may be opened.
    """
    folder: Path = settings.INSTALLATION.files
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="new-", delete=False) as handle:
        fresh = Path(handle.name)
        try:
            content, size = _copy(chunks, handle, name)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    kept = path_of(content)
    kept.parent.mkdir(exist_ok=True, mode=0o700)
    fresh.replace(kept)
    return Stored(content, size, kept)


def _copy(chunks: Iterable[bytes], handle: IO[bytes], name: str) -> tuple[str, int]:
    """Write what comes and have it on the disk; returns its digest and size."""
    hashed, size = sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > LIMITS.file_bytes:
            raise _too_large(name)
        hashed.update(chunk)
        handle.write(chunk)
    handle.flush()
    os.fsync(handle.fileno())
    return hashed.hexdigest(), size


def _too_large(name: str) -> FileRefused:
    return FileRefused(
        message("The file is larger than {limit} MB.", limit=LIMITS.file_bytes // 1024**2),
        message("Split it into several files, one month or one team each."),
        where=name,
    )
