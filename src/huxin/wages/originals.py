"""Tables whose rows are written once: the database itself refuses to change or delete them.

One thing only lets them go: the trail's entry that the ledgers of their project were erased, made
after they were written (`warnings.erasing`). As in `trail.append_only`, the triggers are made anew
after every migration. INSERT OR REPLACE fires those of deleting on SQLite because connections set
`recursive_triggers` (config.settings); a trigger before each insert would cost every punch its
time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

__all__ = ["TABLES", "lifted", "protect"]

IN_BATCH = "(SELECT received_at FROM wages_punchbatch WHERE id = OLD.batch_id)"
TABLES: Mapping[str, str] = {
    "wages_punchbatch": "NULL",
    "wages_punch": IN_BATCH,
    "wages_daymark": IN_BATCH,
    "wages_correction": "OLD.at",
    "wages_diaryday": "OLD.written_at",
}
"""Each table, and when a row of it was written; NULL never lets a row go. Receipts of batches tell
of nobody and stay."""
KEPT = (
    "NOT EXISTS (SELECT 1 FROM trail_entry"
    " WHERE object = 'registry.ledgers:' || OLD.project_id"
    " AND action = 'trail.opening.erase' AND at >= {written})"
)
SAYS = "an original of attendance is never changed or deleted"
RAISE = f"RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation';"
FUNCTION = f"""CREATE OR REPLACE FUNCTION wages_original() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {RAISE} END $$"""
ENDING = """CREATE OR REPLACE FUNCTION {table}_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF {kept} THEN {refuse} END IF;
RETURN OLD; END $$"""


def _triggers(vendor: str) -> Iterator[tuple[str, str, str]]:
    """Name of each trigger, its table, and the statement that makes it."""
    for table, written in TABLES.items():
        if vendor == "postgresql":
            for name, when, rest in (
                ("row", "UPDATE", "FOR EACH ROW EXECUTE FUNCTION wages_original()"),
                ("delete", "DELETE", f"FOR EACH ROW EXECUTE FUNCTION {table}_ends()"),
                ("truncate", "TRUNCATE", "EXECUTE FUNCTION wages_original()"),
            ):
                made = f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} {rest}"
                yield f"{table}_{name}", table, made
        else:
            refuse = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            kept = f"WHEN {KEPT.format(written=written)} "
            for name, unless in (("update", ""), ("delete", kept)):
                rest = f"BEFORE {name.upper()} ON {table} {unless}{refuse}"
                yield f"{table}_{name}", table, f"CREATE TRIGGER {table}_{name} {rest}"


def protect(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers, anew where they stand already; they bind whoever writes."""
    _drop(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
            for table, written in TABLES.items():
                kept = KEPT.format(written=written)
                cursor.execute(ENDING.format(table=table, kept=kept, refuse=RAISE))
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
