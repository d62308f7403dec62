"""Wages as a Django app; it says how punches lie in the database and makes it refuse changes of
originals.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from huxin.wages.layout import lay_out
from huxin.wages.originals import TABLES, protect


class WagesConfig(AppConfig):
    name = "huxin.wages"
    label = "wages"

    def ready(self) -> None:
        post_migrate.connect(_finish, sender=self, dispatch_uid="huxin.wages.tables")


def _finish(*, using: str, **_: Any) -> None:
    """A migration may have rebuilt a table and so dropped its triggers."""
    connection = connections[using]
    if {*TABLES} <= {*connection.introspection.table_names()}:
        lay_out(connection)
        protect(connection)
