"""Labour contract signed after entry.

The first contract was signed later than the day on which the worker entered the site. In
construction the contract comes first; until then nobody knows what was agreed on pay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="CON-02",
    title=N_("Labour contract signed after entry"),
    summary=N_("The worker entered the site before his labour contract was signed."),
    remedy=N_(
        "Make sure the pay agreed covers the days before signing, and sign with newcomers before they enter."
    ),
    severity=Severity.YELLOW,
    scope=Scope.WORKER,
    family="con",
    clauses=("CN-724-28", "CN-A53-16", "NX-02-4", "DX-2-01-3"),
    columns=("labour_contract.signed_on", "enrolment.entered_on"),
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker and project with a labour contract."""
    t = facts.worker
    return Judged(
        over=t,
        applies=(t.contracts > 0) & t.enrolled,
        lacking={
            "labour_contract.signed_on": t.contract_signed_on.isnull(),
            "enrolment.entered_on": t.entered_on.isnull(),
        },
        hit=t.contract_signed_on > t.entered_on,
        evidence={
            "entered_on": t.entered_on,
            "signed_on": t.contract_signed_on,
            "late_days": t.contract_signed_on.delta(t.entered_on, unit="day"),
        },
        people=ibis.literal(1),
        since=t.entered_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Entered the site on {entered}, labour contract signed on {signed}, {days} days later.",
        entered=row["entered_on"],
        signed=row["signed_on"],
        days=row["late_days"],
    )
