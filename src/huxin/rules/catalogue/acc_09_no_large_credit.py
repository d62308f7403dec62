"""No large credit in a month with work.

Some platforms mark a project when no large sum reached the special account in the month. The source
gives no figure for "large": set it for your place, or the rule stays silent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

CREDIT = "warning_acc.large_credit"

SPEC = Spec(
    id="ACC-09",
    title=N_("No large credit to the special account"),
    summary=N_(
        "In a month with attendance the labour cost credited stays below what the place calls large."
    ),
    remedy=N_("Ask the developer why no labour cost came, and when it will."),
    own_remedy=N_(
        "The developer transfers the labour cost of the month, or says in writing why it has not"
        " come and when it will."
    ),
    severity=Severity.BLUE,
    scope=Scope.PROJECT_MONTH,
    family="acc",
    clauses=("YZ-3-10", "CN-724-29"),
    published=("JS-07",),
    parameters=(CREDIT,),
    columns=("account_entry.amount_fen", "account_entry.kind", "attendance_month.days"),
    liable="developer",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project and month with attendance that is over."""
    t = facts.project_month
    credit = parameter(t, CREDIT)
    told = (t.statement_from_on <= t.month) & (t.statement_to_on >= t.month)
    return Judged(
        over=t,
        applies=(t.present > 0) & (t.age > 0) & t.account_closed_on.isnull(),
        lacking={CREDIT: credit.isnull(), "account_entry.on": ~told.fill_null(False)},
        hit=t.cost_in_fen < credit,
        evidence={"cost_in_fen": t.cost_in_fen, "limit_fen": credit, "present": t.present},
        people=t.present,
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {came} of labour cost came in, {limit} counts as large; {present} attended.",
        month=month_value(row["month"]),
        came=fen_value(row["cost_in_fen"]),
        limit=fen_value(row["limit_fen"]),
        present=row["present"],
    )
