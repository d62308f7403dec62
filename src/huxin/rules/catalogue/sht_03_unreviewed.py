"""Wage sheet not reviewed by the general contractor.

The general contractor pays on behalf of the subcontractor and has to check the sheet before it
instructs the bank. Until the pay day the review may still be under way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="SHT-03",
    title=N_("Wage sheet not reviewed"),
    summary=N_("The general contractor has not reviewed the wage sheet."),
    remedy=N_(
        "Check workload and attendance of the sheet, sign the review, then instruct the bank."
    ),
    severity=Severity.YELLOW,
    scope=Scope.SHEET,
    family="sht",
    clauses=("CN-724-28", "NX-03-2"),
    published=("ST-11",),
    columns=("wage_line.reviewed", "project.pay_day"),
    liable="general_contractor",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per wage sheet after its pay day."""
    t = facts.sheet
    return Judged(
        over=t,
        applies=(t.due_on < t.as_of) | t.due_on.isnull(),
        lacking={
            "project.pay_day": t.due_on.isnull(),
            "wage_line.reviewed": (t.unreviewed == 0) & (t.review_known < t.lines),
        },
        hit=t.unreviewed > 0,
        evidence={"month": t.month, "lines": t.lines, "unreviewed": t.unreviewed},
        people=t.unreviewed,
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {unreviewed} of {lines} lines are not reviewed by the general contractor.",
        month=month_value(row["month"]),
        unreviewed=row["unreviewed"],
        lines=row["lines"],
    )
