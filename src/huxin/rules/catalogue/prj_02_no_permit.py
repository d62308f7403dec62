"""Works without a permit.

Works began without a construction permit, or before it was issued. Such projects slip past every later
check, and when they fail nobody has funds. A permit that came later is shown in a milder colour. Where
the papers do not say whether a permit is needed at all, the rule cannot tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import is_running

SPEC = Spec(
    id="PRJ-02",
    title=N_("Works without a construction permit"),
    summary=N_("The works began, and there is no construction permit, or it came later."),
    remedy=N_("Stop the works until the permit is there, and check funds and deposit with it."),
    own_remedy=N_(
        "Stop the works; the developer gets the permit, with proof of funds and deposit, before"
        " they go on."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT,
    family="prj",
    clauses=("DX-1-00-9", "CN-724-37", "CN-724-61"),
    published=("HH-03",),
    columns=(
        "project.permit_on",
        "project.permit_waived",
        "project.started_on",
        "attendance_month.month",
    ),
    liable="developer",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project whose works have begun and that is not waived."""
    t = facts.project
    begun = ibis.coalesce(t.started_on, t.first_present_month)
    return Judged(
        over=t,
        applies=is_running(t) & (begun <= t.as_of) & ~t.permit_waived.fill_null(False),
        lacking={"project.permit_on": t.permit_on.isnull() & t.permit_waived.isnull()},
        hit=t.permit_on.isnull() | (begun < t.permit_on),
        evidence={"begun_on": begun, "permit_on": t.permit_on},
        people=t.workers,
        since=begun,
        severity=t.permit_on.isnull().ifelse("orange", "yellow"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    if row["permit_on"] is None:
        return message("Works since {begun}; no permit is on record.", begun=row["begun_on"])
    return message(
        "Works since {begun}; the permit was issued on {permit}.",
        begun=row["begun_on"],
        permit=row["permit_on"],
    )
