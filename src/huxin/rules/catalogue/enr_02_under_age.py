"""Under the least age on entry.

By the identity number the worker had not reached the least age on the day of entry. The number
may be somebody else's: check the person and the card, and let nobody work until that is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

AGE = "enrolment.minimum_age"

SPEC = Spec(
    id="ENR-02",
    title=N_("Under the least age on entry"),
    summary=N_("By the identity number the worker was below the least age on entering the site."),
    remedy=N_(
        "Stop the work at once, check identity, send the minor home to the guardians at the employer's cost and pay every day worked."
    ),
    severity=Severity.RED,
    scope=Scope.WORKER,
    family="enr",
    clauses=("CN-LAB-15",),
    parameters=(AGE,),
    columns=("enrolment.under_age", "enrolment.entered_on"),
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker on the roster of a project."""
    t = facts.worker
    age = parameter(t, AGE)
    return Judged(
        over=t,
        applies=t.enrolled,
        lacking={AGE: age.isnull(), "enrolment.under_age": t.under_age.isnull()},
        hit=t.under_age,
        evidence={"entered_on": t.entered_on, "least_age": age},
        people=ibis.literal(1),
        since=t.entered_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Entered the site on {entered}; by the identity number not yet {age} years old that day.",
        entered=row["entered_on"],
        age=row["least_age"],
    )
