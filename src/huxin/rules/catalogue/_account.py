"""The forecast of a special account, shared by the rules about its cover."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from huxin.facts.grains import month_of, months_between


@dataclass(frozen=True, slots=True)
class Forecast:
    """What of the agreed labour cost is still to come before the last pay day ahead.

    `is_pending`: this month's is still ahead; `transfers`: how many come in all (null: not known).
    """

    runs: ir.BooleanValue
    is_pending: ir.BooleanValue
    transfers: ir.Value


def forecast(t: ir.Table) -> Forecast:
    """The forecast over the grain `project`, as of its day."""
    this_month = month_of(t.as_of)
    came = (t.last_cost_on >= this_month).fill_null(False)
    pending = (t.labour_cost_day > t.as_of.day()) & ~came
    last = t.last_unpaid_due_on
    months = months_between(last, t.as_of)
    too_late = (t.labour_cost_day > last.day()).ifelse(1, 0)
    transfers = months + pending.ifelse(1, 0) - too_late
    return Forecast(
        runs=(t.entries > 0) & t.account_closed_on.isnull(),
        is_pending=pending.fill_null(False),
        transfers=ibis.cases((transfers > 0, transfers), (transfers <= 0, 0)).cast("int64"),
    )
