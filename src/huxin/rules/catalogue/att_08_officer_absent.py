"""The labour-wage officer never came.

The site worked in the month, the roster names a labour-wage officer, and there is no day on which he
attended. The officer keeps roster and attendance and checks the wage sheet: without him on site
these are signed unseen. Months of entering and leaving are not judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, month_of
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="ATT-08",
    title=N_("Labour-wage officer never on site"),
    summary=N_("The labour-wage officer has no attendance in a month in which the site worked."),
    remedy=N_(
        "Post the labour-wage officer on site, or name another one and put the name on the signboard."
    ),
    severity=Severity.YELLOW,
    scope=Scope.WORKER_MONTH,
    family="att",
    clauses=("CN-724-28", "CN-A53-17", "NX-02-9"),
    columns=(
        "attendance_month.days_bits",
        "enrolment.post",
        "enrolment.entered_on",
        "enrolment.left_on",
    ),
    liable="general_contractor",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per labour-wage officer and whole month in which the site worked."""
    t = facts.key_post
    left_month = month_of(t.left_on)
    whole = (t.entered_on.isnull() | (t.entered_on <= t.month)) & (left_month > t.month).fill_null(
        True
    )
    return Judged(
        over=t,
        applies=(t.post == "labour_wage_officer") & whole & (t.age > 0) & (t.site_days > 0),
        lacking={"enrolment.entered_on": t.entered_on.isnull()},
        hit=t.days == 0,
        evidence={"site_days": t.site_days},
        people=ibis.literal(1),
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: the site worked on {site_days} days, the labour-wage officer has no attendance.",
        month=month_value(row["month"]),
        site_days=row["site_days"],
    )
