"""Large arrears on one site.

The sum owed on one site reaches the amount that the practice calls large.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

AMOUNT = "warning_arr.large_amount"

SPEC = Spec(
    id="ARR-09",
    title=N_("Large arrears"),
    summary=N_("What is owed on one site reaches the published amount."),
    remedy=N_("Put the site on the list of key cases and name the leader in charge."),
    own_remedy=N_(
        "Draw up a repayment plan and begin with the oldest month; name who is in charge of it,"
        " and report each payment."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT,
    family="arr",
    clauses=("NX-11-6",),
    published=("VC-14",),
    parameters=(AMOUNT,),
    columns=("wage_line.net_fen", "payment.amount_fen", "project.pay_day"),
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with workers."""
    t = facts.project
    amount = parameter(t, AMOUNT)
    return Judged(
        over=t,
        applies=t.workers > 0,
        lacking={
            AMOUNT: amount.isnull(),
            "wage_line.net_fen": (t.owed_fen < amount) & (t.workers_unknown > 0),
        },
        hit=t.owed_fen >= amount,
        evidence={"owed_fen": t.owed_fen, "limit_fen": amount, "workers_owed": t.workers_owed},
        amount_fen=t.owed_fen,
        people=t.workers_owed,
        since=t.first_due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{owed} owed to {workers} workers; {limit} counts as large.",
        owed=fen_value(row["owed_fen"]),
        workers=row["workers_owed"],
        limit=fen_value(row["limit_fen"]),
    )
