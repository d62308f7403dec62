"""Works given to a person or an unlicensed unit.

Who gives works to a natural person or to a unit without the qualification answers for the wages that
are not paid. Shown is the party itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

ROLES = {
    "general_contractor": N_("the general contractor"),
    "subcontractor": N_("a subcontractor"),
    "labour_subcontractor": N_("a labour subcontractor"),
}

SPEC = Spec(
    id="PRJ-07",
    title=N_("Works given to a person or an unlicensed unit"),
    summary=N_(
        "A party of the works is a natural person, or lacks the qualification for its part."
    ),
    remedy=N_("End the contract with the party, take over its workers, and settle their wages."),
    severity=Severity.ORANGE,
    scope=Scope.PARTY,
    family="prj",
    clauses=("CN-724-36", "CN-724-43", "NX-01-3", "NX-01-9", "DX-2-02-5"),
    published=("ST-40",),
    columns=("party.is_person", "party.is_licensed", "party.role"),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per party that builds."""
    t = facts.party
    bad = t.is_person | ~t.is_licensed
    return Judged(
        over=t,
        applies=t.role.isin(list(ROLES)),
        lacking={
            "party.is_licensed": t.is_licensed.isnull() & ~t.is_person.fill_null(False),
            "party.is_person": t.is_person.isnull() & t.is_licensed.fill_null(True),
        },
        hit=bad,
        evidence={
            "role": t.role,
            "is_person": t.is_person.fill_null(False),
            "joined_on": t.joined_on,
        },
        since=t.joined_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    if row["is_person"]:
        return message(
            "Since {joined} {role} is a natural person.",
            joined=row["joined_on"],
            role=Message(ROLES[row["role"]]),
        )
    return message(
        "Since {joined} {role} is a unit without the qualification.",
        joined=row["joined_on"],
        role=Message(ROLES[row["role"]]),
    )
