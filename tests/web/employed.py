"""People of further departments, for stories in which one of them acts."""

from __future__ import annotations

from collections.abc import Callable

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.models import Account, Body, Grant
from tests.support.world import NOW, TODAY, World

__all__ = ["employed"]


def employed(role: str, unit: str) -> Callable[[World], None]:
    """Somebody of one more department, who signs in by its role."""

    def first(world: World) -> None:
        place = world.regions["140923"]
        with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
            body = Body.objects.create(
                kind="department", role=role, name=unit, place=place, registered_on=TODAY
            )
            account = Account(
                kind="staff", login=role, name="测试", place=place, body=body, created_at=NOW
            )
            account.set_password("correct horse battery")
            account.save()
            Grant.objects.create(account=account, role=role, body=body, place=place, from_at=NOW)
            world.accounts[role] = account
            doing.note("access.installation:test")

    return first
