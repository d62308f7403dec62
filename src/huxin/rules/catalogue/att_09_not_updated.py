"""Attendance no longer updated.

The site builds and kept attendance before, but the last whole month has none. The practice measures
the share of a place's projects with fresh attendance; this rule names the projects that lower it.
A stop of works belongs on the project's state.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, months_between
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="ATT-09",
    title=N_("Attendance no longer updated"),
    summary=N_("A site that builds has no attendance for the last whole month."),
    remedy=N_("Hand in the missing attendance, or report the stop of works."),
    severity=Severity.BLUE,
    scope=Scope.PROJECT,
    family="att",
    clauses=("CN-724-28", "CN-A53-24", "YZ-3-11"),
    published=("AT-03",),
    columns=("attendance_month.days", "project.state"),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project that builds and kept attendance before."""
    t = facts.project
    last = t.last_present_month
    months = months_between(t.as_of, last)
    return Judged(
        over=t,
        applies=last.notnull() & ((t.state == "building") | t.state.isnull()),
        lacking={"project.state": t.state.isnull()},
        hit=months > 1,
        evidence={"last_month": last, "as_of": t.as_of},
        since=last,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    last, as_of = row["last_month"], row["as_of"]
    return message(
        "The last attendance on file is of {last}; {months} whole months since then have none.",
        last=month_value(last),
        months=(as_of.year - last.year) * 12 + as_of.month - last.month - 1,
    )
