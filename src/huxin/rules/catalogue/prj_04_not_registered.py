"""Project not on the real-name platform.

Within days of the permit the project is entered on the real-name platform; until then no worker of it
can be registered. The published terms differ by place, so two of them give two colours. Where no
permit is needed, the rule does not apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import is_running

DAYS = "warning_prj.registration_days"
DAYS_ORANGE = "warning_prj.registration_days_orange"

SPEC = Spec(
    id="PRJ-04",
    title=N_("Project not entered on the real-name platform in time"),
    summary=N_(
        "The project was entered on the real-name platform later than the published term after the permit, or not at all."
    ),
    remedy=N_("Enter the project today, then its workers."),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT,
    family="prj",
    clauses=("YZ-3-4", "YZ-2-5", "NX-02-5", "CN-A53-24"),
    published=("HH-01", "JL-03"),
    parameters=(DAYS, DAYS_ORANGE),
    columns=("project.registered_on", "project.permit_on", "project.permit_waived"),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project that is being built and needs a permit."""
    t = facts.project
    days, grave = parameter(t, DAYS), parameter(t, DAYS_ORANGE)
    until = ibis.coalesce(t.registered_on, t.as_of)
    gone = until.delta(t.permit_on, unit="day")
    return Judged(
        over=t,
        applies=is_running(t) & ~t.permit_waived.fill_null(False),
        lacking={
            DAYS: days.isnull(),
            DAYS_ORANGE: grave.isnull(),
            "project.permit_on": t.permit_on.isnull(),
        },
        hit=gone > days,
        evidence={
            "permit_on": t.permit_on,
            "registered_on": t.registered_on,
            "gone_days": gone,
            "limit_days": days,
        },
        people=t.workers,
        since=t.permit_on,
        severity=(t.registered_on.isnull() & (gone > grave)).ifelse("orange", "yellow"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Permit of {permit}; entered on the platform: {entered}; {days} days, {limit} are allowed.",
        permit=row["permit_on"],
        entered=row["registered_on"],
        days=row["gone_days"],
        limit=row["limit_days"],
    )
