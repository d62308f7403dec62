"""Access as a Django app: it guards every connection and learns what relations mean where."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules

from huxin.access.guard import guard_connection


class AccessConfig(AppConfig):
    name = "huxin.access"
    label = "access"

    def ready(self) -> None:
        connection_created.connect(guard_connection, dispatch_uid="huxin.access.guard")
        autodiscover_modules("access")
