"""Files that people hand in: sealed on the disk, known by the digest of their content, unchanged.

They are sealed like fields, by the installation's cipher; a block names its key, so files of before
a change of key still open while that key is kept. Plain content is only ever in memory.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from django.conf import settings

from huxin.access.fields import cipher
from huxin.kernel.cipher import CannotOpen
from huxin.kernel.errors import InputError
from huxin.kernel.sealed import open_blocks, seal_blocks
from huxin.kernel.texts import message

__all__ = ["UNFINISHED", "Stored", "forget", "keep", "opened", "path_of", "sweep"]

UNFINISHED = "new-"
"""Begin of the name of a file that is being written."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored file: the digest of its plain content, and how large that is."""

    content: str
    size_bytes: int


def path_of(content: str) -> Path:
    """Where the sealed file of a digest lies."""
    folder: Path = settings.INSTALLATION.files
    return folder / content[:2] / content


def keep(chunks: Iterable[bytes], *, limit_bytes: int, name: str = "") -> Stored:
    """Store a file under its digest; it is on the disk before anybody is told of it.

    Raises InputError for a file larger than `limit_bytes`; nothing of it stays.
    """
    folder: Path = settings.INSTALLATION.files
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    counted = _Counted(chunks, limit_bytes, name)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=UNFINISHED, delete=False) as handle:
        fresh = Path(handle.name)
        try:
            for piece in seal_blocks(counted, cipher()):
                handle.write(piece)
            handle.flush()
            os.fsync(handle.fileno())
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    content = counted.digest.hexdigest()
    kept = path_of(content)
    kept.parent.mkdir(exist_ok=True, mode=0o700)
    fresh.replace(kept)
    return Stored(content, counted.size_bytes)


@contextmanager
def opened(content: str) -> Iterator[Path]:
    """A path to the plain content, in memory and without a name of its own, until this ends.

    Raises CannotOpen where the stored file is not what was handed in.
    """
    with _nameless() as plain:
        hashed = sha256()
        with path_of(content).open("rb") as sealed:
            for block in open_blocks(sealed, cipher()):
                hashed.update(block)
                plain.write(block)
        if hashed.hexdigest() != content:
            raise CannotOpen(
                message("A stored file holds other content than its name says."),
                remedy=message("Restore it from a backup; keep the damaged one to be looked at."),
            )
        plain.flush()
        yield Path(f"/dev/fd/{plain.fileno()}")


def forget(content: str, *, is_old: Callable[[float], bool]) -> bool:
    """Remove a file that no record names any more. False: it was written a moment ago, so somebody
    may be about to name it again, and it is to be asked for later.
    """
    path = path_of(content)
    try:
        if not is_old(path.stat().st_mtime):
            return False
    except FileNotFoundError:
        return True
    path.unlink(missing_ok=True)
    return True


def sweep(*, is_old: Callable[[float], bool]) -> int:
    """Remove what a killed process left half written; `is_old` judges the time of its last byte."""
    left = [
        each for each in settings.INSTALLATION.files.glob(f"{UNFINISHED}*")
        if is_old(each.stat().st_mtime)
    ]  # fmt: skip
    for each in left:
        each.unlink(missing_ok=True)
    return len(left)


class _Counted:
    """Chunks on their way: counted, hashed, and no more of them than allowed."""

    def __init__(self, chunks: Iterable[bytes], limit_bytes: int, name: str) -> None:
        self.digest, self.size_bytes = sha256(), 0
        self._chunks, self._limit_bytes, self._name = chunks, limit_bytes, name

    def __iter__(self) -> Iterator[bytes]:
        limit = self._limit_bytes
        for chunk in self._chunks:
            self.size_bytes += len(chunk)
            if self.size_bytes > limit:
                raise InputError(
                    message("The file is larger than {limit} MB.", limit=limit // 1024**2),
                    where=self._name,
                    remedy=message("Split it into several files, one month or one team each."),
                )
            self.digest.update(chunk)
            yield chunk


def _nameless() -> IO[bytes]:
    """A file in memory; where the system has none, one that lost its name at once."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("huxin"), "w+b")
    return tempfile.TemporaryFile()
