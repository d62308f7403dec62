"""The trail as a Django app; it makes the database refuse changes of the trail."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from huxin.trail.append_only import UNCHANGED, arm


class TrailConfig(AppConfig):
    name = "huxin.trail"
    label = "trail"

    def ready(self) -> None:
        post_migrate.connect(_arm, sender=self, dispatch_uid="huxin.trail.append_only")


def _arm(*, using: str, **_: Any) -> None:
    """A migration may have rebuilt a table and so dropped its triggers."""
    connection = connections[using]
    if {*UNCHANGED} <= {*connection.introspection.table_names()}:
        arm(connection)
