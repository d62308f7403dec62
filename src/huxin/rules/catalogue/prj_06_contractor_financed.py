"""Contractor finances a government project.

Government projects may not be pre-financed by the builder. For other projects the law does not forbid
it, so the rule does not apply there; a contract that lays the whole money on the builder is still a
reason to look at the account's forecast.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import is_running

ALLOWED = "progress.contractor_financing_allowed"

SPEC = Spec(
    id="PRJ-06",
    title=N_("Contractor has to finance a government project"),
    summary=N_(
        "The project is paid by government and its contract makes the contractor finance the works."
    ),
    remedy=N_("Have the developer cancel the term and pay the works done so far."),
    own_remedy=N_("The developer cancels the term and pays the works done so far."),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT,
    family="prj",
    clauses=("CN-724-23", "DX-3-04-11", "DX-3-04-12"),
    parameters=(ALLOWED,),
    columns=("project.contractor_financed", "project.funding"),
    liable="developer",
)


def judge(facts: Facts) -> Judged:
    """One verdict per government project that is being built."""
    t = facts.project
    allowed = parameter(t, ALLOWED)
    return Judged(
        over=t,
        applies=is_running(t) & ((t.funding == "government") | t.funding.isnull()),
        lacking={
            ALLOWED: allowed.isnull(),
            "project.funding": t.funding.isnull(),
            "project.contractor_financed": t.contractor_financed.isnull(),
        },
        hit=t.contractor_financed & (allowed == 0),
        evidence={"contract_signed_on": t.contract_signed_on, "price_fen": t.contract_price_fen},
        people=t.workers,
        since=t.contract_signed_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Government project, contract of {signed} over {price}: the contractor finances the works.",
        signed=row["contract_signed_on"],
        price=fen_value(row["price_fen"]),
    )
