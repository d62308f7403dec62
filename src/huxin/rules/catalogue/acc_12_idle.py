"""Special account idle while wages fall due.

Wages fell due, money moves on the statement, yet since the month of that pay day no wages have left
the account. Either nobody was paid, or the wages took another way. A statement that ends before the
pay day cannot tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, month_of
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="ACC-12",
    title=N_("Special account idle while wages are due"),
    summary=N_(
        "A pay day has passed, and since the beginning of its month no wages have left the special account."
    ),
    remedy=N_("Pay the wages through the special account, or file the statement up to today."),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT,
    family="acc",
    clauses=("CN-724-31", "CN-A53-18", "YZ-3-10"),
    published=("GZ-09",),
    columns=(
        "account_entry.kind",
        "account_entry.on",
        "project.pay_day",
        "wage_line.net_fen",
        "attendance_month.days",
    ),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with a statement and a pay day that has passed."""
    t = facts.project
    begin = month_of(t.last_due_on)
    idle = t.last_wage_on.isnull() | (t.last_wage_on < begin)
    return Judged(
        over=t,
        applies=(t.entries > 0) & t.account_closed_on.isnull() & t.last_due_on.notnull(),
        lacking={"account_entry.on": idle & (t.statement_to_on < t.last_due_on)},
        hit=idle,
        evidence={"last_due_on": t.last_due_on, "last_wage_on": t.last_wage_on},
        people=t.workers_owed,
        since=t.last_due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Wages were due on {due}; the last wages left the account on: {last}.",
        due=row["last_due_on"],
        last=row["last_wage_on"],
    )
