"""A payment failed or came back and was not paid again.

The bank answered that a wage payment failed, or returned it to the special account. Until it is
paid again the worker has nothing, while the account shows the run as done. A second instruction
whose outcome is not known yet is left to PAY-14.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, money
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="PAY-13",
    title=N_("Returned pay not paid again"),
    summary=N_(
        "A wage payment failed or was returned, and what arrived is still less than the wages."
    ),
    remedy=N_(
        "Correct card number and name with the worker and pay the returned sum again from the special account."
    ),
    severity=Severity.ORANGE,
    scope=Scope.WORKER_MONTH,
    family="pay",
    clauses=("CN-724-31", "CN-A53-18"),
    published=("GZ-09", "VC-09"),
    columns=("payment.state", "payment.amount_fen", "wage_line.net_fen"),
    liable="general_contractor",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month with a failed or returned payment."""
    t = facts.worker_month
    bounced = money(t.failed_fen) + money(t.returned_fen)
    wanted = (t.lines > 0).ifelse(t.net_fen, bounced)
    return Judged(
        over=t,
        applies=bounced > 0,
        lacking={"wage_line.net_fen": wanted.isnull()},
        hit=money(t.paid_fen) + money(t.unknown_fen) < wanted,
        evidence={"bounced_fen": bounced, "paid_fen": money(t.paid_fen), "wanted_fen": wanted},
        amount_fen=wanted - money(t.paid_fen) - money(t.unknown_fen),
        people=ibis.literal(1),
        since=t.due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {bounced} failed or came back, {paid} of {wanted} has arrived.",
        month=month_value(row["month"]),
        bounced=fen_value(row["bounced_fen"]),
        paid=fen_value(row["paid_fen"]),
        wanted=fen_value(row["wanted_fen"]),
    )
