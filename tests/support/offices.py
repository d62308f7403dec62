"""Departments and their clerks beyond those of the world, made inside a change."""

from __future__ import annotations

from huxin.access.actor import Actor, of_account
from huxin.access.models import Account, Body, Grant, Region
from tests.support.world import NOW, TODAY


def bureau(place: Region, role: str) -> Body:
    """The department of a role in a place, new where there is none."""
    found = Body.objects.filter(place=place, role=role).first()
    return found or Body.objects.create(
        kind="department", role=role, name=f"测试{role}", place=place, registered_on=TODAY
    )


def clerk(body: Body) -> Actor:
    account = Account.objects.create(
        kind="staff", login=f"clerk-{body.pk}", name="测试", place=body.place, body=body,
        created_at=NOW,
    )  # fmt: skip
    Grant.objects.create(account=account, role=body.role, body=body, place=body.place, from_at=NOW)
    return of_account(account, now=NOW, second_factor=True)
