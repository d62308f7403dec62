"""Tables whose rows are written once: the database itself refuses to change or delete them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["TABLES", "lifted", "protect"]

TABLES = (
    "wages_punchbatch",
    "wages_punch",
    "wages_daymark",
    "wages_correction",
    "wages_diaryday",
)
SAID = "an original of attendance is never changed or deleted"


def protect(connection: Any) -> None:
    """Put the triggers on; they fire for whoever writes, through the ORM or past it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION wages_original() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN RAISE EXCEPTION '{SAID}'; END $$"
            )
        for table in TABLES:
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(_trigger(connection.vendor, table, verb))


def _trigger(vendor: str, table: str, verb: str) -> str:
    name = _name(table, verb)
    if vendor == "postgresql":
        return (
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION wages_original()"
        )
    return (
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    )


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Without the triggers: for emptying a database of tests, never for the platform's own work."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for verb in ("UPDATE", "DELETE"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, verb)}{on}")
    try:
        yield
    finally:
        protect(connection)


def _name(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"
