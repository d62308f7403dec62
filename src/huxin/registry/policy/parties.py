"""The chain of parties: who may stand below whom, and what is unlawful in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huxin.kernel.texts import N_, Message, message
from huxin.registry.errors.projects import StepError
from huxin.registry.models import Party

__all__ = ["ABOVE", "DUTIES", "ROLES", "Duty", "Flag", "Link", "check_link", "flags_of"]

Role = Party.Role
ROLES: Mapping[str, str] = {
    Role.DEVELOPER: N_("developer"),
    Role.GENERAL_CONTRACTOR: N_("general contractor"),
    Role.SUBCONTRACTOR: N_("specialist subcontractor"),
    Role.LABOUR_SUBCONTRACTOR: N_("labour subcontractor"),
    Role.SUPERVISOR: N_("supervising company"),
}
ABOVE: Mapping[str, frozenset[str]] = {
    Role.DEVELOPER: frozenset(),
    Role.GENERAL_CONTRACTOR: frozenset({Role.DEVELOPER}),
    Role.SUPERVISOR: frozenset({Role.DEVELOPER}),
    Role.SUBCONTRACTOR: frozenset({Role.DEVELOPER, Role.GENERAL_CONTRACTOR}),
    Role.LABOUR_SUBCONTRACTOR: frozenset({Role.GENERAL_CONTRACTOR, Role.SUBCONTRACTOR}),
}
"""Who may have contracted to whom; a specialist directly under the developer counts as general
contractor for wages (A53 art. 3). Nothing may stand below a labour subcontractor."""


@dataclass(frozen=True, slots=True)
class Link:
    """One party as the chain sees it."""

    key: int
    role: str
    parent: int | None = None
    is_person: bool = False
    is_licensed: bool | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """Something unlawful about a party, with the clauses that forbid it."""

    party: int
    id: str
    says: Message
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """What a party answers for in the chain."""

    says: str
    clauses: tuple[str, ...]


DUTIES: Mapping[str, Duty] = {
    Role.DEVELOPER: Duty(
        N_("supervises payment; advances wages up to unsettled project money"),
        ("CN-724-29", "NX-01-6", "DX-2-02-3"),
    ),
    Role.GENERAL_CONTRACTOR: Duty(
        N_("answers for all wages of the project"),
        ("CN-724-30", "CN-A53-15", "NX-01-6", "DX-2-02-3"),
    ),
    Role.SUBCONTRACTOR: Duty(
        N_("answers directly for the wages of those it hired"),
        ("CN-724-30", "NX-01-6", "DX-2-02-3"),
    ),
    Role.LABOUR_SUBCONTRACTOR: Duty(
        N_("answers directly for the wages of those it hired"),
        ("CN-724-30", "NX-01-6", "DX-2-02-3"),
    ),
}


def check_link(
    role: str, parent: Link | None, chain: Iterable[Link], *, own: int | None = None
) -> None:
    """Raise StepError when a party of this role may not stand below `parent` (None: nobody).

    `own` is the key of the party itself, when it is in the chain already.
    """
    others = tuple(chain)
    if role == Role.DEVELOPER and any(each.role == role and each.key != own for each in others):
        raise StepError(
            "party.second_developer",
            message("The project has a developer already."),
            message("Record first that the earlier one left."),
        )
    if role == Role.LABOUR_SUBCONTRACTOR and parent is None:
        raise _wrong_place(role, None)
    if parent is None:
        return
    if parent.role not in ABOVE[role]:
        raise _wrong_place(role, parent.role)
    by_key, seen, at = {each.key: each for each in others}, {parent.key}, parent
    while at.parent is not None and at.parent in by_key:
        if at.parent in seen:
            raise StepError(
                "party.circle",
                message("The parties would stand in a circle."),
                message("Say for each party who contracted to it, up to the developer."),
            )
        seen.add(at.parent)
        at = by_key[at.parent]


def flags_of(chain: Iterable[Link]) -> tuple[Flag, ...]:
    """What is unlawful: persons and unlicensed units that took on works (Decree 724 art. 36)."""
    found = []
    for each in chain:
        if each.is_person:
            found.append(
                Flag(
                    each.key, "person",
                    message("A natural person took on works; whoever let them owes the wages."),
                    ("CN-724-36", "DX-2-02-5", "NX-01-9"),
                )
            )  # fmt: skip
        elif each.is_licensed is False:
            found.append(
                Flag(
                    each.key, "unlicensed",
                    message("The company lacks the qualification for its part."),
                    ("CN-724-36", "NX-01-9"),
                )
            )  # fmt: skip
    return tuple(found)


def _wrong_place(role: str, above: str | None) -> StepError:
    allowed = tuple(Message(ROLES[each]) for each in sorted(ABOVE[role]))
    return StepError(
        "party.place",
        message("A {role} cannot stand below: {above}.",
                role=Message(ROLES[role]),
                above=Message(ROLES[above]) if above else message("nobody")),
        message("Choose who contracted to it: {roles}.", roles=allowed or message("nobody")),
    )  # fmt: skip
