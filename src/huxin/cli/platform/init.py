"""The verbs of `huxin init`."""

from __future__ import annotations

from django.core.management import call_command

from huxin.access.actions.accounts import create_account
from huxin.access.actions.grants import give_grant
from huxin.access.actions.regions import load_regions
from huxin.access.actor import system
from huxin.access.models import Region
from huxin.kernel.clock import SystemClock
from huxin.kernel.errors import InputError
from huxin.kernel.texts import message

__all__ = ["fill"]


def fill(*, place: str, administrator: str) -> str:
    """Make the tables, the places and the first administrator; returns his first password."""
    call_command("migrate", verbosity=0)
    operator, now = system("init"), SystemClock().now()
    load_regions(actor=operator, now=now)
    region = Region.objects.filter(code=place).first()
    if region is None:
        raise InputError(
            message("There is no place {code}.", code=place),
            remedy=message("Use the six-digit code of the county, city or province."),
        )
    account, password = create_account(
        administrator, administrator, place=region, actor=operator, now=now
    )
    give_grant(account.pk, "system_admin", place=region, actor=operator, now=now)
    return password
