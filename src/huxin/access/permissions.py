"""The permission table: operation × role × relation, read from each room's `operations.yaml`.

Deny by default: what has no row is refused. Operations are named `room.noun.verb`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from huxin.kernel.own_data import own_data
from huxin.kernel.texts import ROOMS
from huxin.law import Bilingual, Lawbook

__all__ = ["OWN_ROLES", "RELATIONS", "Operation", "Table", "table"]

RELATIONS = ("any", "subtree", "sector", "party", "own_body", "assigned", "self")
"""any: no bound; subtree: in the grant's place; sector: there and in the grant's sectors; party:
the grant's body has a part in the project; own_body: it belongs to the grant's body; assigned: it
is assigned to the account; self: it is about the account's own person."""
OWN_ROLES = frozenset(
    {
        "anybody", "signed_in", "system", "device", "assisted_worker", "body_admin",
        "system_admin", "security_admin", "audit_admin",
    }
)  # fmt: skip
"""Roles of the platform itself; all others come from the law packs."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be done: its titles, and for each role the relations that allow it.

    `by_key`: the interface offers it, so a key of a system may be issued for it.
    """

    name: str
    zh: str
    en: str
    allow: Mapping[str, frozenset[str]]
    step_up: bool = False
    by_key: bool = False

    def relations(self, role: str) -> frozenset[str]:
        return self.allow.get(role, frozenset())


@dataclass(frozen=True, slots=True)
class Table:
    """All operations; the sectors that a regulator's role is competent for; what bodies hold.

    `held_in` lists by kind of body the roles that its people may hold for it; `titles` names the
    platform's own roles; `keepers` says by role who keeps accounts that hold it.
    """

    operations: Mapping[str, Operation]
    sectors: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]]
    held_in: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, Bilingual]
    keepers: Mapping[str, frozenset[str]]

    def operation(self, name: str) -> Operation:
        """The operation; an unknown name is a fault of ours, so it raises KeyError."""
        return self.operations[name]

    def by_key(self, *roles: str) -> tuple[str, ...]:
        """The operations that a key may be issued for, in one of these roles."""
        wanted = set(roles)
        return tuple(
            name for name, each in self.operations.items()
            if each.by_key and not wanted.isdisjoint(each.allow)
        )  # fmt: skip

    def keepers_of(self, role: str) -> frozenset[str]:
        """The roles that keep accounts which hold this one; empty for accounts without any."""
        return self.keepers.get(role, self.keepers["others"])

    def title(self, role: str) -> Bilingual:
        """What a role is called: by the law packs, or here for the platform's own."""
        own = self.titles.get(role)
        return own if own is not None else Lawbook.load().roles[role].name


@lru_cache(maxsize=1)
def table() -> Table:
    """The table of this release; a name that does not exist fails here, at start-up."""
    content = own_data("access", "roles.yaml")
    roles = frozenset(Lawbook.load().roles) | OWN_ROLES
    groups = {name: tuple(members) for name, members in content["groups"].items()}
    for name, members in groups.items():
        _known(set(members) - roles, f"group {name} names roles that do not exist")
    sectors = {role: tuple(listed) for role, listed in content["sectors"].items()}
    _known(set(sectors) - roles, "sectors are given to roles that do not exist")
    held_in = {kind: tuple(listed) for kind, listed in content["held_in"].items()}
    _known({each for listed in held_in.values() for each in listed} - roles,
           "held_in names roles that do not exist")  # fmt: skip
    titles = {role: Bilingual(each["en"], zh=each["zh"]) for role, each in content["own"].items()}
    _known(set(titles) ^ OWN_ROLES, "titles are not those of the platform's own roles")
    keepers = {role: frozenset(listed) for role, listed in content["keepers"].items()}
    _known(set(keepers).union(*keepers.values()) - {"others"} - roles,
           "keepers names roles that do not exist")  # fmt: skip
    operations = {
        name: _operation(name, entry, groups, roles)
        for room in ROOMS
        for name, entry in own_data(room, "operations.yaml").items()
    }
    return Table(operations, sectors, groups, held_in, titles, keepers)


def _operation(
    name: str,
    entry: Mapping[str, Any],
    groups: Mapping[str, tuple[str, ...]],
    roles: frozenset[str],
) -> Operation:
    _known(set(entry) - {"zh", "en", "allow", "step_up", "by_key"}, f"{name} has unknown keys")
    allow: dict[str, set[str]] = {}
    for who, relations in entry["allow"].items():
        members = groups.get(who, (who,))
        _known(set(members) - roles, f"{name} names roles that do not exist")
        _known(set(relations) - set(RELATIONS), f"{name} names relations that do not exist")
        for role in members:
            allow.setdefault(role, set()).update(relations)
    whole = {role: frozenset(relations) for role, relations in allow.items()}
    flags = (bool(entry.get(each)) for each in ("step_up", "by_key"))
    return Operation(name, entry["zh"], entry["en"], whole, *flags)


def _known(unknown: set[str], what: str) -> None:
    if unknown:
        raise ValueError(f"permissions: {what}: {', '.join(sorted(unknown))}")
