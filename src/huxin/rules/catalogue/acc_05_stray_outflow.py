"""Money of the special account went elsewhere.

The account pays this project's workers and nothing else: no transfer to others, no cash, no other
settlement. Each such entry is shown. After completion the balance belongs to the contractor, so a
transfer to it then is lawful. A payee whom the statement does not name leaves the matter open,
unless cash was drawn. Bank fees, freezes and deductions are not this rule's matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

CASH = "account.cash_allowed"
OTHERS = "account.other_settlement_allowed"
MOVING = ("wage", "transfer_out", "cash", "other")
PAYEES = {
    "stranger": N_("somebody who is on no roster"),
    "company": N_("a company"),
    "developer": N_("the developer"),
    "contractor": N_("the contractor"),
    "bank": N_("a bank"),
    "unknown": N_("a payee not named"),
}

SPEC = Spec(
    id="ACC-05",
    title=N_("Money of the special account paid to somebody else"),
    summary=N_(
        "An entry took money out of the special account that did not go to a worker of the project."
    ),
    remedy=N_("Have the money put back at once, and explain the entry to the authority."),
    own_remedy=N_(
        "Put the money back into the special account at once, and explain the entry to the"
        " authority in writing."
    ),
    severity=Severity.RED,
    scope=Scope.ENTRY,
    family="acc",
    clauses=("CN-A53-7", "CN-724-26", "NX-06-3", "YZ-3-10"),
    published=("ST-05", "NT-03", "VC-08"),
    parameters=(CASH, OTHERS),
    columns=(
        "account_entry.amount_fen",
        "account_entry.kind",
        "account_entry.payee",
        "project.completed_on",
    ),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per entry that moves money out of the account."""
    t = facts.entry
    cash, others = parameter(t, CASH), parameter(t, OTHERS)
    drawn = t.kind == "cash"
    named = t.payee.notnull() & (t.payee != "unknown")
    batch = (t.kind == "wage") & (t.payee == "bank")  # the bank's own account for a payroll run
    back = (t.payee == "contractor") & (t.on > t.completed_on)
    return Judged(
        over=t,
        applies=(t.amount_fen < 0) & t.kind.isin(MOVING) & ~back.fill_null(False),
        lacking={
            CASH: drawn & cash.isnull(),
            OTHERS: ~drawn & others.isnull(),
            "account_entry.payee": t.kind.isin(["transfer_out", "other"]) & ~named,
        },
        hit=drawn.ifelse(cash == 0, (others == 0) & named & (t.payee != "worker") & ~batch),
        evidence={"on": t.on, "kind": t.kind, "payee": ibis.coalesce(t.payee, "unknown")},
        amount_fen=-t.amount_fen,
        since=t.on,
        severity=(t.kind == "wage").ifelse("orange", "red"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    if row["kind"] == "cash":
        return message(
            "On {on} {amount} was drawn in cash.", on=row["on"], amount=fen_value(row["amount_fen"])
        )
    return message(
        "On {on} {amount} went to {payee}.",
        on=row["on"],
        amount=fen_value(row["amount_fen"]),
        payee=Message(PAYEES[row["payee"]]),
    )
