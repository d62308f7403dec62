"""Fewer paid than the sheets report.

Of the workers whom the wage sheets of a month report, fewer than the published share were
paid. Differs from PAY-06 in its base: here the sheets, there the attendance. A month of work in
which nobody at all was paid is told by PAY-20.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SHARE = "warning_pay.paid_heads_share"

SPEC = Spec(
    id="PAY-18",
    title=N_("Fewer paid than the sheets report"),
    summary=N_(
        "After the pay day, fewer than the required share of the workers on the wage sheets were paid."
    ),
    remedy=N_(
        "Pay the workers on the sheets who are still missing, and tell the bank which lines failed."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT_MONTH,
    family="pay",
    clauses=("CN-724-12", "CN-724-31"),
    published=("NJ-01",),
    parameters=(SHARE,),
    columns=("wage_line.net_fen", "payment.amount_fen", "project.pay_day"),
    liable="general_contractor",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project and month with a wage sheet, after its pay day."""
    t = facts.project_month
    share = parameter(t, SHARE)
    return Judged(
        over=t,
        applies=(t.listed > 0)
        & ((t.paid_fen > 0) | (t.present_waged == 0))
        & ((t.due_on < t.as_of) | t.due_on.isnull()),
        lacking={"project.pay_day": t.due_on.isnull(), SHARE: share.isnull()},
        hit=t.listed_paid * 1_000_000 < share * t.listed,
        evidence={
            "paid": t.listed_paid,
            "listed": t.listed,
            "share_ppm": t.listed_paid * 1_000_000 // t.listed.nullif(0),
            "limit_ppm": share,
        },
        amount_fen=t.owed_fen,
        people=t.listed - t.listed_paid,
        since=t.due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {paid} of {listed} workers on the sheets were paid ({share}); at least {limit} is required.",
        month=month_value(row["month"]),
        paid=row["paid"],
        listed=row["listed"],
        share=Ppm(row["share_ppm"]),
        limit=Ppm(row["limit_ppm"]),
    )
