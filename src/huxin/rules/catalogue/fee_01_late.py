"""A feed or report came late.

A feed or report that a document requires was delivered after its day: the one noted with it, or else the
day of the month that the place sets for the month before. Reports of an employer's own arrears have
a term of their own and are left to ARR-11.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

DAY = "feed.due_before_day"
OWN_TERM = "employer_arrears_report"

SPEC = Spec(
    id="FEE-01",
    title=N_("Feed or report late"),
    summary=N_("A required feed or report was delivered after its day."),
    remedy=N_("Remind the sender of the day, and note the delay for the assessment."),
    severity=Severity.BLUE,
    scope=Scope.FEED,
    family="fee",
    clauses=(
        "LD-2-3-5-3",
        "LD-2-3-5-5",
        "LD-2-3-5-6",
        "LD-2-3-5-7",
        "LD-2-3-5-8",
        "LD-2-3-5-10",
        "LD-2-3-5-11",
        "LD-2-3-5-12",
        "NX-T01-R",
        "NX-T23-R",
    ),
    published=("QH-01",),
    parameters=(DAY,),
    columns=("feed_delivery.due_on", "feed_delivery.delivered_on", "feed_delivery.month"),
    liable="authority",
)


def judge(facts: Facts) -> Judged:
    """One verdict per feed that was delivered."""
    t = facts.feed
    day = parameter(t, DAY)
    by_month = (t.months_after > 1) | ((t.months_after == 1) & (t.reckoned_on.day() >= day))
    return Judged(
        over=t,
        applies=t.delivered_on.notnull() & (t.feed != OWN_TERM),
        lacking={DAY: t.due_on.isnull() & day.isnull()},
        hit=t.due_on.notnull().ifelse(t.reckoned_on > t.due_on, by_month),
        evidence={"due_on": t.due_on, "delivered_on": t.delivered_on, "day": day},
        since=t.due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    if row["due_on"] is None:
        return message(
            "{feed} for {month} was due before day {day} of the next month and came on {delivered}.",
            feed=row["feed"],
            month=month_value(row["month"]),
            day=row["day"],
            delivered=row["delivered_on"],
        )
    return message(
        "{feed} for {month} was due by {due} and came on {delivered}.",
        feed=row["feed"],
        month=month_value(row["month"]),
        due=row["due_on"],
        delivered=row["delivered_on"],
    )
