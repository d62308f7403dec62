"""The verbs of `huxin serve`."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command

__all__ = ["prepare"]


def prepare() -> None:
    """Bring the tables up to date and put the schedule in place."""
    call_command("migrate", verbosity=0)
    call_command("check", stdout=StringIO())  # it would say so when all is well, too
