"""On site without real-name registration.

A worker attended and is either not registered on the real-name roster at all, or was registered
only in a month after the first one attended. Registration comes before entry. Where the roster
tells nobody's day of registration nothing can be said: the column is missing, not the people.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, month_of
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="ENR-01",
    title=N_("On site without real-name registration"),
    summary=N_("The worker attended without being registered by real name before."),
    remedy=N_(
        "Register the worker by real name today; let nobody through the gate who is not registered."
    ),
    severity=Severity.ORANGE,
    scope=Scope.WORKER,
    family="enr",
    clauses=("CN-724-28", "CN-A53-16", "CN-RN18-1", "NX-02-5", "DX-2-03-1", "YZ-3-5", "YZ-3-11"),
    published=("ST-12",),
    columns=("attendance_month.days", "enrolment.registered_on"),
    liable="subcontractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker and project with attendance."""
    t = facts.worker
    registered_month = month_of(t.registered_on)
    late = (registered_month > t.first_present_month).fill_null(False)
    return Judged(
        over=t,
        applies=t.months_present > 0,
        lacking={"enrolment.registered_on": t.with_registration.fill_null(0) == 0},
        hit=t.registered_on.isnull() | late,
        evidence={
            "first_present_month": t.first_present_month,
            "registered_on": t.registered_on,
            "months_present": t.months_present,
        },
        people=ibis.literal(1),
        since=t.first_present_month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    if row["registered_on"] is None:
        return message(
            "Attended in {months} months since {first}; no registration by real name is on file.",
            months=row["months_present"],
            first=month_value(row["first_present_month"]),
        )
    return message(
        "Attended since {first}, registered by real name only on {registered}.",
        first=month_value(row["first_present_month"]),
        registered=row["registered_on"],
    )
