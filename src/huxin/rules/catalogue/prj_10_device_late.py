"""Attendance device late.

Without a device at the gate there is no attendance that anybody can trust. The published terms after
the permit differ by place; they give the colours: late, later, and months late. A device that came
late is shown in the mildest colour. Where no permit is needed, the rule does not apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, months_between, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import is_running

DAYS = "warning_prj.device_days"
DAYS_YELLOW = "warning_prj.device_days_yellow"
MONTHS_ORANGE = "warning_prj.device_months_orange"

SPEC = Spec(
    id="PRJ-10",
    title=N_("Attendance device late or missing"),
    summary=N_("No attendance device was in use within the published term after the permit."),
    remedy=N_("Install the device and enter the day from which it is in use."),
    severity=Severity.BLUE,
    scope=Scope.PROJECT,
    family="prj",
    clauses=("CN-RN18-3", "CN-724-28"),
    published=("HH-02", "AT-05"),
    parameters=(DAYS, DAYS_YELLOW, MONTHS_ORANGE),
    columns=("project.attendance_device_on", "project.permit_on", "project.permit_waived"),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project that is being built and needs a permit."""
    t = facts.project
    days, later, grave = (parameter(t, name) for name in (DAYS, DAYS_YELLOW, MONTHS_ORANGE))
    until = ibis.coalesce(t.attendance_device_on, t.as_of)
    gone = until.delta(t.permit_on, unit="day")
    months = months_between(t.as_of, t.permit_on)
    over = (months > grave) | ((months == grave) & (t.as_of.day() > t.permit_on.day()))
    missing = t.attendance_device_on.isnull()
    return Judged(
        over=t,
        applies=is_running(t) & ~t.permit_waived.fill_null(False),
        lacking={
            DAYS: days.isnull(),
            DAYS_YELLOW: later.isnull(),
            MONTHS_ORANGE: grave.isnull(),
            "project.permit_on": t.permit_on.isnull(),
        },
        hit=gone > days,
        evidence={
            "permit_on": t.permit_on,
            "device_on": t.attendance_device_on,
            "gone_days": gone,
            "limit_days": days,
        },
        people=t.workers,
        since=t.permit_on,
        severity=ibis.cases(
            (missing & over, "orange"), (missing & (gone > later), "yellow"), else_="blue"
        ),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Permit of {permit}; device in use since: {device}; {days} days, {limit} are allowed.",
        permit=row["permit_on"],
        device=row["device_on"],
        days=row["gone_days"],
        limit=row["limit_days"],
    )
