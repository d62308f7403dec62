"""Backups that prove themselves: a copy of database and files with the digest of every table.

Copying a database file under a writer gives unusable copies, so SQLite is copied by its backup
interface and PostgreSQL dumped within one snapshot. Restoring computes every digest again: restored
equals original, or the restore fails (I41). Keys are kept elsewhere and are in no backup.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from huxin.kernel.errors import InputError
from huxin.kernel.texts import message

__all__ = ["back_up", "restore"]

FORMAT = "huxin-backup/1"
MANIFEST, SQLITE, DUMP = "manifest.json", "database.sqlite3", "database.dump"
FOLDERS = ("files", "facts", "witness")
ROWS_AT_ONCE = 2_000


def back_up(home: Path, out: Path, *, now: dt.datetime) -> Mapping[str, int]:
    """Write a backup into the new folder `out`; returns the rows of each table."""
    if out.exists() and any(out.iterdir()):
        raise InputError(
            message("The folder {folder} is not empty.", folder=str(out)),
            remedy=message("Name a new folder for each backup."),
        )
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    tables = _dump_sqlite(out) if connection.vendor == "sqlite" else _dump_postgres(out)
    for name in FOLDERS:
        if (home / name).is_dir():
            shutil.copytree(home / name, out / name, copy_function=shutil.copy2)
    files = {str(path.relative_to(out)): _file_digest(path) for path in _all_files(out)}
    manifest = {
        "format": FORMAT,
        "at": now.isoformat(),
        "database": connection.vendor,
        "tables": tables,
        "files": files,
    }
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")
    return {name: int(each["rows"]) for name, each in tables.items()}


def restore(backup: Path, home: Path) -> Mapping[str, int]:
    """Put a backup into an installation whose database is empty; raises unless all is equal."""
    manifest = _checked(backup)
    if manifest["database"] != connection.vendor:
        raise InputError(
            message(
                "The backup is of {theirs}, the installation runs on {ours}.",
                theirs=manifest["database"], ours=connection.vendor,
            ),
            remedy=message("Restore onto the same kind of database."),
        )  # fmt: skip
    if connection.introspection.table_names():
        raise InputError(
            message("The database of this installation is not empty."),
            remedy=message("Restore into a new installation, then switch over."),
        )
    restored = _load_sqlite(backup) if connection.vendor == "sqlite" else _load_postgres(backup)
    for name in FOLDERS:
        if (backup / name).is_dir():
            shutil.copytree(backup / name, home / name, dirs_exist_ok=True)
    different = [name for name, each in manifest["tables"].items() if restored.get(name) != each]
    if different or set(restored) != set(manifest["tables"]):
        raise _unequal(different[0] if different else "")
    return {name: int(each["rows"]) for name, each in restored.items()}


def _checked(backup: Path) -> dict[str, Any]:
    """The manifest, every file of which is there and unchanged."""
    file = backup / MANIFEST
    if not file.is_file():
        raise InputError(
            message("{folder} holds no backup.", folder=str(backup)),
            remedy=message("Name the folder that huxin backup wrote."),
        )
    manifest: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    for name, wanted in manifest["files"].items():
        if not (backup / name).is_file() or _file_digest(backup / name) != wanted:
            raise _unequal(name)
    return manifest


def _unequal(what: str) -> InputError:
    return InputError(
        message("The backup is damaged: {what} is not as it was written.", what=what),
        remedy=message("Take another backup; do not use this one."),
    )


def _dump_sqlite(out: Path) -> dict[str, dict[str, Any]]:
    connection.ensure_connection()
    with closing(sqlite3.connect(out / SQLITE)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return dict(_digests(copy.cursor(), _sqlite_tables(copy)))


def _load_sqlite(backup: Path) -> dict[str, dict[str, Any]]:
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{backup / SQLITE}?mode=ro", uri=True)) as copy:
        copy.backup(connection.connection)
    own = connection.connection
    return dict(_digests(sqlite3.Cursor(own), _sqlite_tables(own)))


def _sqlite_tables(database: sqlite3.Connection) -> list[str]:
    found = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return sorted(row[0] for row in found.fetchall())


def _dump_postgres(out: Path) -> dict[str, dict[str, Any]]:
    """Dump and digests within one snapshot, so that both are of the same moment."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            _program("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={out / DUMP}")
            return dict(_digests(cursor, sorted(connection.introspection.table_names(cursor))))
        finally:
            cursor.execute("ROLLBACK")


def _load_postgres(backup: Path) -> dict[str, dict[str, Any]]:
    _program("pg_restore", "--no-owner", "--exit-on-error", "--dbname", str(backup / DUMP))
    with connection.cursor() as cursor:
        return dict(_digests(cursor, sorted(connection.introspection.table_names(cursor))))


def _program(name: str, *words: str) -> None:
    """Run a program of PostgreSQL; the password goes by the environment, never on the line."""
    settings = connection.get_connection_params()
    address = {
        "PGHOST": settings.get("host", ""),
        "PGPORT": str(settings.get("port", "")),
        "PGUSER": settings.get("user", ""),
        "PGDATABASE": settings.get("dbname", ""),
        "PGPASSWORD": settings.get("password", ""),
    }
    found = shutil.which(name)
    if found is None:
        raise InputError(
            message("The program {name} is missing.", name=name),
            remedy=message("Install the client programs of PostgreSQL."),
        )
    line = [found, *words]
    if name == "pg_restore":
        line = [found, *words[:-1], address["PGDATABASE"], words[-1]]
    environment = {"PATH": "/usr/bin:/bin", **{key: text for key, text in address.items() if text}}
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 -- no shell
    if done.returncode:
        raise InputError(
            message("{name} failed.", name=name),
            where=done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "",
            remedy=message("Check that the database can be reached and is of the same version."),
        )


def _digests(cursor: Any, tables: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows and SHA-256 of each table, its rows in the order of their own content."""
    for table in tables:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- names from the catalogue
        rows, total = 0, 0
        while batch := cursor.fetchmany(ROWS_AT_ONCE):
            for row in batch:
                text = "\x1f".join(_plain(value) for value in row)
                total = (total + int.from_bytes(hashlib.sha256(text.encode()).digest())) % 2**256
                rows += 1
        yield table, {"rows": rows, "digest": f"{total:064x}"}


def _plain(value: Any) -> str:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return repr(value)


def _all_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST)


def _file_digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
