"""A feed or report is missing.

A feed or report that a document requires has not been delivered although its day has passed: the one
noted with it, or else the day of the month that the place sets for the month before. Only deliveries
that the list names can be missed: a feed that is not on the list is not seen.
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
    id="FEE-02",
    title=N_("Feed or report missing"),
    summary=N_("A required feed or report has not been delivered and its day has passed."),
    remedy=N_("Ask the sender for it today; name units that keep missing it in the circular."),
    severity=Severity.YELLOW,
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
    """One verdict per feed that was not delivered."""
    t = facts.feed
    day = parameter(t, DAY)
    by_month = (t.months_after > 1) | ((t.months_after == 1) & (t.reckoned_on.day() >= day))
    return Judged(
        over=t,
        applies=t.delivered_on.isnull() & (t.feed != OWN_TERM),
        lacking={DAY: t.due_on.isnull() & day.isnull()},
        hit=t.due_on.notnull().ifelse(t.reckoned_on > t.due_on, by_month),
        evidence={"due_on": t.due_on, "day": day},
        since=t.due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    if row["due_on"] is None:
        return message(
            "{feed} for {month} was due before day {day} of the next month and has not come.",
            feed=row["feed"],
            month=month_value(row["month"]),
            day=row["day"],
        )
    return message(
        "{feed} for {month} was due by {due} and has not come.",
        feed=row["feed"],
        month=month_value(row["month"]),
        due=row["due_on"],
    )
