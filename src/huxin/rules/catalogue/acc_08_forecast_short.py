"""Forecast: the next pay day is not covered.

Adds to the balance the labour cost that is agreed to come before the last pay day ahead, and takes
off all wages not yet paid: those on sheets, and those that attendance so far implies at the agreed
rates. What is missing then is missing in weeks, while there is still time to ask for it. Days not
worked yet are not counted, so the true gap can only be larger. Where the contract agrees on a share
instead of a sum, or a rate is not known, the rule says so unless the answer is certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, money
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._account import forecast

SPEC = Spec(
    id="ACC-08",
    title=N_("Special account will not cover the next pay day"),
    summary=N_(
        "Balance and agreed labour cost to come are less than the wages on sheets and those that attendance implies."
    ),
    remedy=N_(
        "Ask the developer for additional labour cost before the pay day, and agree on a higher monthly sum."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT,
    family="acc",
    clauses=("CN-A53-13", "CN-724-29", "NX-06-7", "YZ-3-10"),
    published=("ST-09",),
    columns=(
        "account_entry.balance_fen",
        "project.labour_cost_fen",
        "project.labour_cost_day",
        "attendance_month.days_centi",
        "enrolment.day_rate_fen",
        "wage_line.net_fen",
        "payment.amount_fen",
        "project.pay_day",
    ),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with wages that are not paid."""
    t = facts.project
    ahead = forecast(t)
    wages = t.listed_unpaid_fen + t.implied_unpaid_fen
    to_come = ahead.transfers * money(t.labour_cost_fen)
    is_short = t.balance_fen < wages
    told_already = (
        ~ahead.is_pending & (t.listed_unpaid_fen > 0) & (t.balance_fen < t.listed_unpaid_fen)
    )
    return Judged(
        over=t,
        applies=ahead.runs
        & ((wages > 0) | (t.unpriced_months > 0))
        & ~told_already.fill_null(False),
        lacking={
            "account_entry.balance_fen": t.balance_fen.isnull(),
            "project.labour_cost_day": is_short & t.labour_cost_day.isnull(),
            "project.pay_day": is_short & ahead.transfers.isnull(),
            "project.labour_cost_fen": is_short
            & (ahead.transfers > 0)
            & t.labour_cost_fen.isnull(),
            "enrolment.day_rate_fen": (t.balance_fen + to_come >= wages) & (t.unpriced_months > 0),
        },
        hit=t.balance_fen + to_come < wages,
        evidence={
            "balance_fen": t.balance_fen,
            "balance_on": t.balance_on,
            "transfers": ahead.transfers,
            "to_come_fen": to_come,
            "listed_fen": t.listed_unpaid_fen,
            "implied_fen": t.implied_unpaid_fen,
            "last_unpaid_due_on": t.last_unpaid_due_on,
        },
        amount_fen=wages - t.balance_fen - to_come,
        people=t.unpaid_workers,
        since=t.balance_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Balance {balance} on {on} and {to_come} agreed to come by {due}; wages of {listed} on sheets and {implied} by attendance: {missing} will be missing.",
        balance=fen_value(row["balance_fen"]),
        on=row["balance_on"],
        to_come=fen_value(row["to_come_fen"]),
        due=row["last_unpaid_due_on"],
        listed=fen_value(row["listed_fen"]),
        implied=fen_value(row["implied_fen"]),
        missing=fen_value(row["amount_fen"]),
    )
