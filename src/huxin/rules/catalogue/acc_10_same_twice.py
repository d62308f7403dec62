"""Same sum to the same payee twice in a month.

Payroll software marks a payment when the same account received the same sum before in the month.
Payments that came back from the bank are taken off first. Two months of wages paid together in
equal sums look the same: compare the sheets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

TIMES = "warning_acc.same_payments"

SPEC = Spec(
    id="ACC-10",
    title=N_("Same sum to the same payee twice"),
    summary=N_(
        "In one month the special account paid the same sum to the same account more often than the published number allows."
    ),
    remedy=N_(
        "Compare with the wage sheets; if it was paid twice, take it back or set it off with the worker's consent."
    ),
    severity=Severity.YELLOW,
    scope=Scope.ENTRY,
    family="acc",
    clauses=("CN-A53-7", "YZ-3-10"),
    published=("VC-03",),
    parameters=(TIMES,),
    columns=(
        "account_entry.amount_fen",
        "account_entry.payee_digest",
        "account_entry.on",
        "account_entry.kind",
    ),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per sum, payee and month, at its last wage payment."""
    t = facts.entry
    times = parameter(t, TIMES)
    return Judged(
        over=t,
        applies=(t.kind == "wage")
        & (t.amount_fen < 0)
        & t.payee_digest.notnull()
        & (t.entry_key == t.last_alike_key),
        lacking={TIMES: times.isnull()},
        hit=t.alike >= times,
        evidence={"on": t.on, "paid_fen": -t.amount_fen, "alike": t.alike},
        people=ibis.literal(1),
        since=t.on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{paid} went to the same account {times} times within the month, last on {on}.",
        paid=fen_value(row["paid_fen"]),
        times=row["alike"],
        on=row["on"],
    )
