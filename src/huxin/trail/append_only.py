"""The database itself refuses to change the trail: triggers on SQLite and PostgreSQL.

Entries and heads are never changed or deleted. An opening is never changed, and goes only after the
entry of its erasure. SQLite rebuilds a table when a column changes and drops its triggers: they are
made again after every migration. Whoever owns the database can still drop them; that is what the
tree is for, and `huxin trail verify` says when they are missing.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

__all__ = ["UNCHANGED", "arm", "disarm", "is_armed"]

STAYS = ("trail_entry", "trail_head")
UNCHANGED = (*STAYS, "trail_opening")
KEYS = {
    "trail_entry": "id = NEW.id OR (log_id = NEW.log_id AND number = NEW.number)",
    "trail_head": "id = NEW.id OR (log_id = NEW.log_id AND size = NEW.size)",
    "trail_opening": "entry_id = NEW.entry_id",
}
NOT_ERASED = (
    "NOT EXISTS (SELECT 1 FROM trail_entry s JOIN trail_entry e ON e.object = s.object"
    " WHERE s.id = OLD.entry_id AND e.id > s.id AND e.action = 'trail.opening.erase')"
)
SAYS = "the trail is append-only"
FUNCTION = f"""CREATE OR REPLACE FUNCTION trail_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"""
ERASING = f"""CREATE OR REPLACE FUNCTION trail_erases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF {NOT_ERASED} THEN
RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
RETURN OLD; END $$"""


def _sqlite() -> dict[str, tuple[str, str]]:
    """Name of each trigger → (its table, the statement that makes it)."""
    found = {}
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    for table in UNCHANGED:
        never = {"update": "BEFORE UPDATE", "delete": "BEFORE DELETE"}
        for what, when in never.items():
            condition = (
                f" WHEN {NOT_ERASED}" if (table, what) == ("trail_opening", "delete") else ""
            )
            found[f"{table}_{what}"] = (
                table, f"CREATE TRIGGER {table}_{what} {when} ON {table}{condition} {refuse}"
            )  # fmt: skip
        # INSERT OR REPLACE deletes without firing a trigger for it.
        taken = f"EXISTS (SELECT 1 FROM {table} WHERE {KEYS[table]})"  # noqa: S608 -- no input
        found[f"{table}_replace"] = (
            table, f"CREATE TRIGGER {table}_replace BEFORE INSERT ON {table} WHEN {taken} {refuse}"
        )  # fmt: skip
    return found


def _postgresql() -> dict[str, tuple[str, str]]:
    found = {}
    for table in UNCHANGED:
        what = "UPDATE OR DELETE" if table in STAYS else "UPDATE"
        events = {
            "row": f"BEFORE {what} ON {table} FOR EACH ROW EXECUTE FUNCTION trail_stays()",
            "truncate": f"BEFORE TRUNCATE ON {table} EXECUTE FUNCTION trail_stays()",
        }
        if table not in STAYS:
            events["delete"] = (
                f"BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION trail_erases()"
            )
        for event, rest in events.items():
            found[f"{table}_{event}"] = (table, f"CREATE TRIGGER {table}_{event} {rest}")
    return found


def _triggers(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str]]:
    return _postgresql() if connection.vendor == "postgresql" else _sqlite()


def arm(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers, anew where they stand already."""
    disarm(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
            cursor.execute(ERASING)
        for _, statement in _triggers(connection).values():
            cursor.execute(statement)


def disarm(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for emptying a database, never for the platform's own work."""
    with connection.cursor() as cursor:
        for name, (table, _) in _triggers(connection).items():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def is_armed(connection: BaseDatabaseWrapper) -> bool:
    """Whether every trigger stands and is switched on."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return _triggers(connection).keys() <= {name for (name,) in cursor.fetchall()}
