"""Wage sheet not posted long enough.

After signature and before the transfer the sheet hangs on site so that workers can compare. The
documents require posting and leave the number of days to the place. Until the pay day the sheet
may still be hanging.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

DAYS = "wage.posting_days"

SPEC = Spec(
    id="SHT-04",
    title=N_("Wage sheet not posted long enough"),
    summary=N_("The wage sheet hung on site for fewer days than the place requires."),
    remedy=N_(
        "Post the sheet on the site's board for the required days before the money is transferred."
    ),
    severity=Severity.YELLOW,
    scope=Scope.SHEET,
    family="sht",
    clauses=("NX-03-8", "DX-2-04-3"),
    parameters=(DAYS,),
    columns=("wage_line.posted_days", "project.pay_day"),
    liable="general_contractor",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per wage sheet after its pay day."""
    t = facts.sheet
    days = parameter(t, DAYS)
    return Judged(
        over=t,
        applies=(t.due_on < t.as_of) | t.due_on.isnull(),
        lacking={
            "project.pay_day": t.due_on.isnull(),
            DAYS: days.isnull(),
            "wage_line.posted_days": t.posted_days.isnull(),
        },
        hit=t.posted_days < days,
        evidence={"month": t.month, "posted_days": t.posted_days, "limit_days": days},
        people=t.lines,
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: posted for {posted} days, {limit} are required.",
        month=month_value(row["month"]),
        posted=row["posted_days"],
        limit=row["limit_days"],
    )
