"""Special account frozen or deducted.

Money of the account may not be frozen or taken for anything but this project's wages, unless a law
says otherwise. A freeze that was lifted later is not shown. The statement does not tell the cause: a
measure that serves these workers' own wages is lawful, so read the order first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SEIZURE = "account.seizure_allowed"

SPEC = Spec(
    id="ACC-06",
    title=N_("Special account frozen or deducted"),
    summary=N_("A freeze that still stands, or a deduction, has hit money that is kept for wages."),
    remedy=N_(
        "Read the order; if it does not serve this project's wages, apply to the court to lift it and tell the authority."
    ),
    severity=Severity.RED,
    scope=Scope.ENTRY,
    family="acc",
    clauses=("CN-724-33", "CN-A53-8", "YZ-5-9"),
    published=("ST-21", "VC-05"),
    parameters=(SEIZURE,),
    columns=("account_entry.kind", "account_entry.amount_fen", "account_entry.on"),
    liable="bank",
)


def judge(facts: Facts) -> Judged:
    """One verdict per freeze or deduction."""
    t = facts.entry
    allowed = parameter(t, SEIZURE)
    lifted = (t.kind == "freeze") & (t.unfrozen_on >= t.on)
    return Judged(
        over=t,
        applies=t.kind.isin(["freeze", "deduction"]),
        lacking={SEIZURE: allowed.isnull()},
        hit=(allowed == 0) & ~lifted.fill_null(False),
        evidence={"on": t.on, "kind": t.kind},
        amount_fen=t.amount_fen.abs(),
        since=t.on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    if row["kind"] == "freeze":
        return message(
            "On {on} {amount} was frozen; no release is on the statement.",
            on=row["on"],
            amount=fen_value(row["amount_fen"]),
        )
    return message(
        "On {on} {amount} was deducted by order.",
        on=row["on"],
        amount=fen_value(row["amount_fen"]),
    )
