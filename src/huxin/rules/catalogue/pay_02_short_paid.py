"""Paid less than the wage sheet says.

Some money arrived for the month, the pay day has passed, and the sum is below what the wage sheet
promises. The difference is money the worker is still owed. A sheet that was corrected after
payment shows up here too: then the corrected sheet belongs into the file. What failed or came
back is left to PAY-13, what the bank has not answered to PAY-14.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, money, parameter
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

TOLERANCE = "warning_pay.tolerance"

SPEC = Spec(
    id="PAY-02",
    title=N_("Paid less than the wage sheet"),
    summary=N_("After the pay day, what arrived is less than the net wage on the sheet."),
    remedy=N_(
        "Pay the difference from the special account, or file the corrected wage sheet signed by the worker."
    ),
    severity=Severity.ORANGE,
    scope=Scope.WORKER_MONTH,
    family="pay",
    clauses=("CN-724-12", "CN-724-31"),
    published=("VC-09", "ST-10"),
    parameters=(TOLERANCE,),
    columns=("wage_line.net_fen", "payment.amount_fen", "project.pay_day"),
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month with a wage line."""
    t = facts.worker_month
    tolerance = parameter(t, TOLERANCE)
    bounced = money(t.failed_fen) + money(t.returned_fen)
    short = t.net_fen - money(t.paid_fen) - money(t.unknown_fen)
    return Judged(
        over=t,
        applies=(t.lines > 0) & (t.paid_fen > 0) & (bounced == 0) & (t.is_due | t.due_on.isnull()),
        lacking={
            TOLERANCE: tolerance.isnull(),
            "wage_line.net_fen": t.net_fen.isnull(),
            "project.pay_day": t.due_on.isnull(),
        },
        hit=short > tolerance,
        evidence={"net_fen": t.net_fen, "paid_fen": t.paid_fen, "due_on": t.due_on},
        amount_fen=short,
        people=ibis.literal(1),
        since=t.due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: the sheet says {net}, {paid} arrived, {short} is missing since {due}.",
        month=month_value(row["month"]),
        net=fen_value(row["net_fen"]),
        paid=fen_value(row["paid_fen"]),
        short=fen_value(row["amount_fen"]),
        due=row["due_on"],
    )
