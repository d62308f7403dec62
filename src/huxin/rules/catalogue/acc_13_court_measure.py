"""Court measure on money kept for wages.

The special account and the wage deposit may not be sealed, frozen or taken for anything but this
project's wages. Every measure on record is shown until it is lifted; one that serves these workers' own
wages is lawful and shown as a notice only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value
from huxin.rules.base import Judged, Scope, Severity, Spec

ACCOUNT, DEPOSIT = "account.seizure_allowed", "deposit.seizure_allowed"
SAID = {
    ("special_account", "seal"): N_("On {on} a court sealed {amount} of the special account."),
    ("special_account", "freeze"): N_("On {on} a court froze {amount} of the special account."),
    ("special_account", "deduct"): N_("On {on} a court took {amount} from the special account."),
    ("wage_deposit", "seal"): N_("On {on} a court sealed {amount} of the wage deposit."),
    ("wage_deposit", "freeze"): N_("On {on} a court froze {amount} of the wage deposit."),
    ("wage_deposit", "deduct"): N_("On {on} a court took {amount} from the wage deposit."),
}

SPEC = Spec(
    id="ACC-13",
    title=N_("Court measure on special account or deposit"),
    summary=N_(
        "A court has sealed, frozen or taken money that is kept for wages, and no release is on record."
    ),
    remedy=N_(
        "Read the ruling; if it does not serve this project's wages, apply to the court to lift it, and record the release."
    ),
    severity=Severity.RED,
    scope=Scope.MEASURE,
    family="acc",
    clauses=("CN-724-33", "CN-A53-8", "CN-D65-10", "YZ-5-9"),
    published=("ST-21", "VC-05"),
    parameters=(ACCOUNT, DEPOSIT),
    columns=("court_measure.held", "court_measure.on", "court_measure.lifted_on"),
    liable="bank",
)


def judge(facts: Facts) -> Judged:
    """One verdict per measure that stands."""
    t = facts.measure
    of_account = t.held == "special_account"
    account, deposit = parameter(t, ACCOUNT), parameter(t, DEPOSIT)
    return Judged(
        over=t,
        applies=~(t.lifted_on <= t.as_of).fill_null(False),
        lacking={
            ACCOUNT: of_account & account.isnull(),
            DEPOSIT: ~of_account & deposit.isnull(),
        },
        hit=of_account.ifelse(account, deposit) == 0,
        evidence={"on": t.on, "kind": t.kind, "held": t.held},
        amount_fen=t.amount_fen,
        since=t.on,
        severity=t.serves_wages.fill_null(False).ifelse("blue", "red"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    said = SAID[row["held"], row["kind"]]
    return Message(said, {"on": row["on"], "amount": fen_value(row["amount_fen"])})
