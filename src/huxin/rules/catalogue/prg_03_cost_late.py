"""Labour cost not on the agreed day.

The contract names the day of the month on which labour cost is paid; a day that is no working day
moves to the next one. The bank has to tell the contractor when money does not come. Shown are months
in which it came later, and the running month when it has not come yet; a whole month without any is
another rule's matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._labour_cost import is_asked, is_covered

SPEC = Spec(
    id="PRG-03",
    title=N_("Labour cost not paid on the agreed day"),
    summary=N_("The agreed day passed and the labour cost had not come in, or not in full."),
    remedy=N_(
        "Remind the developer in writing; the bank's notice goes to the authority's warning list."
    ),
    own_remedy=N_(
        "The developer pays the labour cost that is due at once, and keeps the agreed day from now"
        " on."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT_MONTH,
    family="prg",
    clauses=("CN-724-27", "CN-A53-12", "CN-724-29"),
    published=("ST-08", "JS-04"),
    columns=(
        "account_entry.on",
        "account_entry.amount_fen",
        "project.labour_cost_day",
        "project.labour_cost_fen",
    ),
    liable="developer",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project and month whose agreed day has passed."""
    t = facts.project_month
    passed = (t.cost_due_on < t.as_of) | t.cost_due_on.isnull()
    none_yet = t.cost_in_fen == 0
    in_time = t.cost_in_time_fen.fill_null(0)
    wanted = ibis.least(ibis.coalesce(t.labour_cost_fen, 1), t.cost_in_fen)
    late = none_yet | (in_time < wanted)
    return Judged(
        over=t,
        applies=is_asked(t) & passed & ((t.age == 0) | ~none_yet),
        lacking={
            "project.labour_cost_day": t.labour_cost_day.isnull(),
            "project.started_on": t.started_on.isnull(),
            "account_entry.on": (late & ~is_covered(t))
            | (none_yet & (t.statement_to_on < t.cost_due_on).fill_null(True)),
        },
        hit=late,
        evidence={
            "cost_due_on": t.cost_due_on,
            "in_time_fen": in_time,
            "cost_in_fen": t.cost_in_fen,
            "agreed_fen": t.labour_cost_fen,
        },
        people=t.present,
        since=t.cost_due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {in_time} came in by {due}, {came} so far; agreed: {agreed}.",
        month=month_value(row["month"]),
        in_time=fen_value(row["in_time_fen"]),
        due=row["cost_due_on"],
        came=fen_value(row["cost_in_fen"]),
        agreed=fen_value(row["agreed_fen"]),
    )
