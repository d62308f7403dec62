"""No payment guarantee of the developer.

The developer secures the payment of project money. Whether there is none can only be told where the
lists of the project sheet are in the folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import is_running

SPEC = Spec(
    id="GUA-01",
    title=N_("No payment guarantee of the developer"),
    summary=N_("The project has no guarantee of the developer for the payment of project money."),
    remedy=N_("Demand the guarantee; without it no new project of the developer may be approved."),
    own_remedy=N_(
        "The developer hands in the payment guarantee; without it no new project of the developer"
        " may be approved."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT,
    family="gua",
    clauses=("CN-724-24", "CN-724-49", "CN-724-57", "DX-3-04-7"),
    published=("ST-15",),
    columns=("guarantee.kind", "project.state"),
    liable="developer",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project that is being built."""
    t = facts.project
    known = t.owner_guarantees.notnull() | t.parties.notnull()
    return Judged(
        over=t,
        applies=is_running(t),
        lacking={"guarantee.kind": ~known},
        hit=t.owner_guarantees.fill_null(0) == 0,
        evidence={"contract_signed_on": t.contract_signed_on, "price_fen": t.contract_price_fen},
        people=t.workers,
        since=t.contract_signed_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Contract of {signed} over {price}: no payment guarantee is on record.",
        signed=row["contract_signed_on"],
        price=fen_value(row["price_fen"]),
    )
