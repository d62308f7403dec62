"""The jobs as an app of Django: the schedule is put in place whenever tables are brought up."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate

from huxin.jobs import schedule
from huxin.kernel.clock import SystemClock

__all__ = ["JobsConfig"]


class JobsConfig(AppConfig):
    name = "huxin.jobs"
    label = "jobs"

    def ready(self) -> None:
        # Only apps with tables are told; the schedule's is the queue's.
        queue = apps.get_app_config("django_q")
        post_migrate.connect(_install, sender=queue, dispatch_uid="huxin.jobs.schedule")


def _install(*, using: str, **_: Any) -> None:
    if schedule.QUEUE_TABLE in connections[using].introspection.table_names():
        schedule.install(SystemClock().now())
