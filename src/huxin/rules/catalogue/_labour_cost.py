"""In which months the developer's labour cost is asked for, shared by the rules about it."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from huxin.facts.grains import month_of


def is_asked(t: ir.Table) -> ir.BooleanValue:
    """Months of `project_month` in which labour cost has to come in.

    They follow the month in which the works started (the works of a month are paid in the next)
    and end with the completion; a month before the account, or after it was closed, is no such
    month. A start that is not known leaves every month in question.
    """
    start = month_of(t.started_on)
    runs = t.account_opened_on.notnull() | t.statement_from_on.notnull()
    opened = t.account_opened_on.isnull() | (t.account_opened_on <= t.month)
    ended = ibis.coalesce(t.completed_on, t.account_closed_on, t.as_of)
    paused = (t.state == "paused").fill_null(False)
    begun = (t.month > start) | t.started_on.isnull()
    return runs & opened & begun & (t.month <= ended) & ~paused


def is_covered(t: ir.Table) -> ir.BooleanValue:
    """Whether the statement reaches back before the month; false when there is none."""
    return (t.statement_from_on <= t.month).fill_null(False)
