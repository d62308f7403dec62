"""On site without a labour contract.

A worker on the roster attended, and no labour contract with him is on file, although contracts
with others of the site are. The chief supervisor is employed elsewhere and is left out. Who is
not on the roster is left to ENR-01.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

ELSEWHERE = "chief_supervisor"

SPEC = Spec(
    id="CON-01",
    title=N_("On site without a labour contract"),
    summary=N_("The worker attended and no labour contract with him is on file."),
    remedy=N_("Sign the labour contract with the worker now and give him his copy."),
    severity=Severity.ORANGE,
    scope=Scope.WORKER,
    family="con",
    clauses=(
        "CN-724-28",
        "CN-A53-16",
        "CN-RN18-1",
        "NX-02-1",
        "NX-02-4",
        "DX-2-01-1",
        "DX-2-01-3",
        "LD-2-3-2-1",
    ),
    published=("ST-12",),
    columns=("attendance_month.days", "labour_contract.from_on"),
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker and project with attendance and enrolment."""
    t = facts.worker
    return Judged(
        over=t,
        applies=(t.months_present > 0) & t.enrolled & (t.post.fill_null("worker") != ELSEWHERE),
        lacking={"labour_contract.from_on": t.contracts_told.fill_null(0) == 0},
        hit=t.contracts == 0,
        evidence={
            "first_present_month": t.first_present_month,
            "months_present": t.months_present,
        },
        people=ibis.literal(1),
        since=t.first_present_month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Attended in {months} months since {first}; no labour contract is on file.",
        months=row["months_present"],
        first=month_value(row["first_present_month"]),
    )
