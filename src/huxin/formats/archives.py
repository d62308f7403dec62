"""Unpacks a zip archive of site files, only when asked, and never further than its limits.

Names are made safe before anything is written: an absolute name, one that climbs out of the
archive (`..`), a link or a device is refused. Archives inside archives stay closed.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from huxin.formats.base import Limits
from huxin.formats.folder_codes import ARCHIVE_DAMAGED, ARCHIVE_TOO_LARGE, ENTRY_REFUSED, FileCodes

__all__ = ["is_archive", "unpack"]

_PIECE_BYTES = 1024 * 1024
_UTF8_NAME = 0x800
_NAME_MAX = 150
_OFFICE_SUFFIXES = frozenset({".xlsx", ".xlsm", ".docx", ".pptx", ".ods", ".odt", ".et", ".wps"})
_OFFICE_PARTS = frozenset({"[Content_Types].xml", "META-INF/manifest.xml"})


def is_archive(path: Path) -> bool:
    """Whether `path` is a zip archive that is no office document; false when it cannot be read."""
    if path.suffix.lower() in _OFFICE_SUFFIXES:
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return _OFFICE_PARTS.isdisjoint(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def unpack(path: Path, into: Path, *, file: str, codes: FileCodes, limits: Limits) -> None:
    """Write the files of the archive below `into`; what is refused is added to `codes`."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir()]
            whole = sum(each.file_size for each in entries)
            if len(entries) > limits.entries or whole > limits.expanded_bytes:
                codes.add(ARCHIVE_TOO_LARGE, file)
                return
            budget = limits.expanded_bytes
            for number, entry in enumerate(entries):
                budget -= _unpack_one(archive, entry, into, number=number, budget=budget)
                if budget < 0 or _expands_too_far(entry, limits):
                    codes.add(ARCHIVE_TOO_LARGE, file)
                    return
    except _EntryRefused:
        codes.add(ENTRY_REFUSED, file)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
        codes.add(ARCHIVE_DAMAGED, file)


class _EntryRefused(Exception):  # noqa: N818 -- turned into a finding at once
    """The archive holds a name that leads out of it, a link, or a locked entry."""


def _expands_too_far(entry: zipfile.ZipInfo, limits: Limits) -> bool:
    times = entry.file_size // max(entry.compress_size, 1)
    return entry.file_size > limits.expansion_floor_bytes and times > limits.expansion_times


def _unpack_one(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Path, *, number: int, budget: int
) -> int:
    """Write one entry; gives the bytes written, more than `budget` when it would not end."""
    target = into.joinpath(*_safe_parts(entry))
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        target = target.with_name(f"{number}_{target.name}")
    used = 0
    with archive.open(entry) as source, target.open("wb") as sink:
        while piece := source.read(_PIECE_BYTES):
            used += len(piece)
            if used > budget:
                return used
            sink.write(piece)
    return used


def _safe_parts(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        # Chinese Windows writes names in GBK without saying so.
        raw = name.encode("cp437", errors="replace")
        name = raw.decode("gb18030", errors="replace")
    parts = PurePosixPath(name.replace("\\", "/")).parts
    mode = entry.external_attr >> 16
    bad = (
        not parts
        or parts[0].startswith("/")
        or ".." in parts
        or any(":" in part or "\x00" in part or len(part) > _NAME_MAX for part in parts)
        or (stat.S_IFMT(mode) not in {0, stat.S_IFREG})
        or bool(entry.flag_bits & 1)
    )
    if bad:
        raise _EntryRefused
    return parts
