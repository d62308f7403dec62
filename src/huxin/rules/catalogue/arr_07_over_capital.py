"""Arrears above half of the registered capital.

What is owed on one site exceeds a share of the general contractor's registered capital. The
practice asks the court to preserve property then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SHARE = "warning_arr.capital_share"

SPEC = Spec(
    id="ARR-07",
    title=N_("Arrears large against registered capital"),
    summary=N_(
        "What is owed on the site exceeds the published share of the contractor's registered capital."
    ),
    remedy=N_(
        "Apply to the court for preservation of property and fix a repayment plan with the contractor."
    ),
    own_remedy=N_(
        "Draw up a repayment plan with days and sums, say which property secures it, and pay by it."
    ),
    severity=Severity.RED,
    scope=Scope.PROJECT,
    family="arr",
    clauses=("CN-724-42",),
    published=("FS-01",),
    parameters=(SHARE,),
    columns=("wage_line.net_fen", "payment.amount_fen", "party.registered_capital_fen"),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with arrears."""
    t = facts.project
    share = parameter(t, SHARE)
    return Judged(
        over=t,
        applies=t.owed_fen > 0,
        lacking={
            SHARE: share.isnull(),
            "party.registered_capital_fen": t.contractor_capital_fen.isnull(),
        },
        hit=t.owed_fen * 1_000_000 > t.contractor_capital_fen * share,
        evidence={
            "owed_fen": t.owed_fen,
            "capital_fen": t.contractor_capital_fen,
            "limit_ppm": share,
        },
        amount_fen=t.owed_fen,
        people=t.workers_owed,
        since=t.first_due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{owed} owed; registered capital {capital}, of which {limit} is the limit.",
        owed=fen_value(row["owed_fen"]),
        capital=fen_value(row["capital_fen"]),
        limit=Ppm(row["limit_ppm"]),
    )
