"""A database copied whole and put back, with the digest of every table.

Copying a database file under a writer gives unusable copies, so SQLite is copied by its backup
interface and PostgreSQL dumped. Digests are those of the original, read in the same snapshot as the
copy: a table that the copy lacks is found when it is put back.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

from django.db import connection

from huxin.kernel.errors import InputError
from huxin.kernel.texts import message

__all__ = ["DUMP", "SQLITE", "Tables", "dump", "load", "tables"]

SQLITE, DUMP = "database.sqlite3", "database.dump"
ROWS_AT_ONCE = 2_000
Tables: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Rows and digest of each table by its name."""


def tables() -> list[str]:
    """The tables of the installation's database, by name."""
    return sorted(connection.introspection.table_names())


def dump(out: Path) -> Tables:
    """Copy the database into the folder; rows and digest of each table at that moment."""
    return _dump_sqlite(out) if connection.vendor == "sqlite" else _dump_postgres(out)


def load(backup: Path) -> Tables:
    """Fill the empty database from the folder; rows and digest of each table as it now stands."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(f"file:{backup / SQLITE}?mode=ro", uri=True)) as copy:
            copy.backup(connection.connection)
    else:
        _program("pg_restore", "--no-owner", "--single-transaction", "--dbname", backup / DUMP)
    return _digests()


def _dump_sqlite(out: Path) -> Tables:
    connection.ensure_connection()
    own = connection.connection
    own.execute("BEGIN")  # a reader's snapshot: nobody is kept from writing meanwhile
    try:
        found = _digests()
        with closing(sqlite3.connect(out / SQLITE)) as copy:
            own.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        own.execute("ROLLBACK")
    return found


def _dump_postgres(out: Path) -> Tables:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            _program("pg_dump", "--format=custom", f"--snapshot={snapshot}", "--file", out / DUMP)
            return _digests()
        finally:
            cursor.execute("ROLLBACK")


def _program(name: str, *words: str | Path) -> None:
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
    line = [found, *map(str, words)]
    if name == "pg_restore":
        line.insert(-1, address["PGDATABASE"])
    environment = {"PATH": "/usr/bin:/bin", **{key: text for key, text in address.items() if text}}
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 -- no shell
    if done.returncode:
        raise InputError(
            message("{name} failed.", name=name),
            where=done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "",
            remedy=message("Check that the database can be reached and is of the same version."),
        )


def _digests() -> dict[str, dict[str, Any]]:
    """Rows of each table and the sum of their SHA-256, which does not hang on their order."""
    found = {}
    for table in tables():
        rows, total = 0, 0
        with connection.chunked_cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- names from the catalogue
            while batch := cursor.fetchmany(ROWS_AT_ONCE):
                for row in batch:
                    text = "\x1f".join(_plain(value) for value in row)
                    total += int.from_bytes(hashlib.sha256(text.encode()).digest())
                    rows += 1
        found[table] = {"rows": rows, "digest": f"{total % 2**256:064x}"}
    return found


def _plain(value: Any) -> str:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return repr(value)
