"""Group demand not reported.

A group asked for wages, and developer and general contractor have not reported it to the authority. The
law says "in time" and gives no number: the day it happened is allowed. How the group came together
is nobody's business here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="CMP-04",
    title=N_("Group demand not reported"),
    summary=N_("Developer and general contractor have not reported a group's demand for wages."),
    remedy=N_(
        "Report cause, people, sum and steps to the labour authority and the regulator today, and settle the wages."
    ),
    severity=Severity.RED,
    scope=Scope.COMPLAINT,
    family="cmp",
    clauses=("CN-724-29", "DX-3-06-2"),
    published=("ST-41",),
    columns=("complaint.kind", "complaint.received_on", "complaint.reported_on"),
    liable="developer",
)


def judge(facts: Facts) -> Judged:
    """One verdict per demand of a group."""
    t = facts.complaint
    return Judged(
        over=t,
        applies=t.kind == "group_demand",
        lacking={"complaint.received_on": t.received_on.isnull() & t.reported_on.isnull()},
        hit=t.reported_on.isnull() & (t.received_on < t.as_of),
        evidence={
            "received_on": t.received_on,
            "gone_days": t.as_of.delta(t.received_on, unit="day"),
            "group_people": t.people,
        },
        amount_fen=t.amount_fen,
        people=t.people,
        since=t.received_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Demand of {people} people on {received}; {days} days later no report of developer and general contractor.",
        people=row["group_people"],
        received=row["received_on"],
        days=row["gone_days"],
    )
