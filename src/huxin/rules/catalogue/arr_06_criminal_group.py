"""Arrears of a group reach the criminal amount.

Heads and total owed on one site reach what the place's high court fixed for a group in the crime
of refusing to pay. As with one worker, it is a reason to look, not a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

WORKERS = "crime.group_workers"
AMOUNT = "crime.group_amount"

SPEC = Spec(
    id="ARR-06",
    title=N_("Criminal amount reached for a group"),
    summary=N_(
        "Heads and sum owed on one site reach the amount fixed for the crime of refusing to pay wages."
    ),
    remedy=N_(
        "Check the other conditions, issue the order to pay, and hand the case to the police if it is not met."
    ),
    own_remedy=N_(
        "Pay all that is owed to these workers now and file the bank's receipts; if an order to"
        " pay is not met, the case goes to the police."
    ),
    severity=Severity.RED,
    scope=Scope.PROJECT,
    family="arr",
    clauses=("CN-FS3-3", "CN-CRIM-276"),
    published=("ST-35",),
    parameters=(WORKERS, AMOUNT),
    columns=("wage_line.net_fen", "payment.amount_fen", "project.pay_day"),
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with arrears."""
    t = facts.project
    workers, amount = parameter(t, WORKERS), parameter(t, AMOUNT)
    return Judged(
        over=t,
        applies=t.owed_fen > 0,
        lacking={WORKERS: workers.isnull(), AMOUNT: amount.isnull()},
        hit=(t.workers_owed >= workers) & (t.owed_fen >= amount),
        evidence={"workers_owed": t.workers_owed, "owed_fen": t.owed_fen, "limit_fen": amount},
        amount_fen=t.owed_fen,
        people=t.workers_owed,
        since=t.first_due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{workers} workers with {owed} in all; the amount fixed for a group is {limit}.",
        workers=row["workers_owed"],
        owed=fen_value(row["owed_fen"]),
        limit=fen_value(row["limit_fen"]),
    )
