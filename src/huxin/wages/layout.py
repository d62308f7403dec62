"""How punches lie on SQLite: in the tree of their key, without a second one of row numbers.

Their key is nearly all they say, so the second tree would store each punch twice: it makes the
database two and a half times as large, and each insert a quarter slower. Django has no word for it.
"""

from __future__ import annotations

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from huxin.access.guard import unguarded

__all__ = ["CLAUSE", "MADE", "lay_out"]

TABLE, FRESH = "wages_punch", "wages_punch_fresh"
MADE = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s"
CLAUSE = "WITHOUT ROWID"


def lay_out(connection: BaseDatabaseWrapper) -> None:
    """Rebuild the table unless it lies right; asked after migrations, which may have rebuilt it."""
    if connection.vendor != "sqlite":
        return
    with unguarded(), transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(MADE, (TABLE,))
        made = str(cursor.fetchone()[0])
        if made.endswith(CLAUSE):
            return
        cursor.execute(f"{made.replace(TABLE, FRESH, 1)} {CLAUSE}")
        cursor.execute(f"INSERT INTO {FRESH} SELECT * FROM {TABLE}")  # noqa: S608 -- constants
        cursor.execute(f"DROP TABLE {TABLE}")
        cursor.execute(f"ALTER TABLE {FRESH} RENAME TO {TABLE}")
