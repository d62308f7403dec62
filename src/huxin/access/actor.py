"""Who acts: a person with grants, a body's system with a key, or the platform itself, by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from huxin.access.models import Account, ApiKey, Grant
from huxin.access.permissions import table

__all__ = ["ANYBODY", "Actor", "Held", "of_account", "of_key", "system"]


@dataclass(frozen=True, slots=True)
class Held:
    """One role as it is held: for which body, in which subtree, for which sectors.

    `path` is a prefix of `Region.path`; empty means everywhere. Empty `sectors` means none.
    """

    role: str
    body: int | None = None
    path: str = ""
    sectors: frozenset[str] = frozenset()
    delegated: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something. `name` is the pseudonym that the trail keeps, such as "account:17"."""

    name: str
    held: tuple[Held, ...]
    account: int | None = None
    has_second_factor: bool = False

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(each.role for each in self.held)

    @property
    def is_system(self) -> bool:
        """Whether it is the platform itself: never somebody's key, never a person."""
        return self.name.startswith("system:")

    @property
    def bodies(self) -> frozenset[int]:
        return frozenset(each.body for each in self.held if each.body is not None)


ANYBODY = Actor("anybody", (Held("anybody"),))
"""Somebody who has not signed in."""


def system(job: str) -> Actor:
    """The platform itself, doing the named job; its rights stand in the permission table too."""
    return Actor(f"system:{job}", (Held("system"),))


def of_account(account: Account, *, now: dt.datetime, second_factor: bool = False) -> Actor:
    """The actor of an account with the grants that are in force at `now`; asked at each request."""
    if not account.is_active:
        return ANYBODY
    found = Grant.objects.filter(account=account, ended_at=None, from_at__lte=now)
    held = [_held(each) for each in found.select_related("place") if _runs(each.to_at, now)]
    own = Held("migrant_worker" if account.kind == Account.Kind.WORKER else "signed_in")
    return Actor(f"account:{account.pk}", (own, *held), account.pk, second_factor)


def of_key(key: ApiKey, *, now: dt.datetime) -> Actor:
    """The actor of a body's system or device."""
    if key.ended_at is not None or key.from_at > now or not _runs(key.to_at, now):
        return ANYBODY
    held = Held(key.role, key.body_id, key.place.path, _sectors(key.role, ()))
    return Actor(f"key:{key.key}", (held,))


def _runs(until: dt.datetime | None, now: dt.datetime) -> bool:
    return until is None or until > now


def _held(grant: Grant) -> Held:
    return Held(
        grant.role,
        grant.body_id,
        grant.place.path,
        _sectors(grant.role, grant.sectors),
        delegated=grant.delegated_from_id is not None,
    )


def _sectors(role: str, own: Iterable[str]) -> frozenset[str]:
    return frozenset(own) or frozenset(table().sectors.get(role, ()))
