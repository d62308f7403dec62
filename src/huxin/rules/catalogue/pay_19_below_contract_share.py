"""Monthly pay far below what the contract would need.

Contract price over contract months gives the works of an average month. When less than a small share
of it goes out as wages in a month in which people work, wages are probably missing from the record.
A month in which nothing was paid is told by PAY-20.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, months_between, parameter
from huxin.kernel.texts import N_, Message, Ppm, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SHARE = "warning_pay.contract_share"

SPEC = Spec(
    id="PAY-19",
    title=N_("Monthly pay far below the contract"),
    summary=N_(
        "The wages paid in a month are below the published share of the contract's monthly average."
    ),
    remedy=N_(
        "Explain the low wages of the month, or enter the payments that are missing from the record."
    ),
    severity=Severity.BLUE,
    scope=Scope.PROJECT_MONTH,
    family="pay",
    clauses=("CN-724-38",),
    published=("NJ-02",),
    parameters=(SHARE,),
    columns=(
        "payment.amount_fen",
        "project.contract_price_fen",
        "project.started_on",
        "project.planned_end_on",
    ),
    liable="general_contractor",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project and month with attendance, after its pay day."""
    t = facts.project_month
    share = parameter(t, SHARE)
    months = months_between(t.planned_end_on, t.started_on) + 1
    return Judged(
        over=t,
        applies=(t.present_waged > 0)
        & (t.paid_fen > 0)
        & ((t.due_on < t.as_of) | t.due_on.isnull()),
        lacking={
            "project.pay_day": t.due_on.isnull(),
            "project.contract_price_fen": t.contract_price_fen.isnull(),
            "project.started_on": t.started_on.isnull(),
            "project.planned_end_on": t.planned_end_on.isnull() | (months < 1),
            SHARE: share.isnull(),
        },
        hit=t.paid_fen * months * 1_000_000 < t.contract_price_fen * share,
        evidence={
            "paid_fen": t.paid_fen,
            "price_fen": t.contract_price_fen,
            "months": months,
            "limit_ppm": share,
        },
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {paid} paid; {price} over {months} months would need at least {limit} of a month's works.",
        month=month_value(row["month"]),
        paid=fen_value(row["paid_fen"]),
        price=fen_value(row["price_fen"]),
        months=row["months"],
        limit=Ppm(row["limit_ppm"]),
    )
