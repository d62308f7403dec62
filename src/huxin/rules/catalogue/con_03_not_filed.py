"""Labour contract not filed.

A contract was signed and is not filed with the labour authority, although the site files others.
How many days the employer has is set by the place; until it is set, an unfiled contract cannot be
called late, and a filed one is in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

DAYS = "contract.filing_days"

SPEC = Spec(
    id="CON-03",
    title=N_("Labour contract not filed"),
    summary=N_("A labour contract is not filed with the labour authority within the place's term."),
    remedy=N_("File the employment of the worker with the labour authority."),
    severity=Severity.BLUE,
    scope=Scope.WORKER,
    family="con",
    clauses=("NX-02-3", "DX-2-01-1", "LD-2-2-38"),
    parameters=(DAYS,),
    columns=("labour_contract.signed_on", "labour_contract.filed_on"),
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker and project with a labour contract."""
    t = facts.worker
    days = parameter(t, DAYS)
    unfiled = t.unfiled_contracts > 0
    gone = t.as_of.delta(t.contract_signed_on, unit="day")
    return Judged(
        over=t,
        applies=t.contracts > 0,
        lacking={
            DAYS: unfiled & days.isnull(),
            "labour_contract.signed_on": unfiled & t.contract_signed_on.isnull(),
            "labour_contract.filed_on": unfiled & (t.filings_told.fill_null(0) == 0),
        },
        hit=unfiled & (gone > days),
        evidence={"signed_on": t.contract_signed_on, "gone_days": gone, "limit_days": days},
        people=ibis.literal(1),
        since=t.contract_signed_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Labour contract signed on {signed}, not filed {days} days later; the place gives {limit} days.",
        signed=row["signed_on"],
        days=row["gone_days"],
        limit=row["limit_days"],
    )
