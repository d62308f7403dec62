"""Paid in goods or securities.

Wages are paid in money. A sheet or a receipt that says otherwise leaves these wages unpaid in law.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, money
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="PAY-16",
    title=N_("Paid in kind"),
    summary=N_("A wage line or a receipt says that wages were paid in goods or securities."),
    remedy=N_("Pay the wages in money, to the worker's own account or in cash to himself."),
    severity=Severity.RED,
    scope=Scope.WORKER_MONTH,
    family="pay",
    clauses=("CN-724-11", "CN-724-54"),
    published=("ST-19",),
    columns=("wage_line.in_kind", "payment.channel"),
    window_months=0,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month with a wage line or a payment in kind."""
    t = facts.worker_month
    goods = money(t.in_kind_fen)
    whole = ibis.coalesce(goods.nullif(0), t.net_fen)
    return Judged(
        over=t,
        applies=(t.lines > 0) | (goods > 0),
        lacking={"wage_line.in_kind": t.in_kind.isnull() & (goods == 0)},
        hit=t.in_kind.fill_null(False) | (goods > 0),
        evidence={"in_kind_fen": whole},
        amount_fen=money(whole),
        people=ibis.literal(1),
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {sum} of wages was paid in goods or securities.",
        month=month_value(row["month"]),
        sum=fen_value(row["in_kind_fen"]),
    )
