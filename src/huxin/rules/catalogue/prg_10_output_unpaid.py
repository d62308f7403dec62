"""Works reported, nothing paid, no day agreed.

The contractor reported completed works, and after the longest cycle of labour cost nothing has been
paid for them. Where a day of payment is on record, another rule watches it; here none is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, months_between, parameter
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

CYCLE = "progress.labour_cost_cycle_months"

SPEC = Spec(
    id="PRG-10",
    title=N_("Works completed and nothing paid"),
    summary=N_(
        "Works were reported for a month, no day of payment is on record, and nothing was paid within the labour-cost cycle."
    ),
    remedy=N_("Fix the day of payment in writing and demand at least the labour cost at once."),
    own_remedy=N_(
        "The developer fixes the day of payment in writing and pays the labour cost at once."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROGRESS_PAYMENT,
    family="prg",
    clauses=("CN-724-24", "CN-724-29", "YZ-3-9"),
    published=("NT-02",),
    parameters=(CYCLE,),
    columns=(
        "progress_payment.output_fen",
        "progress_payment.month",
        "progress_payment.due_on",
        "progress_payment.paid_on",
    ),
    liable="developer",
)


def judge(facts: Facts) -> Judged:
    """One verdict per month of works without a day of payment."""
    t = facts.progress_payment
    cycle = parameter(t, CYCLE)
    gone = months_between(t.as_of, t.month)
    return Judged(
        over=t,
        applies=t.due_on.isnull() & t.paid_on.isnull() & (t.output_fen.fill_null(1) > 0),
        lacking={
            CYCLE: cycle.isnull(),
            "progress_payment.output_fen": t.output_fen.isnull(),
            "progress_payment.month": t.month.isnull(),
        },
        hit=gone > cycle,
        evidence={"month": t.month, "output_fen": t.output_fen, "limit_months": cycle},
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: works of {output}, nothing paid; labour cost is due within {limit} month.",
        month=month_value(row["month"]),
        output=fen_value(row["output_fen"]),
        limit=row["limit_months"],
    )
