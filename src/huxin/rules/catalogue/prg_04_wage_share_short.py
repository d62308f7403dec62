"""Too small a share of a progress payment for wages.

Part of each progress payment goes to the special account. How much, the place says (22% in one of the
documents), or the contract, whichever is more. Where neither says it and no monthly sum is agreed, a
published contract template's share is taken, with a milder colour. Where there is no account to pay
into, another rule tells so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

PLACE = "account.wage_share_of_progress_payment"
TEMPLATE = "warning_prg.payment_share"

SPEC = Spec(
    id="PRG-04",
    title=N_("Share of the progress payment for wages too small"),
    summary=N_(
        "Of a progress payment less went to the special account than place or contract require."
    ),
    remedy=N_("Demand that the developer pays the missing part into the special account."),
    own_remedy=N_("The developer pays the missing part of the share into the special account."),
    severity=Severity.ORANGE,
    scope=Scope.PROGRESS_PAYMENT,
    family="prg",
    clauses=("NX-06-2", "DX-3-01-4", "CN-A53-5", "CN-LOC-GD"),
    published=("GD-02", "ST-07"),
    parameters=(PLACE, TEMPLATE),
    columns=(
        "progress_payment.amount_fen",
        "progress_payment.labour_cost_fen",
        "project.labour_cost_share_ppm",
    ),
    liable="developer",
)


def judge(facts: Facts) -> Judged:
    """One verdict per progress payment that was made."""
    t = facts.progress_payment
    place, template = parameter(t, PLACE), parameter(t, TEMPLATE)
    ruled = place.notnull() | t.labour_cost_share_ppm.notnull()
    place_or_none, agreed = place.fill_null(0), t.labour_cost_share_ppm.fill_null(0)
    required = ruled.ifelse(ibis.greatest(place_or_none, agreed), template)
    needed = t.amount_fen // 100 * required // 10_000
    no_account = t.account_opened_on.isnull() & (t.labour_cost_fen == 0)
    return Judged(
        over=t,
        applies=(t.kind == "progress")
        & t.paid_on.notnull()
        & (t.amount_fen > 0)
        & (ruled | t.agreed_cost_fen.isnull())
        & ~no_account.fill_null(False),
        lacking={
            TEMPLATE: required.isnull(),
            "progress_payment.labour_cost_fen": t.labour_cost_fen.isnull(),
        },
        hit=t.labour_cost_fen < needed,
        evidence={
            "paid_fen": t.amount_fen,
            "labour_cost_fen": t.labour_cost_fen,
            "required_ppm": required,
            "needed_fen": needed,
            "paid_on": t.paid_on,
        },
        since=t.paid_on,
        severity=ruled.ifelse("orange", "blue"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Of {paid} paid on {on}, {share} is {needed}; {labour} went to the special account.",
        paid=fen_value(row["paid_fen"]),
        on=row["paid_on"],
        share=Ppm(row["required_ppm"]),
        needed=fen_value(row["needed_fen"]),
        labour=fen_value(row["labour_cost_fen"]),
    )
