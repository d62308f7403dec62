"""Special account not filed in time.

The account is filed with the authority within a term after it was opened, so that it can be watched.
Where the monitoring platform receives the account's data, a paper filing is no longer asked for: then
enter the day of the platform's receipt.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

DAYS = "account.filing_days"

SPEC = Spec(
    id="ACC-02",
    title=N_("Special account not filed in time"),
    summary=N_(
        "The special account was not filed with the authority within the term after it was opened."
    ),
    remedy=N_(
        "File the account and the tri-party agreement with the authority, or enter the platform's receipt."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT,
    family="acc",
    clauses=("CN-A53-6", "NX-06-4"),
    published=("ST-02",),
    parameters=(DAYS,),
    columns=("project.account_opened_on", "project.account_filed_on"),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with an account."""
    t = facts.project
    days = parameter(t, DAYS)
    until = ibis.coalesce(t.account_filed_on, t.as_of)
    gone = until.delta(t.account_opened_on, unit="day")
    return Judged(
        over=t,
        applies=t.account_opened_on.notnull() & t.account_closed_on.isnull(),
        lacking={DAYS: days.isnull()},
        hit=gone > days,
        evidence={
            "account_opened_on": t.account_opened_on,
            "account_filed_on": t.account_filed_on,
            "gone_days": gone,
            "limit_days": days,
        },
        people=t.workers,
        since=t.account_opened_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    if row["account_filed_on"] is None:
        return message(
            "Account opened on {opened}, not filed after {days} days; {limit} are allowed.",
            opened=row["account_opened_on"],
            days=row["gone_days"],
            limit=row["limit_days"],
        )
    return message(
        "Account opened on {opened}, filed on {filed}: {days} days, {limit} are allowed.",
        opened=row["account_opened_on"],
        filed=row["account_filed_on"],
        days=row["gone_days"],
        limit=row["limit_days"],
    )
