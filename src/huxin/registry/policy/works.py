"""What a works contract must say about labour cost, and what it may not say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from huxin.kernel.texts import N_, Message, message
from huxin.registry.law import Here

__all__ = ["FINDINGS", "Terms", "WorksFinding", "check_terms"]

TERMS, CYCLE = "progress.contract_terms", "progress.labour_cost_cycle_months"
PRIORITY, FINANCED = (
    "contracting.wage_priority_term_required",
    "progress.contractor_financing_allowed",
)
FINDINGS: Mapping[str, str] = {
    "measuring_cycle": N_("no term on the cycle in which the works are measured"),
    "settlement_method": N_("no term on how progress payments are settled"),
    "labour_cost_cycle": N_("no term on the cycle of the labour cost"),
    "labour_cost_date": N_("no term on the day of the labour cost"),
    "labour_cost_amount_or_share": N_("no term on the amount or the share of the labour cost"),
    "cycle_too_long": N_("the cycle of the labour cost is longer than the law allows"),
    "wage_priority": N_("no term that puts the workers' wages first"),
    "contractor_financed": N_("the contractor has to finance the works of a government project"),
}


class Terms(Protocol):
    """The terms of one works contract; None: not known."""

    has_measuring_term: bool | None
    has_settlement_term: bool | None
    has_labour_cost_term: bool | None
    has_wage_priority_term: bool | None
    labour_cost_day: int | None
    labour_cost_fen: int | None
    labour_cost_share_ppm: int | None
    labour_cost_cycle_months: int | None
    contractor_financed: bool | None


@dataclass(frozen=True, slots=True)
class WorksFinding:
    """One term that is missing, unlawful, or of which nothing is known (`is_known` False)."""

    id: str
    clauses: tuple[str, ...]
    is_known: bool

    def says(self) -> Message:
        text = Message(FINDINGS[self.id])
        return text if self.is_known else message("not known whether: {what}", what=text)


def check_terms(
    terms: Terms, *, here: Here, on: dt.date, funding: str, is_general: bool = True
) -> tuple[WorksFinding, ...]:
    """Each missing or unlawful term with its clauses, in the order of the law.

    `is_general`: the contract between developer and general contractor. A subcontract must have
    measuring and settlement only (Decree 724 art. 25).
    """
    required = here.words(TERMS, on)
    found = list(_required(terms, required, here.clauses(TERMS, on), is_general=is_general))
    if is_general:
        found += _cycle(terms, here, on)
        found += _priority(terms, here, on)
    if funding == "government" and here.value(FINANCED, on) is False:
        clauses = here.clauses(FINANCED, on)
        if terms.contractor_financed is not False:
            known = terms.contractor_financed is not None
            found.append(WorksFinding("contractor_financed", clauses, known))
    return tuple(found)


def _required(
    terms: Terms, required: tuple[str, ...], clauses: tuple[str, ...], *, is_general: bool
) -> Iterator[WorksFinding]:
    whole = terms.has_labour_cost_term
    amount = terms.labour_cost_fen is not None or terms.labour_cost_share_ppm is not None
    stands: dict[str, bool | None] = {
        "measuring_cycle": terms.has_measuring_term,
        "settlement_method": terms.has_settlement_term,
        "labour_cost_cycle": terms.labour_cost_cycle_months is not None or whole,
        "labour_cost_date": terms.labour_cost_day is not None or whole,
        "labour_cost_amount_or_share": amount or whole,
    }
    own = {"measuring_cycle", "settlement_method"}
    for term in required:
        if term not in stands or not (is_general or term in own):
            continue
        if not stands[term]:
            cited = clauses if is_general else ("CN-724-25",)
            yield WorksFinding(term, cited, stands[term] is False)


def _cycle(terms: Terms, here: Here, on: dt.date) -> Iterator[WorksFinding]:
    most, given = here.term(CYCLE, on), terms.labour_cost_cycle_months
    if most is not None and given is not None and given > most:
        yield WorksFinding("cycle_too_long", here.clauses(CYCLE, on), is_known=True)


def _priority(terms: Terms, here: Here, on: dt.date) -> Iterator[WorksFinding]:
    if here.value(PRIORITY, on) is True and not terms.has_wage_priority_term:
        known = terms.has_wage_priority_term is False
        yield WorksFinding("wage_priority", here.clauses(PRIORITY, on), known)
