"""Signboard not checked in its cycle.

One of the documents has the authorities check the boards every month. Elsewhere no cycle is set, and
the rule does not apply. This rule watches the authority's own duty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, months_between, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import is_running

CYCLE = "signboard.check_cycle_months"

SPEC = Spec(
    id="SGN-03",
    title=N_("Signboard not checked in its cycle"),
    summary=N_("The last check of the signboard is further back than the place's cycle."),
    remedy=N_("Check the board on the next visit and enter the day."),
    own_remedy=N_(
        "The department checks the board; keep it whole, readable and up to date until then."
    ),
    severity=Severity.BLUE,
    scope=Scope.PROJECT,
    family="sgn",
    clauses=("NX-T25-R1",),
    parameters=(CYCLE,),
    columns=("signboard.checked_on",),
    liable="authority",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with a signboard, where the place has a cycle."""
    t = facts.project
    cycle = parameter(t, CYCLE)
    gone = months_between(t.as_of, t.checked_on)
    return Judged(
        over=t,
        applies=cycle.notnull() & t.put_up_on.notnull() & is_running(t),
        lacking={"signboard.checked_on": t.checked_on.isnull()},
        hit=gone > cycle,
        evidence={"checked_on": t.checked_on, "gone_months": gone, "limit_months": cycle},
        since=t.checked_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Last checked on {checked}, {gone} calendar months ago; the cycle is {limit}.",
        checked=row["checked_on"],
        gone=row["gone_months"],
        limit=row["limit_months"],
    )
