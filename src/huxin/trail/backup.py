"""Backups that prove themselves: database and files, with digests, signed by the installation.

Restored equals original, or the restore fails (I41). Keys are kept elsewhere and are in no backup;
who restores needs them, and the signature says whether he has the right ones.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import connection

from huxin.kernel.errors import InputError
from huxin.kernel.installation import Installation
from huxin.kernel.texts import message
from huxin.trail import copies

__all__ = ["back_up", "restore"]

FORMAT = "huxin-backup/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
FOLDERS, FILES = ("files", "facts", "witness"), ("local.yaml",)
UNFINISHED = ("new-*", "*.new")
"""Files that are being written; whoever writes them gives them their name when they are whole."""
TRIES = 3


def back_up(own: Installation, out: Path, *, now: dt.datetime) -> Mapping[str, int]:
    """Write a backup into the new folder `out`; returns the rows of each table.

    The manifest is written last: a backup that was cut off has none and is no backup.
    """
    if out.exists() and any(out.iterdir()):
        raise InputError(
            message("The folder {folder} is not empty.", folder=str(out)),
            remedy=message("Name a new folder for each backup."),
        )
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    tables = _dump(own.home, out)
    # After the database: what it speaks of is there, and what came later does no harm.
    for name in FOLDERS:
        _copy(own.home / name, out / name)
    for name in FILES:
        with suppress(FileNotFoundError):
            shutil.copy2(own.home / name, out / name)
    manifest = {
        "format": FORMAT,
        "at": now.isoformat(),
        "database": connection.vendor,
        "tables": tables,
        "files": {name: _digest(out / name) for name in _all_files(out)},
    }
    text = json.dumps(manifest, indent=1, sort_keys=True).encode()
    (out / SIGNATURE).write_text(own.signer.sign(text).hex(), encoding="ascii")
    (out / MANIFEST).write_bytes(text)
    return {name: int(each["rows"]) for name, each in tables.items()}


def restore(backup: Path, own: Installation) -> Mapping[str, int]:
    """Put a backup into an installation that holds nothing yet; raises unless all is equal."""
    manifest = _checked(backup, own)
    if manifest["database"] != connection.vendor:
        raise InputError(
            message(
                "The backup is of {theirs}, the installation runs on {ours}.",
                theirs=manifest["database"], ours=connection.vendor,
            ),
            remedy=message("Restore onto the same kind of database."),
        )  # fmt: skip
    _check_empty(own.home)
    restored = copies.load(backup)
    for name in {*restored, *manifest["tables"]}:
        if restored.get(name) != manifest["tables"].get(name):
            raise _unequal(name)
    for name in FOLDERS:
        _copy(backup / name, own.home / name)
    for name in FILES:
        with suppress(FileNotFoundError):
            shutil.copy2(backup / name, own.home / name)
    return {name: int(each["rows"]) for name, each in restored.items()}


def _dump(home: Path, out: Path) -> copies.Tables:
    """The database at a moment when no head was being made: witness and database must agree."""
    for _ in range(TRIES):
        before = _witnessed(home)
        tables = copies.dump(out)
        if _witnessed(home) == before:
            return tables
    raise InputError(
        message("The log was sealed during each of {n} tries.", n=TRIES),
        remedy=message("Start the backup again at a quieter time."),
    )


def _witnessed(home: Path) -> list[tuple[str, int]]:
    return sorted((each.name, each.stat().st_size) for each in (home / "witness").glob("*"))


def _check_empty(home: Path) -> None:
    if copies.tables():
        raise InputError(
            message("The database of this installation is not empty."),
            remedy=message("Restore into a new installation, then switch over."),
        )
    for name in (*FOLDERS, *FILES):
        there = home / name
        if there.is_file() or (there.is_dir() and any(there.iterdir())):
            raise InputError(
                message("The folder {folder} is not empty.", folder=str(there)),
                remedy=message("Restore into a new installation, then switch over."),
            )


def _checked(backup: Path, own: Installation) -> dict[str, Any]:
    """The manifest, signed by us; every file that it names is there, unchanged, and no other."""
    if not (backup / MANIFEST).is_file():
        raise InputError(
            message("{folder} holds no backup.", folder=str(backup)),
            remedy=message("Name the folder that huxin backup wrote."),
        )
    text = (backup / MANIFEST).read_bytes()
    if not _is_signed(text, backup / SIGNATURE, own):
        raise InputError(
            message("The backup is damaged, or was written under other keys than these."),
            where=str(backup / MANIFEST),
            remedy=message("Put the keys.json of that installation into this one, and try again."),
        )
    manifest: dict[str, Any] = json.loads(text)
    if manifest["format"] != FORMAT:
        raise InputError(
            message("The backup is of another form: {form}.", form=str(manifest["format"])),
            remedy=message("Restore it with the release of Huxin that wrote it."),
        )
    there = set(_all_files(backup))
    for name, wanted in manifest["files"].items():
        if name not in there or _digest(backup / name) != wanted:
            raise _unequal(name)
    if foreign := there - set(manifest["files"]):
        raise _unequal(min(foreign))
    return manifest


def _is_signed(text: bytes, file: Path, own: Installation) -> bool:
    try:
        signature = bytes.fromhex(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return False
    return any(each.verifies(text, signature) for each in own.signer.known.values())


def _unequal(what: str) -> InputError:
    return InputError(
        message("The backup is damaged: {what} is not as it was written.", what=what),
        remedy=message("Take another backup; do not use this one."),
    )


def _copy(source: Path, to: Path) -> None:
    """A folder with all that is whole in it; what goes away meanwhile was unfinished."""
    if not source.is_dir():
        return
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    for each in sorted(source.iterdir()):
        if each.is_dir():
            _copy(each, to / each.name)
        elif not any(each.match(form) for form in UNFINISHED):
            with suppress(FileNotFoundError):
                shutil.copy2(each, to / each.name)


def _all_files(folder: Path) -> Iterator[str]:
    """Every file of a backup but for its manifest, by its path below the folder."""
    own: Collection[Path] = (folder / MANIFEST, folder / SIGNATURE)
    return (
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path not in own
    )


def _digest(path: Path) -> str:
    """SHA-256 of a file, which is on the disk when this is told."""
    with path.open("rb") as handle:
        os.fsync(handle.fileno())
        return hashlib.file_digest(handle, "sha256").hexdigest()
