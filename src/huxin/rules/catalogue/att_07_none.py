"""No attendance at all on a site that builds.

The site has its permit, people are known on it, and not one day of attendance is on file. The practice
counts from the permit and grows stricter with time. A site on which nobody is known cannot be
judged: its lists may only be missing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, months_between, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

DAYS = "warning_att.no_attendance_days"
DAYS_LONG = "warning_att.no_attendance_days_long"
MONTHS = "warning_att.no_attendance_months"

SPEC = Spec(
    id="ATT-07",
    title=N_("No attendance on a site that builds"),
    summary=N_("Days after the construction permit the site has no attendance record at all."),
    remedy=N_(
        "Install the gate and the attendance device, and hand in the attendance since the works began."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT,
    family="att",
    clauses=("CN-724-28", "CN-RN18-3", "NX-02-5", "DX-2-03-2", "YZ-3-11"),
    published=("HH-02", "AT-01"),
    parameters=(DAYS, DAYS_LONG, MONTHS),
    columns=("attendance_month.days", "project.permit_on", "project.started_on", "project.state"),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project that builds."""
    t = facts.project
    days, long, months = (parameter(t, name) for name in (DAYS, DAYS_LONG, MONTHS))
    begun = ibis.coalesce(t.permit_on, t.started_on)
    gone = t.as_of.delta(begun, unit="day")
    gone_months = months_between(t.as_of, begun)
    by_months = (gone_months > months) | ((gone_months == months) & (t.as_of.day() > begun.day()))
    return Judged(
        over=t,
        applies=(t.state == "building") | t.state.isnull(),
        lacking={
            DAYS: days.isnull(),
            DAYS_LONG: long.isnull(),
            MONTHS: months.isnull(),
            "project.state": t.state.isnull(),
            "project.permit_on": begun.isnull(),
            "enrolment.worker_key": t.workers.fill_null(0) == 0,
        },
        hit=t.first_present_month.isnull() & (gone > days),
        evidence={"begun_on": begun, "gone_days": gone, "workers": t.workers, "limit_days": days},
        people=t.workers,
        since=begun,
        severity=ibis.cases((by_months, "red"), (gone > long, "orange"), else_="yellow"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Permit or start of works on {begun}, {days} days ago; {workers} people are known on the site and no attendance is on file ({limit} days are allowed).",
        begun=row["begun_on"],
        days=row["gone_days"],
        workers=row["workers"],
        limit=row["limit_days"],
    )
