"""Wages paid outside the special account.

The project has a wage special account, yet part of the month's wages went in cash or from another
account, where nobody can see whether the right person received it. A month of work without any
pay from the special account is told by PAY-20, pay in goods by PAY-16.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="PAY-15",
    title=N_("Wages paid outside the special account"),
    summary=N_(
        "The project has a wage special account, but wages of the month were paid in cash or from another account."
    ),
    remedy=N_(
        "Pay wages from the special account only; file the reason and the receipts for what was paid otherwise."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT_MONTH,
    family="pay",
    clauses=("CN-724-31", "CN-A53-18", "NX-03-1"),
    published=("YN-01",),
    columns=("payment.channel", "payment.amount_fen", "project.account_opened_on"),
    liable="general_contractor",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project and month with wages paid, once the account was open."""
    t = facts.project_month
    outside = t.cash_fen + t.other_fen
    opened_later = (t.account_opened_on > ibis.coalesce(t.due_on, t.month)).fill_null(False)
    return Judged(
        over=t,
        applies=(t.paid_fen > 0) & ((t.special_fen > 0) | (t.present_waged == 0)) & ~opened_later,
        lacking={
            "project.account_opened_on": t.account_opened_on.isnull(),
            "payment.channel": (outside == 0) & (t.unrouted_fen > 0),
        },
        hit=outside > 0,
        evidence={"paid_fen": t.paid_fen, "outside_fen": outside, "cash_fen": t.cash_fen},
        amount_fen=outside,
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {outside} of {paid} did not come from the special account, {cash} of it in cash.",
        month=month_value(row["month"]),
        outside=fen_value(row["outside_fen"]),
        paid=fen_value(row["paid_fen"]),
        cash=fen_value(row["cash_fen"]),
    )
