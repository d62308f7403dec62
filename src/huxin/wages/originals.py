"""Tables whose rows are written once: the database itself refuses to change or delete them.

As in `trail.append_only`, the triggers are made anew after every migration. INSERT OR REPLACE fires
those of deleting on SQLite because connections set `recursive_triggers` (config.settings); a
trigger before each insert would cost every punch its time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

__all__ = ["TABLES", "lifted", "protect"]

TABLES = (
    "wages_punchbatch",
    "wages_punch",
    "wages_daymark",
    "wages_correction",
    "wages_diaryday",
)
SAYS = "an original of attendance is never changed or deleted"
FUNCTION = f"""CREATE OR REPLACE FUNCTION wages_original() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"""


def _triggers(vendor: str) -> Iterator[tuple[str, str, str]]:
    """Name of each trigger, its table, and the statement that makes it."""
    for table in TABLES:
        if vendor == "postgresql":
            for name, when, each in (
                ("row", "UPDATE OR DELETE", "FOR EACH ROW "), ("truncate", "TRUNCATE", ""),
            ):  # fmt: skip
                rest = f"BEFORE {when} ON {table} {each}EXECUTE FUNCTION wages_original()"
                yield f"{table}_{name}", table, f"CREATE TRIGGER {table}_{name} {rest}"
        else:
            for name in ("update", "delete"):
                rest = f"BEFORE {name.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
                yield f"{table}_{name}", table, f"CREATE TRIGGER {table}_{name} {rest}"


def protect(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers, anew where they stand already; they bind whoever writes."""
    _drop(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for _, _, statement in _triggers(connection.vendor):
            cursor.execute(statement)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers: for emptying a database of tests, never for the platform's own work."""
    _drop(connection)
    try:
        yield
    finally:
        protect(connection)


def _drop(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for name, table, _ in _triggers(connection.vendor):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
