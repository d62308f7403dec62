"""Tax, loan or social insurance owed.

Adds up what the tax authority, the banks and the insurance office last reported as overdue: it is owed
until they report otherwise. The law names the indicators and gives no number: a sum can be judged only
when the place has set one; nothing owed is in order whatever it sets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, money, parameter
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._figures import is_last

LIMIT = "warning_ind.dues_owed"
KINDS = ("tax_owed", "loan_overdue", "social_insurance_owed")

SPEC = Spec(
    id="IND-02",
    title=N_("Tax, loan or social insurance owed"),
    summary=N_("Overdue tax, loans and social insurance reach the sum that the place watches."),
    remedy=N_(
        "Ask the firm how it will pay its dues and wages, and look at the balance of the special account before the next pay day."
    ),
    own_remedy=N_(
        "Settle the dues or agree on a plan for them, and have the wages in the special account"
        " before the next pay day."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT_MONTH,
    family="ind",
    clauses=("CN-724-38", "NX-04-4", "DX-3-05-1", "YZ-3-3", "LD-2-3-2-7"),
    published=("ST-42", "HS-01"),
    parameters=(LIMIT,),
    columns=("indicator.value",),
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project: on the last month with a figure about dues."""
    t = facts.project_month
    limit = parameter(t, LIMIT)
    last = {kind: t[f"last_{kind}"] for kind in KINDS}
    owed = sum((money(each) for each in last.values()), ibis.literal(0, "int64"))
    return Judged(
        over=t,
        applies=is_last(t, *KINDS),
        lacking={LIMIT: (owed > 0) & limit.isnull()},
        hit=(owed > 0) & (owed >= limit),
        evidence={"dues_fen": owed, "limit_fen": limit, **last},
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {dues} overdue (tax {tax}, loans {loans}, social insurance {insurance}); the place watches from {limit}.",
        month=month_value(row["month"]),
        dues=fen_value(row["dues_fen"]),
        tax=fen_value(row["tax_owed"]),
        loans=fen_value(row["loan_overdue"]),
        insurance=fen_value(row["social_insurance_owed"]),
        limit=fen_value(row["limit_fen"]),
    )
