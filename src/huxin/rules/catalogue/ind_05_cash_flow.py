"""More money going out than coming in.

The cash flow last reported is negative. One such month is common in building; it counts beside
other signs, which is why it is blue. Judged where any operating figure of the month is on file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._figures import is_last

FIGURES = (
    "cash_flow",
    "tax_paid",
    "tax_owed",
    "loan_overdue",
    "social_insurance_owed",
)

SPEC = Spec(
    id="IND-05",
    title=N_("Cash flow negative"),
    summary=N_("The cash flow reported for the month is negative."),
    remedy=N_(
        "Look at the labour cost to come and the balance of the special account; ask for the plan for the next pay day."
    ),
    own_remedy=N_(
        "Show how the next pay day is funded: the labour cost to come and the balance of the"
        " special account."
    ),
    severity=Severity.BLUE,
    scope=Scope.PROJECT_MONTH,
    family="ind",
    clauses=("YZ-3-3", "CN-724-38"),
    published=("ST-42", "HS-01"),
    columns=("indicator.value",),
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project: on the last month with a cash flow; none without any."""
    t = facts.project_month
    told = ibis.coalesce(*(t[kind] for kind in FIGURES)).notnull()
    return Judged(
        over=t,
        applies=is_last(t, "cash_flow") | (told & t.cash_flow.isnull()),
        lacking={"indicator.cash_flow": t.cash_flow.isnull()},
        hit=t.cash_flow < 0,
        evidence={"cash_flow_fen": t.cash_flow},
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: cash flow {cash_flow}.",
        month=month_value(row["month"]),
        cash_flow=fen_value(row["cash_flow_fen"]),
    )
