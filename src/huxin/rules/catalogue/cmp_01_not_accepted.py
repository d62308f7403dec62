"""Complaint not accepted in time.

Counts working days from the day a complaint came in to the day it was accepted, or to today when it
was not. A complaint that was filed or settled counts as accepted on that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

DAYS = "complaint.acceptance_working_days"

SPEC = Spec(
    id="CMP-01",
    title=N_("Complaint not accepted in time"),
    summary=N_("A complaint was not accepted within the working days of the term."),
    remedy=N_(
        "Accept the complaint and file it today, or pass it on to the competent body and tell the worker."
    ),
    own_remedy=N_(
        "The department accepts the complaint; have the attendance, wage sheets and receipts that"
        " it is about ready."
    ),
    severity=Severity.ORANGE,
    scope=Scope.COMPLAINT,
    family="cmp",
    clauses=("CN-JC25-18", "CN-724-10", "NX-14-3", "DX-3-07-2", "YZ-6-5"),
    published=("ST-31",),
    parameters=(DAYS,),
    columns=(
        "complaint.received_on",
        "complaint.accepted_on",
        "complaint.filed_on",
        "complaint.resolved_on",
    ),
    liable="authority",
)


def judge(facts: Facts) -> Judged:
    """One verdict per complaint."""
    c = facts.complaint
    c = c.mutate(step_on=ibis.coalesce(c.accepted_on, c.filed_on, c.resolved_on, c.as_of))
    t = facts.working_day_numbers(c, "received_on", "step_on")
    days = parameter(t, DAYS)
    gone = t.step_on_no - t.received_on_no
    return Judged(
        over=t,
        applies=(t.kind == "complaint") | t.kind.isnull(),
        lacking={
            DAYS: days.isnull(),
            "complaint.kind": t.kind.isnull(),
            "complaint.received_on": t.received_on.isnull(),
        },
        hit=gone > days,
        evidence={
            "received_on": t.received_on,
            "accepted_on": t.accepted_on,
            "gone_days": gone,
            "limit_days": days,
        },
        amount_fen=t.amount_fen,
        people=t.people,
        since=t.received_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Received on {received}, {days} working days gone, the term is {limit}; accepted on: {accepted}.",
        received=row["received_on"],
        days=row["gone_days"],
        limit=row["limit_days"],
        accepted=row["accepted_on"] or message("not accepted"),
    )
