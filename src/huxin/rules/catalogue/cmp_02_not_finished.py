"""Case not finished in time.

Counts working days from filing to the day the case was settled, or to today. Beyond the term it is
yellow, for an extension may have been approved; beyond the extended term nothing excuses it and it
turns red.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

DAYS = "case.investigation_working_days"
EXTENSION = "case.extension_working_days"

SPEC = Spec(
    id="CMP-02",
    title=N_("Case not finished in time"),
    summary=N_("A case was not finished within the working days of the term."),
    remedy=N_("Decide the case now, or show the approval of the extension."),
    own_remedy=N_("The department decides the case; hand in at once what it still asks of you."),
    severity=Severity.YELLOW,
    scope=Scope.COMPLAINT,
    family="cmp",
    clauses=("CN-JC423-17", "YZ-6-7"),
    published=("ST-32",),
    parameters=(DAYS, EXTENSION),
    columns=("complaint.filed_on", "complaint.resolved_on"),
    liable="authority",
)


def judge(facts: Facts) -> Judged:
    """One verdict per complaint or clue that was filed as a case."""
    c = facts.complaint
    c = c.mutate(ended_on=ibis.coalesce(c.resolved_on, c.as_of))
    t = facts.working_day_numbers(c, "filed_on", "ended_on")
    days, extension = parameter(t, DAYS), parameter(t, EXTENSION)
    gone = t.ended_on_no - t.filed_on_no
    return Judged(
        over=t,
        applies=t.filed_on.notnull() & (t.kind != "arbitration").fill_null(True),
        lacking={DAYS: days.isnull(), EXTENSION: extension.isnull()},
        hit=gone > days,
        evidence={
            "filed_on": t.filed_on,
            "gone_days": gone,
            "limit_days": days,
            "extended_days": days + extension,
        },
        amount_fen=t.amount_fen,
        people=t.people,
        since=t.filed_on,
        severity=(gone > days + extension).ifelse("red", "yellow"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Filed on {filed}, {days} working days; the term is {limit}, with an approved extension {extended}.",
        filed=row["filed_on"],
        days=row["gone_days"],
        limit=row["limit_days"],
        extended=row["extended_days"],
    )
