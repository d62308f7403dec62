"""Paid more than the wage sheet says.

More arrived than the sheet of the month promises. It may be back pay that belongs on a sheet of
its own month, or wages of somebody else on this card.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

TOLERANCE = "warning_pay.tolerance"

SPEC = Spec(
    id="PAY-17",
    title=N_("Paid more than the wage sheet"),
    summary=N_("What arrived for the month is more than the net wage on the sheet."),
    remedy=N_(
        "Put back pay on the sheet of the month it belongs to, or explain whose wages the surplus is."
    ),
    severity=Severity.BLUE,
    scope=Scope.WORKER_MONTH,
    family="pay",
    clauses=("CN-724-31", "CN-724-15"),
    published=("VC-09",),
    parameters=(TOLERANCE,),
    columns=("wage_line.net_fen", "payment.amount_fen"),
    liable="general_contractor",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month with a wage line and a payment."""
    t = facts.worker_month
    tolerance = parameter(t, TOLERANCE)
    surplus = t.paid_fen - t.net_fen
    return Judged(
        over=t,
        applies=(t.lines > 0) & (t.paid_fen > 0),
        lacking={TOLERANCE: tolerance.isnull(), "wage_line.net_fen": t.net_fen.isnull()},
        hit=surplus > tolerance,
        evidence={"net_fen": t.net_fen, "paid_fen": t.paid_fen},
        amount_fen=surplus,
        people=ibis.literal(1),
        since=t.last_paid_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: the sheet says {net}, {paid} arrived, {surplus} more.",
        month=month_value(row["month"]),
        net=fen_value(row["net_fen"]),
        paid=fen_value(row["paid_fen"]),
        surplus=fen_value(row["amount_fen"]),
    )
