"""Less labour cost than agreed.

Some labour cost came in during the month, but less than the sum agreed in the contract. Where the
contract names a share instead of a sum, the payments themselves are looked at by another rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._labour_cost import is_asked, is_covered

SPEC = Spec(
    id="PRG-02",
    title=N_("Labour cost below the agreed sum"),
    summary=N_(
        "In the month less labour cost came into the special account than the contract says."
    ),
    remedy=N_("Demand the difference from the developer before the pay day."),
    own_remedy=N_("The developer pays the difference into the special account before the pay day."),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT_MONTH,
    family="prg",
    clauses=("CN-724-29", "CN-A53-12", "CN-724-57"),
    published=("ST-07", "NT-02"),
    columns=("account_entry.amount_fen", "account_entry.kind", "project.labour_cost_fen"),
    liable="developer",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project and month in which labour cost came in."""
    t = facts.project_month
    is_short = t.cost_in_fen < t.labour_cost_fen
    return Judged(
        over=t,
        applies=is_asked(t)
        & (t.cost_in_fen > 0)
        & (t.labour_cost_fen.notnull() | t.labour_cost_share_ppm.isnull())
        & ((t.age > 0) | (t.cost_due_on < t.as_of) | (t.cost_in_fen >= t.labour_cost_fen)),
        lacking={
            "project.started_on": t.started_on.isnull(),
            "project.labour_cost_fen": t.labour_cost_fen.isnull(),
            "account_entry.on": is_short.fill_null(False) & ~is_covered(t),
        },
        hit=is_short,
        evidence={
            "cost_in_fen": t.cost_in_fen,
            "agreed_fen": t.labour_cost_fen,
            "missing_fen": t.labour_cost_fen - t.cost_in_fen,
        },
        people=t.present,
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {came} came in, {agreed} is agreed, {missing} is missing.",
        month=month_value(row["month"]),
        came=fen_value(row["cost_in_fen"]),
        agreed=fen_value(row["agreed_fen"]),
        missing=fen_value(row["missing_fen"]),
    )
