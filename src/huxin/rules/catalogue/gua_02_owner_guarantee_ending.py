"""Payment guarantee ended or about to end.

The newest payment guarantee of the developer has ended, or ends within the term at which deposit
letters are reminded of, while the works go on. A guarantee that lasts until the planned completion is
enough as long as that day lies ahead.
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
    id="GUA-02",
    title=N_("Payment guarantee of the developer ends before the works"),
    summary=N_("The newest payment guarantee has ended or ends soon, and the works go on."),
    remedy=N_("Have the developer extend the guarantee to the new day of completion."),
    own_remedy=N_(
        "The developer extends the guarantee to the new day of completion, and hands in the new"
        " paper."
    ),
    severity=Severity.YELLOW,
    scope=Scope.GUARANTEE,
    family="gua",
    clauses=("CN-724-24", "CN-724-57"),
    published=("ST-15",),
    parameters=(MONTHS,),
    columns=("guarantee.to_on", "guarantee.kind", "project.planned_end_on"),
    liable="developer",
)


def judge(facts: Facts) -> Judged:
    """One verdict per newest payment guarantee of a project that is being built."""
    t = facts.guarantee
    months = parameter(t, MONTHS)
    left = months_between(t.to_on, t.as_of)
    near = (left < months) | ((left == months) & (t.to_on.day() <= t.as_of.day()))
    enough = (t.to_on >= t.planned_end_on) & (t.planned_end_on >= t.as_of)
    return Judged(
        over=t,
        applies=(t.kind == "owner_payment")
        & is_running(t)
        & (t.to_on.isnull() | (t.to_on == t.newest_to_on)),
        lacking={MONTHS: months.isnull(), "guarantee.to_on": t.to_on.isnull()},
        hit=near & ~enough.fill_null(False),
        evidence={
            "to_on": t.to_on,
            "guaranteed_fen": t.amount_fen,
            "planned_end_on": t.planned_end_on,
        },
        since=t.to_on,
        severity=(t.to_on < t.as_of).ifelse("orange", "yellow"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "The guarantee over {amount} ends on {to}; completion is planned for {end}.",
        amount=fen_value(row["guaranteed_fen"]),
        to=row["to_on"],
        end=row["planned_end_on"],
    )
