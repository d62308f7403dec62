"""Deposit letter about to end.

A guarantee letter for the deposit is renewed before it ends, and the authority reminds a month before.
Only the newest letter of the project counts; one that has ended is red.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, months_between, parameter
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import is_running

MONTHS = "guarantee.renewal_notice_months"

SPEC = Spec(
    id="DEP-06",
    title=N_("Deposit letter ends soon"),
    summary=N_(
        "The newest guarantee letter for the wage deposit ends within the reminder's term, or has ended."
    ),
    remedy=N_("Remind the contractor in writing to extend or replace the letter before it ends."),
    own_remedy=N_("Have the bank extend the letter before it ends, or hand in a new one."),
    severity=Severity.ORANGE,
    scope=Scope.GUARANTEE,
    family="dep",
    clauses=("CN-D65-17",),
    published=("ST-26",),
    parameters=(MONTHS,),
    columns=("guarantee.to_on", "guarantee.kind", "project.state"),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per newest deposit letter of a project that is being built."""
    t = facts.guarantee
    months = parameter(t, MONTHS)
    left = months_between(t.to_on, t.as_of)
    near = (left < months) | ((left == months) & (t.to_on.day() <= t.as_of.day()))

    return Judged(
        over=t,
        applies=(t.kind == "wage_deposit")
        & is_running(t)
        & (t.to_on.isnull() | (t.to_on == t.newest_to_on)),
        lacking={MONTHS: months.isnull(), "guarantee.to_on": t.to_on.isnull()},
        hit=near,
        evidence={"to_on": t.to_on, "amount_in_letter_fen": t.amount_fen, "limit_months": months},
        since=t.to_on,
        severity=(t.to_on < t.as_of).ifelse("red", "orange"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "The letter over {amount} ends on {to}; the reminder is due {months} month before.",
        amount=fen_value(row["amount_in_letter_fen"]),
        to=row["to_on"],
        months=row["limit_months"],
    )
