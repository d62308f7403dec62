"""Labour contract lacks terms that it must have.

Working time, work, rate of pay, pay day and way of payment have to stand in the contract. The
roster tells how many of them are missing; which ones, the contract itself shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="CON-04",
    title=N_("Labour contract lacks terms"),
    summary=N_("The labour contract lacks terms that it must have."),
    remedy=N_("Add the missing terms in writing, signed by both sides."),
    severity=Severity.BLUE,
    scope=Scope.WORKER,
    family="con",
    clauses=("CN-724-6", "DX-2-01-2"),
    columns=("labour_contract.terms_missing",),
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker and project with a labour contract."""
    t = facts.worker
    return Judged(
        over=t,
        applies=t.contracts > 0,
        lacking={"labour_contract.terms_missing": t.terms_missing.isnull()},
        hit=t.terms_missing > 0,
        evidence={"terms_missing": t.terms_missing, "signed_on": t.contract_signed_on},
        people=ibis.literal(1),
        since=t.contract_from_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{terms} mandatory terms are missing in the labour contract (signed on {signed}).",
        terms=row["terms_missing"],
        signed=row["signed_on"],
    )
