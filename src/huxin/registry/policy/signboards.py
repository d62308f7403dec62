"""The signboard: what must stand on it here, what stands on it, what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huxin.kernel.texts import N_
from huxin.registry.law import Here

__all__ = ["ITEMS", "Required", "item_of", "missing", "required_items"]

NATIONAL, LOCAL = "signboard.items", "signboard.local_items"
SAME: Mapping[str, str] = {
    "owner": "developer",
    "sector_regulator": "regulator",
    "local_minimum_wage": "minimum_wage",
    "wage_payment_date": "pay_day",
    "labour_inspection_phone": "inspection_phone",
    "arbitration_channel": "arbitration",
    "arbitration_phone": "arbitration",
    "legal_aid_channel": "legal_aid",
    "public_legal_service_line": "service_line",
}
"""Words of the documents for what the fact tables call otherwise."""
ITEMS: Mapping[str, str] = {
    "project_authority": N_("authority in charge of the project"),
    "developer": N_("developer"),
    "general_contractor": N_("general contractor"),
    "project_office": N_("project office of the general contractor"),
    "subcontractors": N_("subcontractors"),
    "regulator": N_("sector regulator"),
    "labour_wage_officer": N_("labour-wage officer"),
    "labour_law": N_("labour law in short"),
    "minimum_wage": N_("local minimum wage"),
    "pay_day": N_("day on which wages are paid"),
    "regulator_phone": N_("complaint phone of the sector regulator"),
    "inspection_phone": N_("complaint phone of labour inspection"),
    "arbitration": N_("where to apply for mediation and arbitration"),
    "legal_aid": N_("where to apply for legal aid"),
    "service_line": N_("public legal service line"),
    "monthly_wage_sheet": N_("wage sheet of the month"),
}


@dataclass(frozen=True, slots=True)
class Required:
    """One item that must stand on the board, with the clauses that ask for it."""

    id: str
    clauses: tuple[str, ...]


def item_of(word: str) -> str:
    """The item that a document's word means."""
    return SAME.get(word, word)


def required_items(here: Here, on: dt.date) -> tuple[Required, ...]:
    """What the nation and the place ask for, each item once with the clauses of both."""
    found: dict[str, tuple[str, ...]] = {}
    for name in (NATIONAL, LOCAL):
        clauses = here.clauses(name, on)
        for word in here.words(name, on):
            item = item_of(word)
            found[item] = tuple(dict.fromkeys((*found.get(item, ()), *clauses)))
    return tuple(Required(item, clauses) for item, clauses in found.items())


def missing(items: Iterable[str], required: Iterable[Required]) -> tuple[Required, ...]:
    """What must stand on the board and does not."""
    there = frozenset(items)
    return tuple(each for each in required if each.id not in there)
