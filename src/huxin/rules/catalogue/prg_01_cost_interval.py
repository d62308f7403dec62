"""A month without labour cost.

The developer pays labour cost into the special account in a cycle of no more than a month. Here a
whole month passed without any, counted from the last month in which some came, or from the start of
the works. A statement that does not reach beyond the month cannot tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, month_of, months_between, parameter
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._labour_cost import is_asked, is_covered

CYCLE = "progress.labour_cost_cycle_months"

SPEC = Spec(
    id="PRG-01",
    title=N_("Labour cost interval longer than a month"),
    summary=N_("A whole month passed without labour cost coming into the special account."),
    remedy=N_(
        "Demand the labour cost of the month from the developer, and report it to the authority."
    ),
    own_remedy=N_(
        "The developer pays the labour cost of the month into the special account, and pays it"
        " every month from now on."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT_MONTH,
    family="prg",
    clauses=("CN-724-24", "CN-A53-12", "CN-724-57"),
    published=("ST-06", "JS-04"),
    parameters=(CYCLE,),
    columns=("account_entry.on", "account_entry.kind", "project.started_on"),
    liable="developer",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project and month of works that is over."""
    t = facts.project_month
    cycle = parameter(t, CYCLE)
    start = month_of(t.started_on)
    # Money from before the works began does not start the cycle.
    last = (t.last_cost_month >= start).ifelse(t.last_cost_month, t.started_on)
    gone = months_between(t.month, last)
    ends = month_of(t.statement_to_on)
    none = t.cost_credits.fill_null(0) == 0
    return Judged(
        over=t,
        applies=is_asked(t) & (t.age > 0),
        lacking={
            CYCLE: cycle.isnull(),
            "project.started_on": t.started_on.isnull(),
            "account_entry.on": none & (~is_covered(t) | (ends <= t.month).fill_null(True)),
        },
        hit=none & (gone >= cycle),
        evidence={"last_month": last, "gone_months": gone + 1, "limit_months": cycle},
        people=t.present,
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: no labour cost came in; the last came or the works began in {last}, {limit} month is the longest cycle.",
        month=month_value(row["month"]),
        last=month_value(row["last_month"]),
        limit=row["limit_months"],
    )
