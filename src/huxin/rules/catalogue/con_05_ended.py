"""Working on after the labour contract ended.

The last contract on file ran out, and the attendance record has later days. A contract that runs
until the task is done has no end and is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="CON-05",
    title=N_("Working on after the labour contract ended"),
    summary=N_("The worker attended after the end of the last labour contract on file."),
    remedy=N_("Renew the contract, or settle the wages and let the worker go."),
    severity=Severity.YELLOW,
    scope=Scope.WORKER_MONTH,
    family="con",
    clauses=("CN-724-28", "CN-A53-16", "NX-02-1", "LD-2-3-2-1"),
    columns=("labour_contract.to_on", "attendance_month.days_bits"),
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month with attendance and a contract that ends."""
    t = facts.worker_month
    return Judged(
        over=t,
        applies=(t.days > 0) & (t.contracts > 0) & t.contract_to_on.notnull(),
        lacking={"attendance_month.days_bits": t.last_present_on.isnull()},
        hit=t.last_present_on > t.contract_to_on,
        evidence={"contract_to_on": t.contract_to_on, "last_day": t.last_present_on},
        people=ibis.literal(1),
        since=t.contract_to_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: attended up to day {last}; the last labour contract ended on {end}.",
        month=month_value(row["month"]),
        last=row["last_day"].day,
        end=row["contract_to_on"],
    )
