"""Arrears growing from month to month.

What is owed for a month exceeds what is owed for the month before by a published share or more.
A site whose arrears grow is running out of money.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

GROWTH = "warning_arr.growth"

SPEC = Spec(
    id="ARR-08",
    title=N_("Arrears growing"),
    summary=N_(
        "What is owed for the month has grown by the published share or more over the month before."
    ),
    remedy=N_(
        "Ask developer and contractor for the payment plan of the coming months and check the special account."
    ),
    own_remedy=N_(
        "File the payment plan of the coming months, and have the money in the special account"
        " before the next pay day."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT_MONTH,
    family="arr",
    clauses=("CN-724-38",),
    published=("VC-13",),
    parameters=(GROWTH,),
    columns=("wage_line.net_fen", "payment.amount_fen", "project.pay_day"),
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project and month after a month with arrears."""
    t = facts.project_month
    growth = parameter(t, GROWTH)
    more = t.owed_fen - t.previous_owed_fen
    return Judged(
        over=t,
        applies=(t.previous_owed_fen > 0) & ((t.due_on < t.as_of) | t.due_on.isnull()),
        lacking={GROWTH: growth.isnull(), "project.pay_day": t.due_on.isnull()},
        hit=more * 1_000_000 >= growth * t.previous_owed_fen,
        evidence={
            "owed_fen": t.owed_fen,
            "previous_fen": t.previous_owed_fen,
            "growth_ppm": more * 1_000_000 // t.previous_owed_fen.nullif(0),
            "limit_ppm": growth,
        },
        amount_fen=t.owed_fen,
        people=t.owed_workers,
        since=t.due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {owed} owed after {previous} the month before, {growth} more; the limit is {limit}.",
        month=month_value(row["month"]),
        owed=fen_value(row["owed_fen"]),
        previous=fen_value(row["previous_fen"]),
        growth=Ppm(row["growth_ppm"]),
        limit=Ppm(row["limit_ppm"]),
    )
