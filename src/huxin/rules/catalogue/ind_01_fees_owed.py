"""Water, power, gas, rent or property fees owed.

Who cannot pay the power bill will not pay wages. Adds up what the suppliers and lessors last reported
as owed: a bill is owed until its supplier reports otherwise. The law names the indicators and gives no
number: a sum can be judged only when the place has set one; nothing owed is in order whatever it sets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, money, parameter
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._figures import is_last

LIMIT = "warning_ind.fees_owed"
KINDS = ("water_fee_owed", "power_fee_owed", "gas_fee_owed", "rent_owed", "property_fee_owed")

SPEC = Spec(
    id="IND-01",
    title=N_("Water, power, gas, rent or property fees owed"),
    summary=N_("What is owed to suppliers and lessors reaches the sum that the place watches."),
    remedy=N_(
        "Ask the firm how it will pay fees and wages, and look at the balance of the special account before the next pay day."
    ),
    own_remedy=N_(
        "Settle the fees or agree on instalments, and have the wages in the special account before"
        " the next pay day."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT_MONTH,
    family="ind",
    clauses=("CN-724-38", "NX-04-4", "DX-3-05-1", "YZ-3-3"),
    published=("ST-42", "HS-01"),
    parameters=(LIMIT,),
    columns=("indicator.value",),
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project: on the last month with a figure about fees."""
    t = facts.project_month
    limit = parameter(t, LIMIT)
    last = {kind: t[f"last_{kind}"] for kind in KINDS}
    owed = sum((money(each) for each in last.values()), ibis.literal(0, "int64"))
    return Judged(
        over=t,
        applies=is_last(t, *KINDS),
        lacking={LIMIT: (owed > 0) & limit.isnull()},
        hit=(owed > 0) & (owed >= limit),
        evidence={"fees_fen": owed, "limit_fen": limit, **last},
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {fees} owed (water {water}, power {power}, gas {gas}, rent {rent}, property fee {property}); the place watches from {limit}.",
        month=month_value(row["month"]),
        fees=fen_value(row["fees_fen"]),
        water=fen_value(row["water_fee_owed"]),
        power=fen_value(row["power_fee_owed"]),
        gas=fen_value(row["gas_fee_owed"]),
        rent=fen_value(row["rent_owed"]),
        property=fen_value(row["property_fee_owed"]),
        limit=fen_value(row["limit_fen"]),
    )
