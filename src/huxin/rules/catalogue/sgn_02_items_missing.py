"""Signboard incomplete.

The regulation lists what stands on the board: the parties, the labour-wage officer, minimum wage and
pay day, and the ways to complain and to get legal aid. The missing ones are named.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.facts.schema import SIGNBOARD_ITEMS
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import is_running

WHOLE = (1 << len(SIGNBOARD_ITEMS)) - 1
ITEMS = {
    "developer": N_("developer"),
    "general_contractor": N_("general contractor"),
    "subcontractors": N_("subcontractors"),
    "regulator": N_("sector regulator"),
    "labour_wage_officer": N_("labour-wage officer"),
    "minimum_wage": N_("local minimum wage"),
    "pay_day": N_("pay day"),
    "regulator_phone": N_("the regulator's phone"),
    "inspection_phone": N_("the labour inspection's phone"),
    "arbitration": N_("the way to arbitration"),
    "legal_aid": N_("the way to legal aid"),
    "service_line": N_("the legal service line"),
}

SPEC = Spec(
    id="SGN-02",
    title=N_("Items missing on the signboard"),
    summary=N_("The signboard lacks items that the regulation lists."),
    remedy=N_("Add the missing items and file a new photo."),
    severity=Severity.BLUE,
    scope=Scope.PROJECT,
    family="sgn",
    clauses=("CN-724-34", "NX-07-2", "NX-07-3", "NX-07-4", "DX-2-04-4", "DX-2-04-5", "DX-2-04-6"),
    published=("ST-14",),
    columns=("signboard.items_bits",),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with a signboard."""
    t = facts.project
    missing = WHOLE - (t.items_bits & WHOLE)
    return Judged(
        over=t,
        applies=t.put_up_on.notnull() & is_running(t),
        lacking={"signboard.items_bits": t.items_bits.isnull()},
        hit=missing != 0,
        evidence={"put_up_on": t.put_up_on, "missing_bits": missing},
        people=t.workers,
        since=t.put_up_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    missing = tuple(
        Message(ITEMS[item])
        for place, item in enumerate(SIGNBOARD_ITEMS)
        if row["missing_bits"] >> place & 1
    )
    return message(
        "On the board put up on {on} these are missing: {items}.",
        on=row["put_up_on"],
        items=missing,
    )
