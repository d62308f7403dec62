"""Too few of the roster attend.

Counts, for one month of one site, who of the people on the roster attended at all. A low share means
that the clock is bypassed or that the roster is padded; either way the attendance record cannot
carry the wages. The month under way is not judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SHARE = "warning_att.roster_attendance_share"

SPEC = Spec(
    id="ATT-01",
    title=N_("Too few of the roster attend"),
    summary=N_(
        "The share of people on the roster with attendance in the month is below the published share."
    ),
    remedy=N_(
        "Let everybody on site use the attendance device, and take those who have left off the roster."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT_MONTH,
    family="att",
    clauses=("CN-724-28", "CN-RN18-3", "NX-02-9", "DX-2-03-1", "YZ-3-11"),
    published=("AT-02", "HN-01"),
    parameters=(SHARE,),
    columns=("attendance_month.days", "enrolment.entered_on", "enrolment.left_on"),
    liable="general_contractor",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project and past month with attendance and a roster."""
    t = facts.project_month
    share = parameter(t, SHARE)
    return Judged(
        over=t,
        applies=t.keeps_attendance & (t.enrolled > 0) & (t.age > 0),
        lacking={SHARE: share.isnull()},
        hit=t.present_enrolled * 1_000_000 < share * t.enrolled,
        evidence={
            "enrolled": t.enrolled,
            "present": t.present_enrolled,
            "share_ppm": t.present_enrolled * 1_000_000 // t.enrolled.nullif(0),
            "limit_ppm": share,
        },
        people=t.enrolled - t.present_enrolled,
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {present} of {enrolled} people on the roster attended, {share}; the least share is {limit}.",
        month=month_value(row["month"]),
        present=row["present"],
        enrolled=row["enrolled"],
        share=Ppm(row["share_ppm"]),
        limit=Ppm(row["limit_ppm"]),
    )
