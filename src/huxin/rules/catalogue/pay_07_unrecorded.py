"""Attending workers without a wage record.

A site drew up wage sheets for a month, but a part of those who attended stand on none of them.
The share is a parameter. A site without any sheet is told by SHT-01; management that the firm
pays elsewhere is not counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SHARE = "warning_pay.unrecorded_share"

SPEC = Spec(
    id="PAY-07",
    title=N_("Attending workers without a wage record"),
    summary=N_(
        "More of the attending workers than allowed have no line on any wage sheet of the month."
    ),
    remedy=N_(
        "Draw up wage lines for these workers, let them sign, and hand the sheet to the general contractor."
    ),
    severity=Severity.RED,
    scope=Scope.PROJECT_MONTH,
    family="pay",
    clauses=("CN-724-15", "CN-724-31"),
    published=("GZ-04",),
    parameters=(SHARE,),
    columns=("attendance_month.days", "wage_line.net_fen", "project.pay_day"),
    liable="general_contractor",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project and month with a wage sheet, after the pay day."""
    t = facts.project_month
    share = parameter(t, SHARE)
    return Judged(
        over=t,
        applies=(t.present_waged > 0) & (t.listed > 0) & ((t.due_on < t.as_of) | t.due_on.isnull()),
        lacking={"project.pay_day": t.due_on.isnull(), SHARE: share.isnull()},
        hit=t.present_unlisted * 1_000_000 > share * t.present_waged,
        evidence={
            "present": t.present_waged,
            "unlisted": t.present_unlisted,
            "share_ppm": t.present_unlisted * 1_000_000 // t.present_waged.nullif(0),
            "limit_ppm": share,
        },
        people=t.present_unlisted,
        since=t.due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {unlisted} of {present} attending workers ({share}) have no wage line; the limit is {limit}.",
        month=month_value(row["month"]),
        unlisted=row["unlisted"],
        present=row["present"],
        share=Ppm(row["share_ppm"]),
        limit=Ppm(row["limit_ppm"]),
    )
