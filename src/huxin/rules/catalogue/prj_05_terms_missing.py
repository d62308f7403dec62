"""Works contract without the terms on wages.

The works contract fixes the measuring cycle, the settlement, and day and sum or share of the labour
cost. One of the documents also asks for a term that puts wages first; elsewhere that term is not
looked at. The missing terms are named.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import is_running

PRIORITY = "contracting.wage_priority_term_required"
TERMS = {
    "has_measuring": N_("measuring cycle"),
    "has_settlement": N_("settlement method"),
    "has_labour_cost": N_("day and sum of labour cost"),
    "has_priority": N_("priority of wages"),
}

SPEC = Spec(
    id="PRJ-05",
    title=N_("Works contract lacks terms on labour cost"),
    summary=N_(
        "The works contract does not fix measuring, settlement, labour cost, or the priority of wages where the place asks for it."
    ),
    remedy=N_(
        "Sign a supplement agreement that fixes the missing terms, and tell the account's bank."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT,
    family="prj",
    clauses=("CN-724-24", "CN-A53-5", "CN-A53-14", "NX-01-4"),
    published=("ST-45",),
    parameters=(PRIORITY,),
    columns=(
        "project.has_measuring_term",
        "project.has_settlement_term",
        "project.has_labour_cost_term",
        "project.has_wage_priority_term",
    ),
    liable="developer",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project that is being built and has a works contract."""
    t = facts.project
    asked = (parameter(t, PRIORITY) == 1).fill_null(False)
    priority = asked.ifelse(t.has_wage_priority_term, True)
    measuring, settlement, cost = (
        t.has_measuring_term,
        t.has_settlement_term,
        t.has_labour_cost_term,
    )
    whole = measuring & settlement & cost & priority
    return Judged(
        over=t,
        applies=is_running(t)
        & (t.contract_signed_on.notnull() | measuring.notnull() | cost.notnull()),
        lacking={"project.has_labour_cost_term": whole.cast("int32").isnull()},
        hit=~whole,
        evidence={
            "has_measuring": measuring,
            "has_settlement": settlement,
            "has_labour_cost": cost,
            "has_priority": priority,
            "contract_signed_on": t.contract_signed_on,
        },
        people=t.workers,
        since=t.contract_signed_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    missing = tuple(Message(text) for name, text in TERMS.items() if row[name] is False)
    return message(
        "The contract of {signed} lacks: {terms}.", signed=row["contract_signed_on"], terms=missing
    )
