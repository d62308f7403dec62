"""Balance below the wages on the sheets.

Wages stand on sheets and are not paid yet; the balance of the special account does not cover them.
While this month's agreed labour cost is still to come, nothing is said here: the forecast looks at
that. The contractor asks the developer for more, and the developer checks and adds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._account import forecast

SPEC = Spec(
    id="ACC-07",
    title=N_("Balance of the special account below the wages on the sheets"),
    summary=N_(
        "The account holds less than the wages on sheets that are not paid yet, and no labour cost is to come this month."
    ),
    remedy=N_(
        "Ask the developer today for the missing labour cost, and pay no later than the agreed day."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT,
    family="acc",
    clauses=("CN-A53-13", "NX-06-7", "YZ-3-10"),
    published=("ST-09",),
    columns=(
        "account_entry.balance_fen",
        "wage_line.net_fen",
        "payment.amount_fen",
        "project.labour_cost_day",
    ),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with wages on sheets that are not paid."""
    t = facts.project
    ahead = forecast(t)
    return Judged(
        over=t,
        applies=ahead.runs & (t.listed_unpaid_fen > 0) & ~ahead.is_pending,
        lacking={"account_entry.balance_fen": t.balance_fen.isnull()},
        hit=t.balance_fen < t.listed_unpaid_fen,
        evidence={
            "balance_fen": t.balance_fen,
            "balance_on": t.balance_on,
            "listed_fen": t.listed_unpaid_fen,
            "last_unpaid_due_on": t.last_unpaid_due_on,
        },
        amount_fen=t.listed_unpaid_fen - t.balance_fen,
        people=t.unpaid_workers,
        since=t.balance_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Balance {balance} on {on}; wages of {listed} stand on sheets unpaid: {missing} is missing.",
        balance=fen_value(row["balance_fen"]),
        on=row["balance_on"],
        listed=fen_value(row["listed_fen"]),
        missing=fen_value(row["amount_fen"]),
    )
